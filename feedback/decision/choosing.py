"""Which of the ready arms goes into production."""

from collections.abc import Sequence
from dataclasses import dataclass

from feedback.decision.numbers import listing
from feedback.decision.ranking import Ranking


@dataclass(frozen=True)
class Choice:
    """The chosen arm first, then those equal to it; empty while no arm is ready."""

    arms: tuple[str, ...] = ()


def choose(ranking: Ranking, ready: Sequence[str]) -> Choice:
    """Return the ready arm that is worth most, with those that one may as well take."""
    if not ready:
        return Choice()
    best = ranking.best(ready)
    return Choice((best, *(arm for arm in ranking.equals(best, ready) if arm != best)))


def tell_choice(ready: Sequence[str], choice: Choice) -> str:
    """Return the verdict READY in German sentences.

    >>> tell_choice(["A", "B", "C"], Choice(("B",)))
    'Die Varianten A, B und C erfüllen alle Bedingungen. Variante B liegt vorn.'
    """
    if len(ready) == 1:
        return f"Variante {ready[0]} erfüllt alle Bedingungen."
    told = f"Die Varianten {listing(list(ready), most=3)} erfüllen alle Bedingungen."
    if len(choice.arms) == 1:
        return f"{told} Variante {choice.arms[0]} liegt vorn."
    equal = [arm for arm in ready if arm in choice.arms]
    who = "Sie" if len(equal) == len(ready) else f"Die Varianten {listing(equal, most=3)}"
    return f"{told} {who} sind gleichwertig. Entscheiden Sie nach Kosten und Betrieb."
