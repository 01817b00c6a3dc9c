"""The steps of a team's work on findings: enter, edit, judge, settle, note, quote, merge, accept, dismiss.

Each step is stored whole or not at all, with its author and time. Each raises RefusedError, with German sentences,
for what cannot be taken.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from feedback.audit import Action, note
from feedback.errors import InternalError
from feedback.findings.candidates import Candidate
from feedback.findings.consent import require_quotable
from feedback.findings.model import Author, Draft, Finding, Judgement, Note, RefusedError, Words
from feedback.store import (
    ChangedMeanwhileError,
    Dismissal,
    FindingChange,
    FindingVersion,
    Observation,
    Quote,
    Rating,
    Store,
)

CHANGED = "Jemand hat dieses Problem inzwischen geändert. Laden Sie die Seite neu."
RATED = "Sie haben dieses Problem schon bewertet. Das erste Urteil gilt."
TOO_FEW_RATERS = "Zuerst müssen zwei Personen das Problem bewerten."
MERGED = "Wählen Sie ein anderes Problem zum Zusammenführen."
NO_REASON = "Begründen Sie, warum das kein Problem ist."


@dataclass(frozen=True)
class Pen:
    """Somebody of the team at work on the findings of a study, at a time."""

    store: Store
    study: str
    author: str
    now_ms: int

    @classmethod
    def take(cls, store: Store, study: str, author: str, now_ms: int) -> "Pen":
        """Return the pen; nobody writes without a sign."""
        return cls(store, study, Author.read(sign=author).sign, now_ms)

    def enter(self, draft: Draft, severity: object, *, candidate: str | None = None) -> int:
        """Store a new finding with the first judgement of it; return its number."""
        judged = Judgement.read(severity=severity).severity
        self._require_known(draft.sessions)
        rating = Rating(0, self.author, judged, self.now_ms)
        return self._save(FindingChange(self.study, (self._version(draft, candidate),), ratings=(rating,)))

    def accept(self, candidate: Candidate, severity: object, *, title: str = "") -> int:
        """Make a finding of a proposal, with the sessions that show it; return its number."""
        draft = Draft.read(
            title=title or candidate.title,
            task=candidate.task,
            page=candidate.page,
            field=candidate.field,
            arm=candidate.arm,
            sessions=candidate.sessions,
        )
        return self.enter(draft, severity, candidate=candidate.id)

    def dismiss(self, candidate: Candidate, reason: str) -> None:
        """Note that a proposal is no problem, and why; it is not made again."""
        reason = " ".join(reason.split())
        if not reason:
            raise RefusedError(NO_REASON)
        dismissal = Dismissal(candidate.id, reason, self.author, self.now_ms)
        self._save(FindingChange(self.study, dismissals=(dismissal,)))

    def edit(self, finding: Finding, draft: Draft) -> None:
        """Store a finding as edited. The sessions of merged findings stay with those."""
        own = set(finding.version.sessions)
        self._require_known(draft.sessions)
        kept = tuple(one for one in draft.sessions if one in own or one not in finding.sessions)
        changed = self._version(replace_sessions(draft, kept), finding.version.candidate, after=finding.version)
        self._save(FindingChange(self.study, (changed,)))

    def add_sessions(self, finding: Finding, sessions: Iterable[str]) -> None:
        """Add sessions that show a finding, too."""
        more = tuple(dict.fromkeys((*finding.version.sessions, *sessions)))
        self._require_known(more)
        self._save(FindingChange(self.study, (self._next(finding.version, sessions=more),)))

    def rate(self, finding: Finding, severity: object) -> None:
        """Store somebody's own judgement; the first one counts, since it is independent."""
        judged = Judgement.read(severity=severity).severity
        if self.author in finding.raters:
            raise RefusedError(RATED)
        rating = Rating(finding.number, self.author, judged, self.now_ms)
        self._save(FindingChange(self.study, ratings=(rating,)))

    def settle(self, finding: Finding, severity: object) -> None:
        """Store the severity that the raters settled on after judging independently."""
        judged = Judgement.read(severity=severity).severity
        if len(finding.raters) < 2:
            raise RefusedError(TOO_FEW_RATERS)
        self._save(FindingChange(self.study, (self._next(finding.version, agreed=judged),)))

    def note(self, finding: Finding, note: Note) -> None:
        """Add an observation."""
        if note.session_id:
            self._require_known((note.session_id,))
        seen = Observation(finding.number, note.text, self.author, self.now_ms, note.session_id, note.t_ms)
        self._save(FindingChange(self.study, observations=(seen,)))

    def quote(self, finding: Finding, words: Words) -> None:
        """Add what a participant said, unless he or she did not agree to be quoted."""
        self._require_known((words.session_id,))
        require_quotable(self.store, words.session_id)
        said = Quote(finding.number, words.session_id, words.text, self.author, self.now_ms)
        self._save(FindingChange(self.study, quotes=(said,)))

    def merge(self, finding: Finding, target: Finding) -> None:
        """Make a finding a part of another one: same problem, entered twice.

        The target gets a version of its own, so that two merges at once cannot run in a circle. It is open when the
        part was open, and about all arms when the two are about different ones; its severity is to be settled anew.
        """
        if finding.number == target.number or target.version.merged_into is not None:
            raise RefusedError(MERGED)
        one, other = finding.version, target.version
        reopened = {"status": "open", "note": ""} if finding.is_open else {}
        arm = other.arm if one.arm == other.arm else None
        part = self._next(one, merged_into=other.number)
        whole = self._next(other, arm=arm, agreed=None, **reopened)
        self._save(FindingChange(self.study, (part, whole)))

    def _version(
        self, draft: Draft, candidate: str | None = None, *, after: FindingVersion | None = None
    ) -> FindingVersion:
        return FindingVersion(
            study=self.study,
            number=after.number if after else 0,
            version=after.version + 1 if after else 1,
            title=draft.title,
            task=draft.task,
            page=draft.page,
            field=draft.field,
            arm=draft.arm,
            status=draft.status,
            note=draft.note if draft.status != "open" else "",
            agreed=after.agreed if after else None,
            merged_into=after.merged_into if after else None,
            candidate=candidate,
            changed_by=self.author,
            changed_ms=self.now_ms,
            sessions=draft.sessions,
        )

    def _next(self, version: FindingVersion, **changes: object) -> FindingVersion:
        stamp = {"version": version.version + 1, "changed_by": self.author, "changed_ms": self.now_ms}
        return replace(version, **stamp, **changes)  # type: ignore[arg-type]

    def _require_known(self, sessions: Iterable[str]) -> None:
        unknown = set(sessions) - {session.session_id for session in self.store.sessions(self.study)}
        if unknown:
            raise InternalError(f"The study {self.study} has no sessions {sorted(unknown)}.")

    def _save(self, change: FindingChange) -> int:
        try:
            number = self.store.save_finding(change)
        except ChangedMeanwhileError as error:
            raise RefusedError(CHANGED) from error
        numbers = {number, *(one.number for one in change.ratings), *(one.number for one in change.observations)}
        numbers = numbers.union(one.number for one in change.quotes) - {0}
        about = ", ".join(
            [*(f"Problem {one}" for one in sorted(numbers)), *(one.candidate for one in change.dismissals)]
        )
        action: Action = "finding_rated" if change.ratings and not change.versions else "finding_changed"
        note(self.store, action, self.now_ms, actor=self.author, role="team", study=self.study, about=about)
        return number


def replace_sessions(draft: Draft, sessions: tuple[str, ...]) -> Draft:
    """Return the draft with other sessions."""
    return draft.model_copy(update={"sessions": sessions})


def draft_of(finding: Finding, **changes: object) -> Draft:
    """Return a finding as a draft to edit."""
    version = finding.version
    values = {
        "title": version.title,
        "task": version.task,
        "page": version.page,
        "field": version.field,
        "arm": version.arm,
        "status": version.status,
        "note": version.note,
        "sessions": version.sessions,
    }
    return Draft.read(**(values | changes))  # type: ignore[no-any-return]
