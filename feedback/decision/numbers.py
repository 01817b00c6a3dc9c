"""Numbers as a German screen shows them."""

from functools import lru_cache
from math import floor

from babel.numbers import format_decimal, format_percent


@lru_cache(maxsize=4096)
def percent(share: float) -> str:
    """Return a share with at most one decimal and a non-breaking space.

    >>> percent(0.78), percent(0.905)
    ('78\\xa0%', '90,5\\xa0%')
    """
    return format_percent(share, format="#,##0.#\xa0%", locale="de")


def probability(share: float) -> str:
    """Return a probability in whole percent, rounded down so that it never looks like a gate it did not
    reach.

    >>> probability(0.8999), probability(0.9999), probability(0.0001)
    ('89\\xa0%', 'über 99\\xa0%', 'unter 1\\xa0%')
    """
    if share < 0.01:
        return f"unter {percent(0.01)}"
    if share > 0.99:
        return f"über {percent(0.99)}"
    return percent(floor(share * 100 + 1e-9) / 100)


@lru_cache(maxsize=4096)
def number(value: float, digits: int = 1) -> str:
    """Return a number with a decimal comma and at most `digits` decimals.

    >>> number(74.25), number(68.0)
    ('74,2', '68')
    """
    return format_decimal(round(value, digits), format="#,##0.###", locale="de")


def count(n: int, one: str, many: str) -> str:
    """Return a number with its noun.

    >>> count(1, "Sitzung", "Sitzungen"), count(2, "Sitzung", "Sitzungen")
    ('1 Sitzung', '2 Sitzungen')
    """
    return f"{n} {one if n == 1 else many}"


def listing(names: list[str], most: int | None = None) -> str:
    """Return names as a German list, of which a sentence names at most `most`.

    >>> listing(["A", "B", "C"]), listing(["A", "B", "C", "D"], most=3)
    ('A, B und C', 'A, B und 2 weitere')
    """
    if most is not None and len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1} weitere"]
    return " und ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
