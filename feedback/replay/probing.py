"""What the client probe saw, summed up by measure and place."""

from collections import Counter
from collections.abc import Iterable

from feedback.events import Clicked, DeadClicked, Event, FieldTimed, HelpOpened, Idled, RageClicked, VisibilityChanged
from feedback.replay.facts import ProbeMark


def sum_up(events: Iterable[Event]) -> dict[ProbeMark, int]:
    """Return the sum of each measure; a hesitation of a field is that of all its showings together.

    >>> sum_up([DeadClicked(t_ms=5, page="miete", zone=3), FieldTimed(t_ms=9, page="miete", target="qm", dwell_ms=70,
    ...     edits=0)])
    {('dead_clicks', 'miete', ''): 1, ('dwell_ms', 'miete', 'qm'): 70, ('edits', 'miete', 'qm'): 0}
    """
    sums: Counter[ProbeMark] = Counter()
    for event in events:
        match event:
            case FieldTimed():
                if event.hesitation_ms is not None:
                    sums["hesitation_ms", event.page, str(event.target)] += event.hesitation_ms
                sums["dwell_ms", event.page, str(event.target)] += event.dwell_ms
                sums["edits", event.page, str(event.target)] += event.edits
            case Clicked():
                sums["clicks", event.page, ""] += 1
            case DeadClicked():
                sums["dead_clicks", event.page, ""] += 1
            case RageClicked():
                sums["rage_clicks", event.page, ""] += 1
            case HelpOpened():
                sums["helps", event.page, event.target or ""] += 1
            case Idled():
                sums["idle_ms", "", ""] += event.duration_ms
            case VisibilityChanged() if not event.visible:
                sums["hidden", "", ""] += 1
    return dict(sums)
