"""The words of a report in German or English; German numbers and metrics are those of the office."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Literal

from babel.dates import format_date, get_timezone
from babel.numbers import format_decimal
from markupsafe import Markup

from feedback.evidence import (
    name_metric,
    tell_count,
    tell_duration,
    tell_metric,
    tell_persons,
    tell_share,
)
from feedback.metrics import Metric
from feedback.stats import NotEnoughData

Language = Literal["de", "en"]
LANGUAGES: tuple[Language, ...] = ("de", "en")
TEXTS = Path(__file__).with_name("texts.toml")


@cache
def read_texts() -> Mapping[str, Mapping[str, str]]:
    """Return all texts by key and language."""
    found: Mapping[str, Mapping[str, str]] = tomllib.loads(TEXTS.read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True)
class Words:
    """What a report says in one language.

    >>> Words("de")("title"), Words("en")("title")
    ('Bericht', 'Report')
    """

    language: Language = "de"

    def __call__(self, key: str, **values: object) -> str:
        """Return a text with its values put in."""
        text = read_texts()[key][self.language]
        return text.format(**values) if values else text

    def name(self, key: str, otherwise: str) -> str:
        """Return a name that needs no values, or what to say where there is none for this key."""
        return read_texts()[key][self.language] if key in read_texts() else otherwise

    @property
    def is_german(self) -> bool:
        """Whether this is the language that decisions are told in."""
        return self.language == "de"

    def german(self, text: str) -> str | Markup:
        """Return a text that exists in German only; in an English report it is marked as German."""
        return text if self.is_german or not text else Markup('<span lang="de">{}</span>').format(text)

    def number(self, value: float, digits: int = 1) -> str:
        """Return a number with at most so many decimals.

        >>> Words("de").number(74.25), Words("en").number(74.25)
        ('74,2', '74.2')
        """
        return format_decimal(round(value, digits), format="#,##0.###", locale=self.language)

    def share(self, share: float) -> str:
        """Return a share in whole percent."""
        return tell_share(share) if self.is_german else f"{round(share * 100)}%"

    def duration(self, seconds: float) -> str:
        """Return a duration in minutes and seconds; both languages abbreviate alike."""
        return tell_duration(seconds)

    def persons(self, n: int) -> str:
        """Return a number of persons."""
        return tell_persons(n) if self.is_german else f"{n} {'person' if n == 1 else 'persons'}"

    def day(self, epoch_ms: int) -> str:
        """Return a day as read in Germany.

        >>> Words("de").day(1_800_000_000_000), Words("en").day(1_800_000_000_000)
        ('15. Januar 2027', '15 January 2027')
        """
        moment = datetime.fromtimestamp(epoch_ms / 1000, tz=UTC).astimezone(get_timezone("Europe/Berlin"))
        pattern = "d. MMMM y" if self.is_german else "d MMMM y"
        return format_date(moment.date(), pattern, locale=self.language)

    def metric_name(self, metric_id: str) -> str:
        """Return what a metric is called."""
        return name_metric(metric_id) if self.is_german else self(f"metric_{metric_id.partition('.')[0]}")

    def metric(self, metric_id: str, value: Metric | NotEnoughData) -> str:
        """Return a metric with persons and interval, or that nothing can be said.

        >>> Words("en").metric("completion.antrag", Metric(12, 11 / 12, 0.65, 0.99, "share", x=11))
        '11 of 12 (92%), range 65 to 99%'
        """
        if self.is_german:
            return tell_metric(metric_id, value)
        if isinstance(value, NotEnoughData):
            return self("unknown", have=value.have, need=value.need)
        if value.x is not None:
            estimate = f"{value.x} of {value.n} ({self.share(value.estimate)})"
        else:
            estimate = f"{self.value(metric_id, value.estimate)} ({self.persons(value.n)})"
        return f"{estimate}, range {self.range(metric_id, value.low, value.high)}"

    def value(self, metric_id: str, value: float) -> str:
        """Return a bare value; it never stands without its persons."""
        name = metric_id.partition(".")[0]
        if name == "completion":
            return self.share(value)
        return self.duration(value) if name == "time" else self.number(value, 2 if name == "lostness" else 1)

    def range(self, metric_id: str, low: float, high: float) -> str:
        """Return an interval or a spread."""
        if metric_id.startswith("completion"):
            return f"{round(low * 100)} {self('to')} {self.share(high)}"
        return f"{self.value(metric_id, low)} {self('to')} {self.value(metric_id, high)}"

    def count(self, rate: Metric | NotEnoughData) -> str:
        """Return a rate as persons of persons with its interval."""
        if self.is_german:
            return tell_count(rate)
        if isinstance(rate, NotEnoughData):
            return self("unknown", have=rate.have, need=rate.need)
        return f"{rate.x} of {rate.n}, range {self.range('completion', rate.low, rate.high)}"

    def reason(self, unknown: NotEnoughData) -> str:
        """Return that nothing can be said, and why."""
        if self.is_german:
            return f"{self('nothing')} {unknown.why}"
        return self("unknown", have=unknown.have, need=unknown.need)
