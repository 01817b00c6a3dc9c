"""Groups of people as one identifier: `age.60-79..device.phone`."""

import unicodedata
from collections import Counter
from collections.abc import Hashable, Mapping

_SPELLED = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "+": "plus", "<": "bis-", ">": "ab-"}
)
MOST = 80
SMALLEST_GROUP = 5


def join_segments(segments: Mapping[str, str | int | bool]) -> str | None:
    """Return the groups of one person as an identifier, None when there are none.

    Letters that an identifier may not have are spelled out or become a hyphen. Raises ValueError when a name or
    value is empty or the whole is too long, as free text would be.

    >>> join_segments({"device": "phone", "age": "60+"}), join_segments({})
    ('age.60plus..device.phone', None)
    """
    if not segments:
        return None
    pairs = [(spell(key).replace(".", "-"), spell(text_of(value))) for key, value in sorted(segments.items())]
    if any(not key or not value for key, value in pairs):
        raise ValueError("a group needs a name and a value of letters and digits")
    joined = pairs[0][1] if [key for key, _ in pairs] == ["segment"] else "..".join(map(".".join, pairs))
    if len(joined) > MOST:
        raise ValueError(f"the groups of a person may have at most {MOST} characters together")
    return joined


def split_segments(segment: str | None) -> dict[str, str]:
    """Return the groups behind an identifier; one without a name is called `segment`.

    >>> split_segments("age.60plus..device.phone"), split_segments("blind"), split_segments(None)
    ({'age': '60plus', 'device': 'phone'}, {'segment': 'blind'}, {})
    """
    if segment is None:
        return {}
    pairs = [part.partition(".") for part in segment.split("..")]
    return {key if dot else "segment": value if dot else key for key, dot, value in pairs}


def large_groups(people: Mapping[Hashable, str | None]) -> set[str | None]:
    """Return the groups of at least five people; a rarer one points to a person.

    Where only few people would be left without a group, the next smallest group goes as well, since it would show
    who they are by leaving them out.

    >>> large_groups({**dict.fromkeys(range(5), "old"), **dict.fromkeys(range(5, 8), "young"), 8: None, 9: None})
    {'old'}
    """
    sizes = Counter(people.values())
    rest = sizes.pop(None, 0)
    kept: set[str | None] = set(sizes)
    for segment, size in sorted(sizes.items(), key=lambda pair: (pair[1], str(pair[0]))):
        if size < SMALLEST_GROUP or 0 < rest < SMALLEST_GROUP:
            kept.discard(segment)
            rest += size
    return kept


def text_of(value: str | int | bool) -> str:
    """Return a value as a word."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def spell(text: str) -> str:
    """Return a word with the characters of an identifier only.

    >>> spell("über 65")
    'ueber-65'
    """
    plain = unicodedata.normalize("NFKD", text.strip().translate(_SPELLED))
    kept = "".join(
        c if c.isascii() and (c.isalnum() or c in "_.-") else " " for c in plain if not unicodedata.combining(c)
    )
    return "-".join(kept.split()).strip(".").replace("..", ".")
