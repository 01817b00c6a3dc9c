"""What the next look waits for: sessions that are missing, and early ones that still run."""

from collections.abc import Mapping
from dataclasses import dataclass

from feedback.decision.evidence import Evidence
from feedback.decision.numbers import count, listing
from feedback.metrics import Selection, start_key


@dataclass(frozen=True)
class Wait:
    """The next planned `look`, and what each arm still owes it.

    `needed` are usable sessions that are missing. `running` are sessions that hold up an arm with enough
    usable ones: they started so early that they may still be among its first `look`.
    """

    look: int
    needed: Mapping[str, int]
    running: Mapping[str, int]


def find_wait(evidence: Evidence) -> Wait | None:
    """Return what the next look waits for, None after the last look."""
    look = evidence.next_look
    if look is None:
        return None
    so_far = evidence.so_far
    needed = {arm: max(look - len(selection.usable), 0) for arm, selection in so_far.items()}
    running = {arm: 0 if needed[arm] else count_early(selection, look) for arm, selection in so_far.items()}
    return Wait(look, needed, running)


def count_early(selection: Selection, look: int) -> int:
    """Return how many running sessions started before the last usable one of the look."""
    last = start_key(selection.usable[look - 1])
    return sum(start_key(facts) < last for facts in selection.running)


def tell_arm(wait: Wait, arm: str) -> str:
    """Return what an arm waits for, in German sentences."""
    if owed := tell_owed(wait, arm):
        return f"{owed} {tell_look(wait)}"
    others = [f"Variante {other}" for other in wait.needed if tell_owed(wait, other)]
    if not others:
        return tell_look(wait)
    return f"Diese Variante wartet auf {listing(others, most=3)}. {tell_look(wait)}"


def tell_study(wait: Wait) -> str:
    """Return what the study waits for, one German sentence an arm that owes something."""
    owed = {arm: tell_owed(wait, arm) for arm in wait.needed}
    return " ".join([*(f"Variante {arm}: {told}" for arm, told in owed.items() if told), tell_look(wait)])


def tell_owed(wait: Wait, arm: str) -> str:
    """Return what an arm owes the look, nothing when it owes nothing."""
    if needed := wait.needed[arm]:
        return f"Es {'fehlt' if needed == 1 else 'fehlen'} noch {count(needed, 'Sitzung', 'Sitzungen')}."
    running = wait.running[arm]
    return f"{count(running, 'Sitzung läuft', 'Sitzungen laufen')} noch." if running else ""


def tell_look(wait: Wait) -> str:
    """Return when the next look comes; nobody owes it anything when an earlier one was asked for again."""
    at = f"bei {count(wait.look, 'Sitzung', 'Sitzungen')} je Variante"
    if any(wait.needed.values()) or any(wait.running.values()):
        return f"Die nächste Auswertung folgt {at}."
    return f"Die Auswertung {at} liegt schon vor."
