"""Times of all people, also of those who gave up: they are censored, not left out.

The geometric mean of successes alone looks fast where the slow gave up; here they count until they left.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from feedback.stats.result import NotEnoughData

ROUNDING = 1e-12  # a share that is one half but for the rounding of products


@dataclass(frozen=True)
class SurvivalCurve:
    """The share of people who have not finished, as steps: `shares[i]` holds from `times[i]` on.

    `times` has the unit of the durations given; before the first it is 1. `n` people were watched.
    """

    n: int
    times: tuple[float, ...]
    shares: tuple[float, ...]

    def at(self, time: float) -> float:
        """Return the share not finished at `time`, events at that very time counted as finished.

        After the last time observed the curve keeps its value, which is then no longer an observation.
        """
        place = bisect_right(self.times, time)
        return self.shares[place - 1] if place else 1.0

    @property
    def median(self) -> float | None:
        """The first time at which half or more have finished; None where that was not reached."""
        return next((t for t, s in zip(self.times, self.shares, strict=True) if s <= 0.5 + ROUNDING), None)


@dataclass(frozen=True)
class LogRank:
    """A test that two groups finish equally fast, one degree of freedom."""

    chi_square: float
    p: float


def kaplan_meier(times: Sequence[float], events: Sequence[int]) -> SurvivalCurve | NotEnoughData:
    """Return the curve of durations; an event is 1 (finished) or 0 (censored: gave up, stopped).

    Where everyone is censored the curve stays at 1 and has no median. Source: Kaplan and Meier 1958.

    >>> curve = kaplan_meier([50, 60, 300], [1, 1, 0])
    >>> curve.median, round(curve.at(55), 3)
    (60, 0.667)
    >>> kaplan_meier([300, 300], [0, 0]).median is None
    True
    """
    require_durations(times, events)
    if not times:
        return NotEnoughData(0, 1, "Es gibt noch keine Zeit.")
    share, finished, shares = 1.0, event_times(times, events), []
    for moment in finished:
        share *= 1 - count_events(times, events, moment) / at_risk(times, moment)
        shares.append(share)
    return SurvivalCurve(len(times), tuple(finished), tuple(shares))


def logrank(
    times1: Sequence[float], events1: Sequence[int], times2: Sequence[float], events2: Sequence[int]
) -> LogRank | NotEnoughData:
    """Return the log-rank test of two groups; see `kaplan_meier` for times and events.

    Source: Mantel 1966, with the hypergeometric variance (as R's survdiff).

    >>> round(logrank([10, 20, 30], [1, 0, 1], [10, 20, 50], [1, 0, 1]).p, 6)
    0.535143
    >>> logrank([9], [0], [9], [0]).why
    'Solange beide Gruppen liefen, wurde niemand fertig.'
    """
    from scipy.special import chdtrc

    require_durations(times1, events1)
    require_durations(times2, events2)
    times, events = [*times1, *times2], [*events1, *events2]
    surplus = variance = 0.0
    for moment in event_times(times, events):
        n1, n = at_risk(times1, moment), at_risk(times, moment)
        done = count_events(times, events, moment)
        surplus += count_events(times1, events1, moment) - done * n1 / n
        if n > 1:
            variance += done * (n1 / n) * (1 - n1 / n) * (n - done) / (n - 1)
    if variance == 0:
        return NotEnoughData(0, 1, "Solange beide Gruppen liefen, wurde niemand fertig.")
    chi_square = surplus**2 / variance
    return LogRank(chi_square, float(chdtrc(1, chi_square)))


def event_times(times: Sequence[float], events: Sequence[int]) -> list[float]:
    """Return the different times at which somebody finished, ascending.

    >>> event_times([5, 3, 5], [1, 0, 1])
    [5]
    """
    return sorted({time for time, event in zip(times, events, strict=True) if event})


def at_risk(times: Sequence[float], moment: float) -> int:
    """Return how many had neither finished nor left before `moment`."""
    return sum(time >= moment for time in times)


def count_events(times: Sequence[float], events: Sequence[int], moment: float) -> int:
    """Return how many finished at `moment`."""
    return sum(time == moment and event == 1 for time, event in zip(times, events, strict=True))


def require_durations(times: Sequence[float], events: Sequence[int]) -> None:
    """Raise ValueError unless each duration is at least 0 and has one event, 0 or 1."""
    if len(times) != len(events) or not all(time >= 0 for time in times) or not set(events) <= {0, 1}:
        raise ValueError("each duration is at least 0 and has one event, 0 or 1")
