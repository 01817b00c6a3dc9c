"""Texts that match a regular expression, for bots."""

import random
from re import _constants as ops  # type: ignore[attr-defined]  # nothing public hands out a parsed pattern
from re import _parser as parser
from typing import Any

_LONGEST_REPEAT = 3
_CATEGORIES = {
    "CATEGORY_DIGIT": "0123456789", "CATEGORY_NOT_DIGIT": "abcdefghij",
    "CATEGORY_WORD": "abcdefghij", "CATEGORY_NOT_WORD": " -/",
    "CATEGORY_SPACE": " ", "CATEGORY_NOT_SPACE": "abcdefghij",
}  # fmt: skip
_ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 äöüß.-/"


def matching(pattern: str, rng: random.Random) -> str:
    """Return a text that the pattern should match, with few repetitions. Look-arounds are passed over.

    >>> import random
    >>> len(matching(r"^\\d{5}$", random.Random(1)))
    5
    """
    return _text(parser.parse(pattern), rng)


def _text(parts: Any, rng: random.Random) -> str:
    return "".join(_one(operation, detail, rng) for operation, detail in parts)


def _one(operation: Any, detail: Any, rng: random.Random) -> str:
    match str(operation):
        case "LITERAL":
            return chr(detail)
        case "NOT_LITERAL":
            return rng.choice([char for char in _ALPHABET if ord(char) != detail])
        case "ANY":
            return rng.choice(_ALPHABET)
        case "IN":
            return rng.choice(_characters(detail))
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            fewest, most, inner = detail
            times = rng.randint(fewest, max(fewest, min(int(most), fewest + _LONGEST_REPEAT)))
            return "".join(_text(inner, rng) for _ in range(times))
        case "SUBPATTERN":
            return _text(detail[-1], rng)
        case "BRANCH":
            return _text(rng.choice(detail[1]), rng)
    return ""


def _characters(detail: Any) -> str:
    found: list[str] = []
    negated = bool(detail) and detail[0][0] is ops.NEGATE
    for operation, value in detail:
        if operation is ops.LITERAL:
            found.append(chr(value))
        elif operation is ops.RANGE:
            found += [chr(code) for code in range(value[0], min(value[1], value[0] + 100) + 1)]
        elif operation is ops.CATEGORY:
            found += _CATEGORIES[str(value)]
    return "".join(char for char in _ALPHABET if char not in found) if negated else "".join(found)
