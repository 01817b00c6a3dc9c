"""Invented answers for bots: right ones within the author's limits, and wrong ones."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from labs.questions import Question, raw_of, read
from labs.walk.patterns import matching

_TRIES = 60
_IBANS = ("DE89370400440532013000", "DE02120300000000202051", "DE02500105170137075030")
_NAMES = ("Erika Beispiel", "Mehmet Muster", "Lea Probe", "Jan Versuch")


def invent(question: Question, rng: random.Random, today: date) -> Any:
    """Return a raw answer that the question takes; None where none could be found.

    Every question but a group, whose entries are invented one by one.
    """
    for _ in range(_TRIES):
        raw = raw_of(question, _INVENTORS[question.kind](question, rng, today))
        if not read(question, raw, today).rule:
            return raw
    return None


def wrong(question: Question, today: date) -> list[Any]:
    """Return raw answers that the question refuses, apart from no answer at all."""
    tries: list[Any] = [
        "?!",
        "zwölf",
        "-999999999999",
        "9" * 20,
        {"day": "31", "month": "2", "year": "2025"},
        ["?"],
    ]
    tries += ["x" * 20_000]
    return [raw for raw in tries if read(question, raw, today).rule]


def _integer(question: Question, rng: random.Random, _today: date) -> Any:
    low, high = _range(question, Decimal(1))
    number = rng.randint(int(low), max(int(low), int(min(high, low + 4))))
    step = int(question.limits.get("multiple_of", 1)) or 1
    return number if number % step == 0 else number + step - number % step


def _amount(question: Question, rng: random.Random, _today: date) -> Any:
    low, high = _range(question, Decimal("0.01"))
    span = min(high, low + 2000) - low
    number = low + (span * Decimal(rng.random())).quantize(Decimal("0.01"))
    step = Decimal(str(question.limits.get("multiple_of", 0)))
    return number - number % step + (step if number % step else 0) if step else number


def _range(question: Question, step: Decimal) -> tuple[Decimal, Decimal]:
    limits = {name: Decimal(str(limit)) for name, limit in question.limits.items() if name in ("ge", "gt", "le", "lt")}
    high = min(limits.get("le", Decimal(10**12)), limits.get("lt", Decimal(10**12 + 1)) - step)
    low = max(limits.get("ge", min(Decimal(0), high)), limits.get("gt", Decimal(-(10**12))) + step)
    return low, high


def _date(question: Question, rng: random.Random, today: date) -> Any:
    limits = question.limits
    low = limits.get("ge") or (limits["gt"] + timedelta(days=1) if "gt" in limits else None)
    high = limits.get("le") or (limits["lt"] - timedelta(days=1) if "lt" in limits else None)
    if question.future:
        low = max(low or today, today)
    if question.past or (low is None and high is None):
        high = min(high or today, today)
    low = low or (high or today) - timedelta(days=365 * 60)
    high = high or low + timedelta(days=365)
    return low + timedelta(days=rng.randint(0, max(0, (high - low).days)))


def _text(question: Question, rng: random.Random, _today: date) -> Any:
    if "pattern" in question.limits:
        return matching(question.limits["pattern"], rng)
    text = rng.choice(_NAMES)
    text = text.ljust(int(question.limits.get("min_length", 0)), "e")
    return text[: question.limits.get("max_length", len(text))].strip() or "E"


def _several(question: Question, rng: random.Random, _today: date) -> Any:
    fewest, most = question.entries
    values = list(question.values.values())
    return rng.sample(values, min(len(values), rng.randint(max(fewest, 1), max(most, fewest, 1))))


_INVENTORS: dict[str, Callable[[Question, random.Random, date], Any]] = {
    "text": _text,
    "longtext": _text,
    "integer": _integer,
    "euro": _amount,
    "decimal": _amount,
    "date": _date,
    "yesno": lambda question, rng, today: rng.random() < 0.5,
    "one_of": lambda question, rng, today: rng.choice(list(question.values.values()) or [None]),
    "several_of": _several,
    "email": lambda question, rng, today: f"erika.beispiel{rng.randint(1, 99)}@example.org",
    "iban": lambda question, rng, today: rng.choice(_IBANS),
    "postcode": lambda question, rng, today: f"{rng.randint(1067, 99998):05d}",
    "upload": lambda question, rng, today: "nachweis.pdf",
    "declaration": lambda question, rng, today: True,
    "group": lambda question, rng, today: None,
}
