"""How many problems the sample has probably not found yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from feedback.findings.model import Finding
from feedback.metrics import Selection
from feedback.stats import NotEnoughData, adjusted_discovery, discovery_rate, mean_interval


@dataclass(frozen=True)
class Undiscovered:
    """An estimate from `persons` people who met `found` problems: `share` of all problems is found, `missing` are
    not, probably `low` to `high` of them; `high` is None where the data set no upper bound.
    """

    persons: int
    found: int
    share: float
    missing: int
    low: int
    high: int | None


def estimate_undiscovered(
    findings: Sequence[Finding], selections: dict[str, Selection]
) -> Undiscovered | NotEnoughData:
    """Return how many problems are probably still unknown, from who met which accepted finding.

    Only persons whose sessions count, and only findings seen by one of them. See `estimate_from_matrix`.
    """
    by_person: dict[str, set[str]] = {}
    for selection in selections.values():
        for facts in selection.usable:
            by_person.setdefault(facts.session.participant, set()).add(facts.session.session_id)
    matrix = [[int(bool(ids & set(finding.sessions))) for finding in findings] for ids in by_person.values()]
    return estimate_from_matrix(matrix)


def estimate_from_matrix(matrix: Sequence[Sequence[int]]) -> Undiscovered | NotEnoughData:
    """Return the estimate from who (rows) met which problem (columns), 1 or 0.

    The chance p that a person meets a problem is adjusted for what nobody met (`stats.adjusted_discovery`); n people
    then find 1 - (1 - p)^n of all problems. The range takes both sources of doubt: which of the two corrections
    holds, and how much persons differ (t interval of each person's share of the problems).

    >>> matrix = [[1, 0, 1], [1, 1, 0], [1, 0, 0], [0, 1, 1], [1, 0, 0], [1, 1, 0], [0, 0, 1], [1, 1, 1]]
    >>> estimate = estimate_from_matrix(matrix)
    >>> round(estimate.share, 3), estimate.missing, estimate.low, estimate.high
    (0.996, 0, 0, 1)
    >>> estimate_from_matrix([[1, 0]]).why
    'Für eine Schätzung sind zwei Personen nötig.'
    """
    n = len(matrix)
    found = sum(any(column) for column in zip(*matrix, strict=True))
    if n < 2:
        return NotEnoughData(n, 2, "Für eine Schätzung sind zwei Personen nötig.")
    if found < 2:
        return NotEnoughData(found, 2, "Für eine Schätzung sind zwei Probleme nötig, auf die jemand traf.")
    chances = adjusted_discovery(matrix)
    persons = mean_interval([sum(row) / found for row in matrix])
    if isinstance(chances, NotEnoughData):
        return chances
    if isinstance(persons, NotEnoughData):
        return persons
    half = persons.interval.high - persons.mean
    lowest = min(chances.normalized, chances.good_turing) - half
    highest = min(max(chances.normalized, chances.good_turing) + half, 1.0)
    share = discovery_rate(chances.adjusted, n)
    return Undiscovered(
        persons=n,
        found=found,
        share=share,
        missing=round(found / share - found),
        low=floor(found / discovery_rate(highest, n) - found),
        high=ceil(found / discovery_rate(lowest, n) - found) if lowest > 0 else None,
    )
