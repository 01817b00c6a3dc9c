"""Do the data carry a decision at all?"""

from dataclasses import replace

from feedback.decision.evidence import Evidence
from feedback.decision.numbers import count, listing, percent
from feedback.decision.result import Check
from feedback.metrics import decisive_tasks
from feedback.sessions import SessionFacts
from feedback.stats import NotEnoughData, allocation_p
from feedback.store.protocol import StudyLock
from feedback.study import Study


def check_data(study: Study, evidence: Evidence, lock: StudyLock | None) -> tuple[Check, ...]:
    """Return all conditions on the data, each with a German sentence; without a session that is over, most
    cannot be said.
    """
    checks: tuple[Check, ...] = (
        check_technical_failures(study, evidence),
        check_allocation(study, evidence),
        check_wording(evidence),
        check_gaps(study, evidence),
        check_content(evidence),
        note_dropped(study, evidence),
    )
    if not evidence.over:
        nothing = "Noch ist keine Sitzung zu Ende" if has_sessions(evidence) else "Noch keine Sitzung"
        checks = tuple(replace(check, ok=None, sentence=f"{nothing}: Keine Aussage möglich.") for check in checks)
    plan = () if lock is None else (check_plan(study, lock),)
    return (check_sessions(study, evidence), *checks, *plan)


def has_sessions(evidence: Evidence) -> bool:
    """Return whether anybody has taken part yet."""
    return any(selection.all for selection in evidence.arms.values())


def check_sessions(study: Study, evidence: Evidence) -> Check:
    """Are there enough sessions for a look? Too few are not wrong, there are just too few."""
    if evidence.look is not None:
        sentence = f"Jede Variante hat mindestens {count(evidence.look, 'Sitzung', 'Sitzungen')}."
        return Check("sessions", True, sentence, blocking=False)
    arm = min(evidence.arms, key=lambda name: len(evidence.arms[name].usable))
    have = len(evidence.arms[arm].usable)
    sentence = f"Variante {arm} hat {have} von {study.looks[0]} nötigen Sitzungen."
    running = sum(len(selection.running) for selection in evidence.arms.values())
    if running:
        sentence += f" {count(running, 'Sitzung läuft', 'Sitzungen laufen')} noch."
    return Check("sessions", False, sentence, blocking=False)


def had_failure(facts: SessionFacts) -> bool:
    """Return whether technology failed anywhere in a session."""
    return facts.end_reason == "technical_failure" or any(task.outcome == "technical_failure" for task in facts.tasks)


def check_technical_failures(study: Study, evidence: Evidence) -> Check:
    """Did technology fail too often in any arm?"""
    shares: dict[str, tuple[float, int, int]] = {}
    for arm, selection in evidence.arms.items():
        over = [facts for facts in selection.all if facts.over]
        failed = sum(map(had_failure, over))
        shares[arm] = (failed / len(over) if over else 0.0, failed, len(over))
    arm = max(shares, key=lambda name: shares[name][0])
    share, failed, total = shares[arm]
    if failed == 0:
        return Check("technical_failures", True, "Keine Sitzung hatte eine technische Störung.")
    limit = study.data_check.max_technical_failures
    had = f"{'hatte' if failed == 1 else 'hatten'} eine technische Störung"
    seen = f"Variante {arm}: {failed} von {count(total, 'Sitzung', 'Sitzungen')} {had}."
    return Check("technical_failures", share <= limit, f"{seen} Erlaubt sind {percent(limit)}.")


def check_allocation(study: Study, evidence: Evidence) -> Check:
    """Were the participants spread evenly over the arms?"""
    p = allocation_p(list(evidence.assigned.values()))
    if isinstance(p, NotEnoughData):
        return Check("allocation", True, "Es gibt nur eine Variante.")
    sizes = " ".join(f"Variante {arm}: {count(n, 'Person', 'Personen')}." for arm, n in evidence.assigned.items())
    ok = p >= study.data_check.min_allocation_p
    judgement = "unauffällig" if ok else "zu ungleich"
    return Check("allocation", ok, f"Die Verteilung der Personen ist {judgement}. {sizes}")


def check_wording(evidence: Evidence) -> Check:
    """Did all read the same words? Two wordings of a questionnaire are never pooled."""
    wordings: dict[str, set[str]] = {}
    for facts in evidence.over:
        for instrument, wording in facts.wordings:
            wordings.setdefault(instrument, set()).add(wording)
    mixed = [
        f"Die Personen lasen {len(found)} Wortlaute: {listing(sorted(found), most=3)}."
        for _, found in sorted(wordings.items())
        if len(found) > 1
    ]
    if mixed:
        return Check("wording", False, " ".join(mixed))
    return Check("wording", True, "Alle Personen lasen denselben Wortlaut.")


def check_gaps(study: Study, evidence: Evidence) -> Check:
    """Are the recordings complete?"""
    missing = sum(facts.missing for facts in evidence.over)
    if missing == 0:
        return Check("gaps", True, "Die Aufzeichnungen sind lückenlos.")
    share = missing / (missing + sum(facts.events for facts in evidence.over))
    limit = study.data_check.max_gaps
    sentence = f"In den Aufzeichnungen fehlen {percent(share)} der Ereignisse. Erlaubt sind {percent(limit)}."
    return Check("gaps", share <= limit, sentence)


def check_content(evidence: Evidence) -> Check:
    """Did all participants of an arm see the same version of the prototype? A translation is not a
    version.
    """
    mixed = []
    for arm, selection in evidence.arms.items():
        versions: dict[str | None, set[str]] = {}
        for facts in selection.usable:
            language = facts.flow.language if facts.flow else None
            versions.setdefault(language, set()).add(facts.session.content_hash)
        if any(len(found) > 1 for found in versions.values()):
            mixed.append(arm)
    if mixed:
        told = " ".join(f"Der Prototyp von Variante {arm} änderte sich während der Studie." for arm in mixed)
        return Check("content", False, told)
    return Check("content", True, "Der Prototyp blieb während der Studie gleich.")


def note_dropped(study: Study, evidence: Evidence) -> Check:
    """Say who left before there was anything to measure; they count in no rate."""
    task = study.task_title(decisive_tasks(study)[0])
    dropped = sum(len(selection.dropped) for selection in evidence.arms.values())
    if dropped == 0:
        return Check("dropped", True, f"Niemand hörte vor der Aufgabe „{task}“ auf.", blocking=False)
    who = count(dropped, "Person hörte", "Personen hörten")
    return Check("dropped", True, f"{who} vor der Aufgabe „{task}“ auf.", blocking=False)


def check_plan(study: Study, lock: StudyLock) -> Check:
    """Is the plan the one that was locked, or an amendment with a reason?"""
    if lock.plan_hash != study.plan_hash:
        return Check("plan", False, "Der Plan weicht vom gesperrten Plan ab. Dafür fehlt eine Begründung.")
    if not lock.amendments:
        return Check("plan", True, "Der Plan gilt unverändert seit der ersten Sitzung.")
    return Check("plan", True, f"Das Team änderte den Plan {len(lock.amendments)} Mal mit Begründung.")
