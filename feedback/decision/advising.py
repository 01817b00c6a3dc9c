"""Advice at a look, as numbers and in plain German sentences."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from feedback.decision.advice import Advice, ArmAdvice, Flip, Future, PriorCheck, Tipping
from feedback.decision.evidence import Evidence
from feedback.decision.flips import check_priors, find_flip
from feedback.decision.futures import imagine_arms, tell_chances
from feedback.decision.numbers import count, percent, probability
from feedback.decision.ranking import Ranking
from feedback.decision.tipping import find_tippings
from feedback.sessions import SessionFacts
from feedback.study import Criterion, Study, criteria_of

if TYPE_CHECKING:
    from feedback.decision.persons import Flags

LIKELY, UNLIKELY = 0.5, 0.1
SUBJECTS = {
    "completion": "Abschluss",
    "time": "Dauer",
    "errors": "Fehler",
    "sus": "Bedienbarkeit",
    "umux_lite": "Nutzbarkeit",
    "ease": "Leichtigkeit",
}
PRIOR_NAMES = {"uniform": "neutralem", "sceptical": "skeptischem"}
STATE_NAMES = {"met": "erfüllt", "missed": "verfehlt", "open": "offen"}


def advise(
    study: Study,
    evidence: Evidence,
    look: int,
    ranking: Ranking,
    *,
    waiting: Sequence[str],
    chosen: Sequence[str],
) -> Advice:
    """Return the advice at a look. Futures are imagined for the arms that are `waiting` for a later look."""
    sessions = {arm: selection.usable for arm, selection in evidence.arms.items()}
    futures = imagine_arms(study, {arm: sessions[arm] for arm in waiting}, look)
    arms = {arm: advise_arm(study, found, look, futures.get(arm)) for arm, found in sessions.items()}
    winner = chosen[0] if chosen else ranking.best(list(arms))
    tippings = find_tippings(ranking, winner, list(arms))
    told = (*tell_ranking(ranking, winner, waiting, chosen), *tell_weights(study, tippings))
    return Advice(
        futures=any_ready(study, look, futures),
        weights=tippings,
        arms=arms,
        sentences=told if len(arms) > 1 else (),
    )


def any_ready(study: Study, look: int, futures: "Mapping[str, Flags]") -> tuple[Future, ...]:
    """Return the chances that at least one arm gets ready; arms are imagined independently of each other."""
    import numpy as np

    return tell_chances(study, look, np.logical_or.reduce(list(futures.values()))) if futures else ()


def advise_arm(study: Study, sessions: Sequence[SessionFacts], look: int, ready: "Flags | None") -> ArmAdvice:
    """Return the advice on one arm."""
    futures = () if ready is None else tell_chances(study, look, ready)
    flips = [flip for gate in study.gates if (flip := find_flip(study, gate, sessions, look))]
    priors = [check for gate in study.gates for check in check_priors(study, gate, sessions, look)]
    told = {
        gate.id: (
            *(tell_flip(flip) for flip in flips if flip.gate == gate.id),
            *tell_priors([check for check in priors if check.gate == gate.id]),
        )
        for gate in study.gates
    }
    return ArmAdvice(futures, tuple(flips), tuple(priors), {"": tell_futures(futures), **told})


def tell_ranking(ranking: Ranking, winner: str, waiting: Sequence[str], chosen: Sequence[str]) -> tuple[str, ...]:
    """Return how surely an arm is first, and which arm without proof yet is as good as the chosen one."""
    first = ranking.arms[winner]
    told = [f"Variante {winner} liegt mit {probability(first.ranks[0])} Wahrscheinlichkeit vorn."]
    if not chosen:
        return (*told, "Noch erfüllt keine Variante alle Bedingungen. Der Rang ist vorläufig.")
    near = [arm for arm in ranking.equals(winner, waiting) if arm != winner]
    return (*told, *(f"Variante {arm} ist ähnlich gut, aber noch nicht belegt." for arm in near))


def tell_futures(futures: Sequence[Future]) -> tuple[str, ...]:
    """Return the chances at the later looks, and how many sessions are worth while.

    >>> tell_futures([Future(28, 7, 0.2), Future(36, 15, 0.62)])[-1]
    'Wir raten zu 15 weiteren Sitzungen.'
    """
    if not futures:
        return ()
    chances = [f"Bei {one.look} Sitzungen beträgt die Chance auf „bereit“ {chance(one.ready)}." for one in futures]
    likely = next((one for one in futures if one.ready >= LIKELY), None)
    if likely:
        end = f"Wir raten zu {count(likely.more, 'weiteren Sitzung', 'weiteren Sitzungen')}."
    elif futures[-1].ready < UNLIKELY:
        end = "Mehr Sitzungen helfen dieser Variante kaum."
    else:
        end = "Auch mit allen Sitzungen bleibt das Ergebnis ungewiss."
    return (*chances, end)


def chance(share: float) -> str:
    """Return a simulated chance; a simulation of 1,000 futures knows no more than whole percent."""
    return probability(share)


def tell_flip(flip: Flip) -> str:
    """Return what would flip a gate.

    >>> tell_flip(Flip("a", True, 3))
    'Enden 3 Sitzungen besser, ist die Bedingung erfüllt.'
    """
    if flip.sessions is None:
        return "Mit so wenigen Sitzungen ist die Bedingung nicht erfüllbar."
    how = "besser, ist die Bedingung erfüllt" if flip.to_met else "schlechter, ist die Bedingung nicht mehr erfüllt"
    return f"{'Endet' if flip.sessions == 1 else 'Enden'} {count(flip.sessions, 'Sitzung', 'Sitzungen')} {how}."


def tell_priors(checks: Sequence[PriorCheck]) -> tuple[str, ...]:
    """Return whether another prior would change the state of a gate."""
    if not checks:
        return ()
    stands = next(check.state for check in checks if check.prior == "jeffreys")
    others = [check for check in checks if check.state != stands]
    if not others:
        return ("Anderes Vorwissen ändert daran nichts.",)
    return tuple(
        f"Mit {PRIOR_NAMES[check.prior]} Vorwissen wäre die Bedingung {STATE_NAMES[check.state]}." for check in others
    )


def tell_weights(study: Study, tippings: Sequence[Tipping]) -> tuple[str, ...]:
    """Return the two nearest weights at which another arm wins, or that there is none."""
    if not tippings:
        return ("Kein anderes Gewicht eines Kriteriums ändert, wer vorn liegt.",)
    criteria = {criterion.id: criterion for criterion in criteria_of(study)}
    told = []
    for one in tippings[:2]:
        side = "Ab" if one.above else "Unter"
        at = percent(round(one.weight, 2))
        told.append(
            f"{name_criterion(study, criteria[one.criterion])}: {side} {at} Gewicht liegt Variante {one.arm} vorn."
        )
    if not any(one.within_range for one in tippings):
        told.append("Der Plan lässt solche Gewichte nicht zu.")
    return tuple(told)


def name_criterion(study: Study, criterion: Criterion) -> str:
    """Return the name of a criterion, with the task where several tasks have it."""
    name = SUBJECTS[criterion.metric]
    many = sum(other.metric == criterion.metric for other in criteria_of(study)) > 1
    return f"{name} von „{study.task_title(criterion.task)}“" if many and criterion.task else name
