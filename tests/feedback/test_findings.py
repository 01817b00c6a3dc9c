"""Findings: entered, judged, merged, quoted, proposed."""

import contextlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from finding_facts import FACTS, IDS, STUDY, again, board, enter, make_facts, pen, store_sessions

from feedback.errors import InternalError
from feedback.events import ConsentWithdrawn
from feedback.findings import Draft, Note, RefusedError, Words, blocking, draft_of, may_quote, read_board
from feedback.findings.consent import REFUSED
from feedback.findings.writing import CHANGED
from feedback.stats import NotEnoughData
from feedback.store import Store, open_store


@pytest.fixture
def store(database: Path | str) -> Iterator[Store]:
    with contextlib.closing(open_store(database)) as store:
        store_sessions(store, *FACTS)
        yield store


class TestEntering:
    def test_a_finding_knows_whom_it_hit(self, store: Store) -> None:
        """x of n persons who count, of the arm it is about, and the priority from the upper bound."""
        everywhere = enter(store, sessions=(IDS[0], IDS[1]))
        only_a = enter(store, arm="A", sessions=(IDS[0], IDS[1]))
        rates = [one.affected for one in (everywhere, only_a)]
        assert [(2, 8), (1, 4)] == [(one.x, one.n) for one in rates if not isinstance(one, NotEnoughData)]
        assert not isinstance(everywhere.affected, NotEnoughData)
        assert 3 * everywhere.affected.high == everywhere.priority
        assert [1, 2] == [everywhere.number, only_a.number]

    def test_mistakes_come_all_at_once_in_german(self) -> None:
        """Each sentence says what to do."""
        with pytest.raises(RefusedError) as refused:
            Draft.read(title="  ", note="x" * 2000)
        assert ("Beschreiben Sie das Problem in einem Satz.", "Kürzen Sie den Text auf 1000 Zeichen.") == (
            refused.value.sentences
        )

    @pytest.mark.parametrize("severity", [None, 5, -1, "3"])
    def test_a_severity_is_needed(self, store: Store, severity: object) -> None:
        """Nothing is stored without a judgement from 0 to 4."""
        with pytest.raises(RefusedError, match="Schwere von 0 bis 4"):
            pen(store).enter(Draft.read(title="T"), severity)
        assert () == board(store).findings

    def test_nobody_writes_without_a_sign(self, store: Store) -> None:
        """Every change has an author."""
        with pytest.raises(RefusedError, match="Kürzel"):
            pen(store, "  ")

    @pytest.mark.parametrize(("status", "word"), [("mended", "Version"), ("accepted", "Begründen")])
    def test_done_needs_a_version_or_a_reason(self, store: Store, status: str, word: str) -> None:
        """Nobody opens the way for a green light without a word why."""
        finding = enter(store)
        with pytest.raises(RefusedError, match=word):
            draft_of(finding, status=status)
        pen(store).edit(finding, draft_of(finding, status=status, note="0.2"))
        assert (status, "0.2") == (again(store, finding).version.status, again(store, finding).version.note)

    def test_every_version_stays(self, store: Store) -> None:
        """Who changed what, and when, can be read later."""
        finding = enter(store)
        pen(store, "CD").edit(finding, draft_of(finding, status="accepted", note="Kommt später"))
        history = store.finding_history(STUDY.id, finding.number)
        assert [("AB", "open", 1), ("CD", "accepted", 2)] == [(o.changed_by, o.status, o.version) for o in history]

    def test_sessions_of_another_study_are_refused(self, store: Store) -> None:
        """A form offers only the study's own sessions."""
        with pytest.raises(InternalError, match="no sessions"):
            enter(store, sessions=("unknown",))

    def test_two_who_edit_at_once(self, store: Store) -> None:
        """The second one is told, and nothing of the first is lost."""
        finding = enter(store)
        pen(store).edit(finding, draft_of(finding, title="Erste Fassung"))
        with pytest.raises(RefusedError, match="inzwischen geändert"):
            pen(store).edit(finding, draft_of(finding, title="Zweite Fassung"))
        assert "Erste Fassung" == again(store, finding).title

    def test_many_enter_at_once(self, store: Store) -> None:
        """Every finding gets a number of its own."""
        with ThreadPoolExecutor(8) as pool:
            numbers = list(pool.map(lambda i: pen(store).enter(Draft.read(title=f"P{i}"), 1), range(20)))
        assert list(range(1, 21)) == sorted(numbers)

    def test_withdrawn_sessions_leave_no_trace(self, store: Store) -> None:
        """Neither the session nor the note about it is shown any more."""
        finding = enter(store, sessions=(IDS[0],))
        pen(store).note(finding, Note.read(text="Sie suchte.", session_id=IDS[0], t_ms=5))
        facts = [make_facts(0, "A", withdrawn=True), *FACTS[1:]]
        (found,) = read_board(store, STUDY, facts).findings
        assert ((), ()) == (found.sessions, found.observations)


class TestJudging:
    def test_a_second_rater_sees_the_first_only_after_judging(self, store: Store) -> None:
        """Independence, for each of the two; the first judgement counts."""
        finding = enter(store, severity=3)
        assert (True, False) == (finding.shows_severity_to("AB"), finding.shows_severity_to("CD"))
        assert not finding.shows_severity_to("")
        pen(store, "CD").rate(finding, 1)
        finding = again(store, finding)
        assert finding.shows_severity_to("CD")
        with pytest.raises(RefusedError, match="schon bewertet"):
            pen(store, "CD").rate(finding, 4)

    def test_the_higher_judgement_counts_until_both_settle(self, store: Store) -> None:
        """A doubt blocks; the settled severity takes its place, and needs two raters."""
        finding = enter(store, severity=3)
        with pytest.raises(RefusedError, match="zwei Personen"):
            pen(store).settle(finding, 2)
        pen(store, "CD").rate(finding, 2)
        finding = again(store, finding)
        assert (3, True) == (finding.severity, finding.disputed)
        assert (finding,) == blocking([finding])
        pen(store).settle(finding, 2)
        finding = again(store, finding)
        assert (2, False) == (finding.severity, finding.disputed)
        assert () == blocking([finding])

    def test_agreement_needs_five_findings_that_two_rated(self, store: Store) -> None:
        """Before that it cannot be said; then it is alpha."""
        for severity in (0, 1, 2, 3):
            pen(store, "CD").rate(enter(store, severity), severity)
        assert isinstance(board(store).agreement, NotEnoughData)
        pen(store, "CD").rate(enter(store, 4), 4)
        found = board(store).agreement
        assert not isinstance(found, NotEnoughData)
        assert (1.0, 5, 2) == (found.alpha, found.findings, found.raters)
        assert "Die Urteile stimmen gut überein." == found.sentence


class TestMerging:
    def test_a_merged_finding_brings_everything_along(self, store: Store) -> None:
        """Sessions, notes, the higher severity; it is no finding of its own any more."""
        one = enter(store, 4, sessions=(IDS[0],), arm="A")
        other = enter(store, 1, sessions=(IDS[1],), arm="B")
        pen(store).note(one, Note.read(text="Sie suchte lange."))
        pen(store).merge(one, other)
        (whole,) = board(store).findings
        assert (other.number, (one.number,), 4, None) == (whole.number, whole.parts, whole.severity, whole.version.arm)
        assert tuple(sorted(IDS[:2])) == whole.sessions
        assert ["Sie suchte lange."] == [note.text for note in whole.observations]

    def test_an_open_part_reopens_the_whole(self, store: Store) -> None:
        """What is still open does not vanish in what is done."""
        one, other = enter(store), enter(store, status="mended", note="0.2")
        pen(store).merge(one, other)
        assert ["open"] == [found.version.status for found in board(store).findings]

    def test_two_merges_at_once_run_in_no_circle(self, store: Store) -> None:
        """One into the other and back at the same time: the second is refused."""
        one, other = enter(store), enter(store)
        pen(store).merge(one, other)
        with pytest.raises(RefusedError, match=CHANGED[:20]):
            pen(store).merge(other, one)
        with pytest.raises(RefusedError, match="anderes Problem"):
            pen(store).merge(other, other)
        assert 1 == len(board(store).findings)

    def test_editing_the_whole_keeps_the_sessions_of_its_parts(self, store: Store) -> None:
        """A part keeps its own sessions, the whole its own."""
        one, other = enter(store, sessions=(IDS[0],)), enter(store, sessions=(IDS[1],))
        pen(store).merge(one, other)
        whole = again(store, other)
        pen(store).edit(whole, draft_of(whole, sessions=whole.sessions))
        assert (IDS[1],) == again(store, other).version.sessions


class TestQuotes:
    def test_taking_part_is_no_consent_to_be_quoted(self, store: Store) -> None:
        """What citizens agree to so far allows no quote, and the sentence says what to do."""
        finding = enter(store, sessions=(IDS[0],))
        with pytest.raises(RefusedError) as refused:
            pen(store).quote(finding, Words.read(text="Wo denn?", session_id=IDS[0]))
        assert (REFUSED,) == refused.value.sentences
        assert () == store.findings(STUDY.id).quotes

    def test_with_consent_it_is_kept_until_taken_back(self, store: Store) -> None:
        """The scope `quotes` allows it; without it nothing may be quoted any more."""
        agreed = make_facts(50, consent_scopes=("taking_part", "quotes"))
        store_sessions(store, agreed)
        session_id = agreed.session.session_id
        finding = enter(store)
        pen(store).quote(finding, Words.read(text="Wo denn?", session_id=session_id))
        (found,) = read_board(store, STUDY, [*FACTS, agreed]).findings
        assert ["Wo denn?"] == [quote.text for quote in found.quotes]
        assert () == again(store, finding).quotes  # a session that may not be used any more
        store.append(session_id, [(0, ConsentWithdrawn(t_ms=9, scopes=("quotes",)))]).result()
        assert not may_quote(store, session_id)


class TestProposals:
    def test_a_proposal_counts_only_when_a_person_accepts_it(self, store: Store) -> None:
        """Before: no finding, nothing blocks, nothing known. After: a finding with its sessions."""
        before = board(store)
        (candidate,) = before.candidates
        assert ((), ()) == (before.findings, blocking(before.findings))
        assert isinstance(before.undiscovered, NotEnoughData)
        pen(store).accept(candidate, 4)
        after = board(store)
        assert () == after.candidates
        assert [(candidate.title, candidate.sessions)] == [(one.title, one.sessions) for one in after.findings]

    def test_a_dismissed_proposal_does_not_come_back(self, store: Store) -> None:
        """With a reason only."""
        (candidate,) = board(store).candidates
        with pytest.raises(RefusedError, match="Begründen"):
            pen(store).dismiss(candidate, " ")
        pen(store).dismiss(candidate, "Das war die Pause.")
        assert ((), 1) == (board(store).candidates, board(store).dismissed)

    def test_new_sessions_are_offered_not_taken(self, store: Store) -> None:
        """Later sessions that show the same wait for a person, too."""
        early = read_board(store, STUDY, FACTS[1:])
        number = pen(store).accept(early.candidates[0], 2)
        now = board(store)
        assert {number: (IDS[0],)} == now.growing
        finding = now.finding(number)
        assert finding is not None
        pen(store).add_sessions(finding, now.growing[number])
        assert ({}, set(IDS[:3])) == (board(store).growing, set(again(store, finding).sessions))
