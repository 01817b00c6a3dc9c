"""The stages of a report on an IT security incident under § 32 BSIG, each with its reference.

The BSI-Gesetz (BSIG) as the act that carries out the NIS 2 directive has made it, in force since 6 December 2025.
Looked up on 24 November 2026:
- § 32 Abs. 1 in the wording of nis2-umsetzung.com; the beginning of Abs. 2 there, its end after Art. 23 Abs. 4 e of
  directive (EU) 2022/2555;
- what the office says of knowledge, speed and completeness at bsi.bund.de and src-consulting.com;
- the day in force at sza.de and btl-recht.de, the fines of § 65 at nisd2.eu and datlogic.de.
UNCONFIRMED says what that leaves open. The service is not in the OZG and LeiKa catalogues of 2019: it has no key.

Not modelled: reports in between that the office asks for (§ 32 Abs. 1 Nr. 3), informing customers (§ 35), and rules for
single sectors (telecommunication, energy, banks).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

REVIEWED = date(2026, 11, 24)
"""The day on which somebody last compared every rule with its source."""
IN_FORCE = date(2025, 12, 6)
"""From this day incidents have to be reported; there was no time of transition."""
UNCONFIRMED = (
    "§ 32 Abs. 2 (incident still going on) was read in part only; its month is that of the directive.",
    "§ 32 Abs. 3 (critical installations tell the installation and its service, too) is known from drafts only.",
    "§ 65 (fines of 10 and 7 million EUR) was found in articles only; turnover may raise them.",
    "That the office answers within 24 hours (§ 36) is what an adviser says of it.",
    "That everybody may report on their own account (§ 5) was not looked up.",
    "Whether the final month ends with its last day or hour is not said: we name the day.",
)
"""What was found in one place, or in part only (unbestätigt), in English sentences."""

Stage = Literal["erst", "meldung", "abschluss"]
"""The early report, the report, and the final report (§ 32 Abs. 1 Nr. 1, 2 and 4 BSIG)."""

HOURS: Mapping[Stage, int] = {"erst": 24, "meldung": 72}
"""§ 32 Abs. 1 Nr. 1 and 2 BSIG: at the latest so many hours after the incident became known."""
HIGHEST_FINE, HIGHEST_FINE_ESSENTIAL = 7_000_000, 10_000_000
"""§ 65 BSIG: for important and for especially important entities, in EUR; turnover may raise both."""
DATA_PROTECTION_HOURS = 72
"""Art. 33 Abs. 1 GDPR: a breach of personal data goes to the data protection authority, too."""

CONTENTS: Mapping[Stage, tuple[str, ...]] = {
    "erst": ("verdacht", "grenze"),
    "meldung": ("schwere", "auswirkungen", "spuren"),
    "abschluss": ("beschreibung", "ursache", "massnahmen"),
}
"""§ 32 Abs. 1 BSIG: the fields that each stage adds; a later one confirms or corrects those before it."""

_BERLIN = ZoneInfo("Europe/Berlin")


def local(day: date, hour: int, minute: int) -> datetime:
    """Return a moment on German clocks.

    >>> local(date(2026, 7, 1), 7, 30).isoformat()
    '2026-07-01T07:30:00+02:00'
    """
    return datetime.combine(day, time(hour, minute), _BERLIN)


def due(stage: Literal["erst", "meldung"], known: datetime) -> datetime:
    """Return the last moment of a report, on German clocks; hours pass also when the clocks are changed.

    >>> due("erst", local(date(2026, 10, 24), 12, 0)).isoformat()
    '2026-10-25T11:00:00+01:00'
    """
    return (known.astimezone(UTC) + timedelta(hours=HOURS[stage])).astimezone(_BERLIN)


def final_day(reported: date) -> date:
    """Return the last day of the final report: one month after the report was sent (§ 32 Abs. 1 Nr. 4 BSIG).

    A day that the next month does not have becomes its last (§ 188 Abs. 3 BGB).

    >>> final_day(date(2027, 1, 31))
    datetime.date(2027, 2, 28)
    """
    year, month = (reported.year + 1, 1) if reported.month == 12 else (reported.year, reported.month + 1)
    after = date(year + (month == 12), month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=reported.day - 1), after - timedelta(days=1))


def hours_left(until: datetime, now: datetime) -> int:
    """Return the full hours that are left, negative when the moment has passed."""
    return int((until - now).total_seconds() // 3600)
