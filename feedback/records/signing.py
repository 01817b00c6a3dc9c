"""Signing a verdict: as computed, or another one with a reason and a second person."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from feedback.decision import VERDICT_NAMES, Decision, Verdict
from feedback.errors import OperatorError
from feedback.evidence import StudyEvidence
from feedback.lab import Lab
from feedback.records.record import DEMO_FORMAT, DEMO_NOTICE, FORMAT, Person, Record, open_record, readable
from feedback.records.snapshot import Snapshot, pack, require_same, take_snapshot
from feedback.store import Store, digest
from feedback.version import VERSION

READY: Verdict = "READY FOR PRODUCTION"
MOST_NAME, MOST_REASON = 120, 4000
FEWEST_REASON = 20
TITLES = {"dr", "prof", "dipl", "ing", "mag", "herr", "frau"}


@dataclass(frozen=True)
class Signing:
    """What somebody typed to sign. `second` and `reason` are for another verdict than the computed one."""

    verdict: str
    name: str
    role: str
    arm: str | None = None
    reason: str = ""
    second_name: str = ""
    second_role: str = ""


@dataclass(frozen=True)
class Problem:
    """What is wrong with a field of the signing form, in German."""

    field: str
    text: str


@dataclass(frozen=True)
class Draft:
    """What is about to be signed: the evidence, its snapshot and the verdict that the snapshot leads to.

    `fingerprint` tells two drafts apart: whoever signs must have seen this one.
    """

    evidence: StudyEvidence
    snapshot: Snapshot
    text: str
    decision: Decision

    @property
    def fingerprint(self) -> str:
        """The hash of the data to be signed."""
        return digest(self.text)

    def arms(self, verdict: str) -> tuple[str, ...]:
        """Return the arms of which one has to be named with a verdict: those that the rules chose, all when people
        call the study ready against the rules, none for every other verdict.
        """
        if verdict != READY:
            return ()
        return self.decision.chosen if self.decision.verdict == READY else tuple(self.decision.arms)


def draft_record(evidence: StudyEvidence) -> Draft:
    """Return what can be signed now. Raises OperatorError before the first session, when there is nothing."""
    study, lock = evidence.study, evidence.lock
    if lock is None or not evidence.facts:
        raise OperatorError(f"The study {study.id} has no session yet, so there is nothing to sign.")
    snapshot = take_snapshot(study, lock, evidence.facts, evidence.blocking)
    decision = require_same(evidence.decision, snapshot, evidence.decision.decided_ms)
    return Draft(evidence, snapshot, snapshot.to_text(), decision)


def find_problems(draft: Draft, signing: Signing) -> tuple[Problem, ...]:
    """Return what keeps a verdict from being signed, field by field."""
    return (*check_choice(draft, signing), *check_override(draft, signing), *check_signer(signing))


def check_choice(draft: Draft, signing: Signing) -> Iterator[Problem]:
    """Find a verdict that does not exist, and one that names no arm, or one where there is none to name."""
    if signing.verdict not in VERDICT_NAMES:
        yield Problem("verdict", "Wählen Sie ein Urteil.")
    elif signing.verdict == READY and signing.arm not in draft.arms(READY):
        yield Problem("arm", "Wählen Sie die Variante für die Produktion.")
    elif signing.verdict != READY and signing.arm is not None:
        yield Problem("arm", "Nur für die Produktion wählen Sie eine Variante.")


def check_signer(signing: Signing) -> Iterator[Problem]:
    """Find a missing name or role."""
    if not 2 <= len(signing.name.strip()) <= MOST_NAME:
        yield Problem("name", "Geben Sie Ihren Namen ein.")
    if not 2 <= len(signing.role.strip()) <= MOST_NAME:
        yield Problem("role", "Geben Sie Ihre Funktion ein.")


def check_override(draft: Draft, signing: Signing) -> Iterator[Problem]:
    """Find what another verdict than the computed one lacks: a reason and a second person."""
    if signing.verdict == draft.decision.verdict:
        if signing.reason or signing.second_name or signing.second_role:
            yield Problem("reason", "Das berechnete Urteil braucht keinen Grund.")
        return
    if not FEWEST_REASON <= len(signing.reason.strip()) <= MOST_REASON:
        yield Problem("reason", f"Begründen Sie Ihr Urteil. Schreiben Sie mindestens {FEWEST_REASON} Zeichen.")
    if not 2 <= len(signing.second_name.strip()) <= MOST_NAME:
        yield Problem("second_name", "Geben Sie den Namen der zweiten Person ein.")
    elif plain_name(signing.second_name) == plain_name(signing.name):
        yield Problem("second_name", "Die zweite Person muss eine andere sein als Sie.")
    if not 2 <= len(signing.second_role.strip()) <= MOST_NAME:
        yield Problem("second_role", "Geben Sie die Funktion der zweiten Person ein.")


def plain_name(name: str) -> tuple[str, ...]:
    """Return the words of a name whatever their order and case, without titles.

    >>> plain_name("Dr. Anna MUSTER") == plain_name("Muster, Anna")
    True
    """
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", name).casefold())
    return tuple(sorted(word for word in words if word not in TITLES))


def sign(store: Store, lab: Lab, draft: Draft, signing: Signing, *, now_ms: int) -> Record:
    """Add the signed verdict to the lab's chain of records and return it.

    Raises OperatorError when something is missing (see `find_problems`), and when the same person has signed the
    same verdict on the same data before: a second click makes no second record.
    """
    problems = find_problems(draft, signing)
    if problems:
        raise OperatorError(" ".join(problem.text for problem in problems))
    document = describe(lab, draft, signing, now_ms)
    for record in readable(store.records()):
        if all(record.document[key] == document[key] for key in ("study", "verdict", "arm", "snapshot_sha256")) and (
            plain_name(record.signed_by.name) == plain_name(signing.name)
        ):
            raise OperatorError("Sie haben dieses Urteil schon unterschrieben.")
    return open_record(store.add_record(document, pack(draft.text)))


def describe(lab: Lab, draft: Draft, signing: Signing, now_ms: int) -> dict[str, Any]:
    """Return the record as a JSON document, before it gets its place in the chain."""
    study, lock, decision = draft.snapshot.study(), draft.snapshot.lock, draft.decision
    overridden = signing.verdict != decision.verdict
    second = Person(" ".join(signing.second_name.split()), " ".join(signing.second_role.split()))
    return {
        "format": DEMO_FORMAT if study.demo else FORMAT,
        "demo": study.demo,
        "notice": DEMO_NOTICE if study.demo else "",
        "lab": {"name": lab.name, "authority": lab.authority},
        "study": {"id": study.id, "title": study.title, "round": study.round},
        "plan": {
            "hash": study.plan_hash,
            "text": lock.plan_text,
            "locked_ms": lock.locked_ms,
            "amendments": len(lock.amendments),
        },
        "prototypes": prototypes_of(draft.snapshot),
        "program_version": VERSION,
        "verdict": signing.verdict,
        "arm": signing.arm,
        "rule": decision.sentence,
        "decision": decision.to_json(),
        "snapshot_sha256": draft.fingerprint,
        "signed_by": asdict(Person(" ".join(signing.name.split()), " ".join(signing.role.split()))),
        "signed_ms": now_ms,
        "override": {"reason": signing.reason.strip(), "second": asdict(second)} if overridden else None,
    }


def prototypes_of(snapshot: Snapshot) -> list[dict[str, Any]]:
    """Return what was tried: each version of a prototype, by arm, with real and invented sessions."""
    tried = Counter(
        (one.session.arm, one.session.prototype, one.session.variant, one.session.content_hash, one.session.synthetic)
        for one in snapshot.facts
    )
    keys = ("arm", "prototype", "variant", "content_hash", "synthetic")
    return [{**dict(zip(keys, key, strict=True)), "sessions": times} for key, times in sorted(tried.items())]
