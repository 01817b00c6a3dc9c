"""Reads what was typed: tolerant of the ways in which people write numbers and dates, strict about the
result.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from labs.conditions import UNKNOWN
from labs.questions.question import Question

_SPACES = re.compile(r"[\s\u00a0\u2009\u202f]+")
_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(\.\d{3})+|\d{1,3}('\d{3})+)?([.,]\d+)?", re.ASCII)
_DATE = re.compile(r"(\d{1,2})[./\- ]+(\d{1,2})[./\- ]+(\d{4})", re.ASCII)
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_LONGEST_NUMBER = 30
_YES, _NO = {"ja", "yes", "true", "1"}, {"nein", "no", "false", "0"}
_RULES = {
    "string_pattern_mismatch": "format", "string_too_short": "too_short", "string_too_long": "too_long",
    "greater_than": "greater_than", "greater_than_equal": "greater_than_equal", "less_than": "less_than",
    "less_than_equal": "less_than_equal", "multiple_of": "multiple_of",
}  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """What became of a raw value: a typed value, or the rule that it breaks with that rule's limit.

    Neither: an optional question without an answer.
    """

    value: Any = None
    rule: str = ""
    limit: Any = None


class _Wrong(Exception):  # noqa: N818 - not an error of the program: a mistake of the person who types
    def __init__(self, rule: str, limit: Any = None) -> None:
        self.reading = Reading(rule=rule, limit=limit)


def is_empty(raw: Any) -> bool:
    """Tell whether nothing was typed or chosen.

    >>> is_empty(" "), is_empty({"day": "", "month": None}), is_empty(False)
    (True, True, False)
    """
    if isinstance(raw, str):
        return not raw.strip()
    if isinstance(raw, Mapping):
        return all(is_empty(part) for part in raw.values())
    return raw is None or (isinstance(raw, list | tuple | set | frozenset) and not raw)


def read(question: Question, raw: Any, today: date | None) -> Reading:
    """Return the typed value of anything that a screen may send, or the rule that it breaks. Never raises.

    Every question but a group, whose entries are read one by one. `today` is the day of the journey;
    without it `past` and `future` are not looked at.
    """
    if raw is UNKNOWN:
        return Reading(UNKNOWN) if question.allows_unknown else Reading(rule="required")
    if question.kind == "declaration" and not question.optional:
        return Reading(True) if _truth(raw) is True else Reading(rule="declaration")
    if is_empty(raw):
        return Reading() if question.optional else Reading(rule="upload" if question.kind == "upload" else "required")
    try:
        value = _READERS[question.kind](question, raw)
        if question.kind in _VALIDATED:
            value = question.adapter.validate_python(value)
        if question.kind == "date" and today is not None:
            _against_today(question, value, today)
    except _Wrong as wrong:
        return wrong.reading
    except ValidationError as error:
        return _broken_rule(error)
    return Reading(value)


def _broken_rule(error: ValidationError) -> Reading:
    first = error.errors(include_url=False, include_input=False)[0]
    rule = _RULES.get(first["type"], "format")
    limits = first.get("ctx", {})
    names = ("gt", "ge", "lt", "le", "multiple_of", "min_length", "max_length")
    return Reading(rule=rule, limit=next((limits[name] for name in names if name in limits), None))


def _text(_question: Question, raw: Any) -> str:
    if not isinstance(raw, str):
        raise _Wrong("format")
    return raw.strip()


def _short(raw: Any) -> str:
    """Return a word, number or option as stripped text; nothing for anything else."""
    if isinstance(raw, str):
        return raw[:500].strip()
    return str(raw) if isinstance(raw, int) and not isinstance(raw, bool) and abs(raw) < 10**18 else ""


def _number(raw: Any) -> Decimal:
    """Read 1.234,50 and 1234.5 and 1'234 and 500 €; a lone point before three digits groups thousands."""
    if isinstance(raw, int | float | Decimal) and not isinstance(raw, bool):
        plain = raw if isinstance(raw, Decimal) else Decimal(str(raw)) if isinstance(raw, float) else None
        if plain is None:
            plain = Decimal(raw) if abs(raw) < 10**_LONGEST_NUMBER else Decimal("inf")
        if not plain.is_finite() or abs(plain) >= Decimal(10) ** _LONGEST_NUMBER:
            raise _Wrong("number")
        return plain
    if not isinstance(raw, str):
        raise _Wrong("number")
    typed = _SPACES.sub("", raw[:200]).removesuffix("€").replace("−", "-")
    typed = re.sub(r"(?i)^(€|eur)|(eur|euro)$", "", typed).removesuffix(",-").removesuffix(",--")
    if len(typed) > _LONGEST_NUMBER or not _NUMBER.fullmatch(typed) or not any(char.isdigit() for char in typed):
        raise _Wrong("number")
    if "," in typed or re.fullmatch(r"[+-]?\d{1,3}(\.\d{3})+", typed):
        typed = typed.replace(".", "").replace(",", ".")
    return Decimal(typed.replace("'", ""))


def _integer(_question: Question, raw: Any) -> int:
    number = _number(raw)
    if number != number.to_integral_value():
        raise _Wrong("whole_number")
    return int(number)


def _euro(_question: Question, raw: Any) -> Decimal:
    number = _number(raw)
    if number != round(number, 2):
        raise _Wrong("decimal_places", 2)
    return number


def _decimal(_question: Question, raw: Any) -> Decimal:
    return _number(raw)


def _date(_question: Question, raw: Any) -> date:
    if isinstance(raw, date):
        return raw.date() if isinstance(raw, datetime) else raw
    if isinstance(raw, Mapping):
        parts = [_short(raw.get(name)) for name in ("day", "month", "year")]
        raw = ".".join(parts)
    if not isinstance(raw, str):
        raise _Wrong("date")
    typed = raw.strip()[:40]
    if found := _DATE.fullmatch(typed):
        day, month, year = map(int, found.groups())
    elif found := _ISO_DATE.fullmatch(typed):
        year, month, day = map(int, found.groups())
    else:
        raise _Wrong("date")
    try:
        return date(year, month, day)
    except ValueError:
        raise _Wrong("date_unreal") from None


def _against_today(question: Question, value: date, today: date) -> None:
    if question.past and value > today:
        raise _Wrong("date_past", today)
    if question.future and value < today:
        raise _Wrong("date_future", today)


def _truth(raw: Any) -> bool | None:
    if isinstance(raw, bool):
        return raw
    typed = _short(raw).lower()
    return True if typed in _YES else False if typed in _NO else None


def _yesno(_question: Question, raw: Any) -> bool:
    found = _truth(raw)
    if found is None:
        raise _Wrong("option")
    return found


def _option(question: Question, raw: Any) -> Any:
    typed = _short(raw)
    if typed not in question.values:
        raise _Wrong("option")
    return question.values[typed]


def _options(question: Question, raw: Any) -> list[Any]:
    if not isinstance(raw, list | tuple | set | frozenset):
        raise _Wrong("option")
    chosen = {str(_option(question, one)) for one in raw}
    fewest, most = question.entries
    if not fewest <= len(chosen) <= most:
        raise _Wrong("too_few" if len(chosen) < fewest else "too_many", fewest if len(chosen) < fewest else most)
    return [value for name, value in question.values.items() if name in chosen]


def _email(_question: Question, raw: Any) -> str:
    from email_validator import EmailNotValidError, validate_email

    typed = _text(_question, raw)
    try:
        return validate_email(typed[:500], check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        raise _Wrong("email") from None


def _iban(_question: Question, raw: Any) -> str:
    from schwifty import IBAN
    from schwifty.exceptions import SchwiftyException

    try:
        return str(IBAN(_text(_question, raw)[:100].upper()))
    except SchwiftyException:
        raise _Wrong("iban") from None


def _postcode(_question: Question, raw: Any) -> str:
    typed = _short(raw)
    if not re.fullmatch(r"\d{5}", typed, re.ASCII):
        raise _Wrong("postcode")
    return typed


def _group(_question: Question, _raw: Any) -> Any:
    raise _Wrong("format")


_READERS: dict[str, Callable[[Question, Any], Any]] = {
    "text": _text, "longtext": _text, "integer": _integer, "euro": _euro, "decimal": _decimal, "date": _date,
    "yesno": _yesno, "one_of": _option, "several_of": _options, "email": _email, "iban": _iban,
    "postcode": _postcode, "upload": _text, "declaration": _yesno, "group": _group,
}  # fmt: skip
_VALIDATED = frozenset(_READERS) - {"yesno", "one_of", "several_of", "declaration", "group"}
