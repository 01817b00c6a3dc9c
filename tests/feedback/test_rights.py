"""What a participant may see, take along and take back; how long recordings are kept."""

import json
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from recordings import ANY_EVENT, FLOW, a_session
from rights_lab import DAY_MS, START_MS, a_plan, give_contact, mark_of, note_about, take_part

from feedback.analytics import FOLDER, newest, write_snapshot
from feedback.events import EVENT_TYPES, LANE, Clicked, Event
from feedback.findings.consent import may_quote
from feedback.lab import Lab
from feedback.rights import (
    MySession,
    Recorded,
    apply_retention,
    due,
    open_my_session,
    retention_days,
    tell_answers,
    tell_events,
    withdraw,
    words,
)
from feedback.rights.telling import tell_event
from feedback.store import Store, open_store

NOW_MS = START_MS + DAY_MS


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    return Lab.open(tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    store = open_store(folder / "probelauf.db", busy_timeout_ms=2_000)
    yield store
    store.close()


def opened(store: Store, folder: Path, participant: str = "p1") -> MySession:
    """Return what is recorded of a participant."""
    mine = open_my_session(store, folder, mark_of(participant))
    assert mine is not None
    return mine


class TestSeeing:
    def test_everything_is_there_and_nothing_of_others(self, store: Store, folder: Path) -> None:
        """Events, comment, notes, findings, quotes, groups and contact of one person, none of another."""
        take_part(store, "p2", comment="Von jemand anderem.")
        note_about(store, take_part(store, "p1", comment="Gut.", segment="access.yes"), quote="Gut.")
        give_contact(folder, "p1")
        document = json.loads(opened(store, folder).to_text())
        (session,) = document["sessions"]
        assert (13, "Gut.", ["Gut."]) == (len(session["events"]), session["comment"], session["quotes"])
        assert ["Die Miete wird nicht verstanden"] == session["findings"]
        assert ["Sie zögert lange."] == session["notes"]
        assert ("access.yes", "maria@beispiel.example") == (session["segment"], document["contact"]["email"])
        assert ["taking_part", "probe", "quotes", "contact"] == document["consent_scopes"]
        assert "Von jemand anderem." not in opened(store, folder).to_text()
        assert "p2" not in opened(store, folder).to_text()

    def test_an_unknown_code_opens_nothing(self, store: Store, folder: Path) -> None:
        """There is no difference between a code that never was and one of another lab."""
        assert None is open_my_session(store, folder, mark_of("p1"))

    def test_events_are_told_in_plain_words(self, store: Store, folder: Path) -> None:
        """Pages and fields have the names that were on the screen, the time is that of a German clock."""
        take_part(store, "p1")
        (recorded,) = opened(store, folder).recorded
        lines = tell_events(recorded, "de")
        assert "Sie haben die Seite „Ihre Miete“ gesehen." in [line.text for line in lines]
        assert "Beim Feld „Personen“ erschien eine Fehlermeldung." in [line.text for line in lines]
        assert re.fullmatch(r"\d\d:\d\d", lines[0].time)
        assert lines == sorted(lines, key=lambda line: line.time)
        assert "You saw the page “Ihre Miete”." in [line.text for line in tell_events(recorded, "en")]

    def test_answers_have_their_wording(self, store: Store, folder: Path) -> None:
        """The question is told as it was read, with the name of the service and the scale."""
        take_part(store, "p1")
        (recorded,) = opened(store, folder).recorded
        answers = tell_answers(recorded, "de")
        assert {"5 (von 1 bis 7)"} == {one.value for one in answers}
        assert all("„Wohngeld beantragen“" in one.question or "{" not in one.question for one in answers)

    @given(event=ANY_EVENT)
    def test_there_are_words_for_whatever_happens(self, event: Event) -> None:
        """No event of any type is without a sentence, in either language; none shows an empty gap or a key."""
        recorded = Recorded(a_session(), FLOW, ((0, event),), None, (), (), ())
        for language in ("de", "en"):
            if event.type != "answered":
                told = tell_event(event, recorded, language)
                assert "{" not in told
                assert told.endswith((".", "…"))

    def test_words_are_short_and_in_both_languages(self) -> None:
        """Each type of event has its sentence, with the same gaps in German and English, and twelve words at most."""
        german, english = words("de"), words("en")
        assert german.keys() == english.keys()
        for key, text in german.items():
            gaps = [{name for _, name, _, _ in string.Formatter().parse(one) if name} for one in (text, english[key])]
            assert gaps[0] == gaps[1], key
            assert [] == [one for one in re.split(r"(?<=[.?!])\s+", text) if len(one.split()) > 12]
        assert [] == [
            kind for kind in EVENT_TYPES if kind != "answered" and not any(k.startswith(kind) for k in german)
        ]


class TestTakingBack:
    def test_the_probe_goes_with_its_events(self, store: Store, folder: Path) -> None:
        """What the probe noticed is gone, the rest stays and counts; the scope is no longer there."""
        session_id = take_part(store, "p1")
        assert withdraw(store, folder, mark_of("p1"), "probe", NOW_MS)
        kinds = [event.type for _, event in store.events(session_id)]
        assert "clicked" not in kinds
        assert ("consent_withdrawn", 12) == (kinds[-1], len(kinds))
        mine = opened(store, folder)
        assert ("taking_part", "quotes", "contact") == mine.scopes
        assert 1 == len(store.rollup(a_plan().id)[:1])

    def test_quotes_go_and_none_can_be_added(self, store: Store, folder: Path) -> None:
        """Whoever takes quotes back is quoted nowhere any more."""
        session_id = take_part(store, "p1", comment="Gut.")
        note_about(store, session_id, quote="Gut.")
        assert may_quote(store, session_id)
        withdraw(store, folder, mark_of("p1"), "quotes", NOW_MS)
        assert () == store.findings(a_plan().id).quotes
        assert not may_quote(store, session_id)
        assert "Gut." == opened(store, folder).recorded[0].comment

    def test_the_contact_goes(self, store: Store, folder: Path) -> None:
        """The address is deleted, also when the recording is gone already."""
        take_part(store, "p1")
        contacts = give_contact(folder, "p1")
        assert withdraw(store, folder, mark_of("p1"), "contact", NOW_MS)
        assert [] == contacts.all()
        give_contact(folder, "gone")
        assert withdraw(store, folder, mark_of("gone"), "contact", NOW_MS)
        assert not withdraw(store, folder, mark_of("gone"), "contact", NOW_MS)

    def test_who_no_longer_takes_part_counts_nowhere(self, store: Store, folder: Path) -> None:
        """The roll-up is as without her; taking back twice changes nothing more."""
        take_part(store, "p1")
        alone = store.rollup(a_plan().id)
        session_id = take_part(store, "p2")
        for _ in range(2):
            withdraw(store, folder, mark_of("p2"), "taking_part", NOW_MS)
        assert alone == store.rollup(a_plan().id)
        assert 1 == [event.type for _, event in store.events(session_id)].count("consent_withdrawn")

    def test_a_running_session_ends_with_it(self, store: Store, folder: Path) -> None:
        """Nobody goes on recording; the sealed draft is gone."""
        session_id = take_part(store, "p1", ended=False)
        withdraw(store, folder, mark_of("p1"), "taking_part", NOW_MS)
        session = store.session(session_id)
        assert session is not None
        assert ("stopped", None) == (session.end_reason, store.draft(session_id))

    def test_an_observers_help_does_not_clash(self, store: Store, folder: Path) -> None:
        """The withdrawal takes the next number of the staff's lane, whatever stands there."""
        from feedback.events import Assisted

        session_id = take_part(store, "p1")
        store.append(session_id, [(LANE, Assisted(t_ms=1, task="antrag"))]).result()
        withdraw(store, folder, mark_of("p1"), "probe", NOW_MS)
        assert [LANE, LANE + 1] == [seq for seq, _ in store.events(session_id) if seq >= LANE]


class TestRetention:
    def test_old_sessions_go_and_a_second_run_finds_nothing(self, store: Store, lab: Lab, folder: Path) -> None:
        """By the lab's days, from the end or else the start; sums follow, and a dry run changes nothing."""
        lab_days = 90 * DAY_MS
        take_part(store, "old")
        take_part(store, "open", ended=False)
        take_part(store, "new", started_ms=START_MS + DAY_MS, comment="Gut.")
        now_ms = START_MS + lab_days + 300_000
        assert [(a_plan().id, 90, 2)] == [
            (one.study, one.retention_days, one.sessions) for one in due(store, lab, now_ms)
        ]
        assert 3 == len(store.sessions())
        write_snapshot(store, folder / FOLDER, now_ms=now_ms)
        heard: list[int] = []
        assert 2 == sum(one.sessions for one in apply_retention(store, lab, now_ms, heard.append))
        assert [2] == heard
        assert ["new"] == [one.participant for one in store.sessions()]
        assert None is store.receipt(mark_of("old"))
        assert 1 == len(store.enrolled(a_plan().id))
        before = store.rollup(a_plan().id)
        store.rebuild_rollup()
        assert before == store.rollup(a_plan().id)
        assert () == apply_retention(store, lab, now_ms)
        assert b"session-of-old" not in (folder / "probelauf.db").read_bytes()
        assert None is newest(folder / FOLDER)
        assert [("retention_applied", a_plan().id, "2 sessions")] == [
            (one.action, one.study, one.object) for one in store.audit_log()
        ]

    def test_the_last_millisecond_is_kept(self, store: Store, lab: Lab) -> None:
        """A session is kept for all of its days."""
        take_part(store, "p1")
        ended_ms = START_MS + 120_000
        assert () == due(store, lab, ended_ms + 90 * DAY_MS)
        assert 1 == len(due(store, lab, ended_ms + 90 * DAY_MS + 1))

    def test_the_plan_in_force_says_how_long(self, store: Store, lab: Lab) -> None:
        """The study's own days count before the lab's, also when its file is gone."""
        take_part(store, "p1", study=a_plan("retention_days = 7"))
        assert 7 == retention_days(store, lab, a_plan().id)
        assert 90 == retention_days(store, lab, "unknown/study")
        assert 1 == len(due(store, lab, START_MS + 8 * DAY_MS))

    def test_in_parts_so_that_nobody_waits(self, store: Store, lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
        """Many sessions go in several transactions, with the same result."""
        monkeypatch.setattr("feedback.rights.retention.AT_ONCE", 2)
        for number in range(5):
            take_part(store, f"p{number}")
        heard: list[int] = []
        apply_retention(store, lab, START_MS + 200 * DAY_MS, heard.append)
        assert [2, 2, 1] == heard
        assert [] == store.sessions()


def test_clicks_after_the_withdrawal_are_refused(store: Store, folder: Path) -> None:
    """The probe's door asks the store, which no longer allows the scope."""
    session_id = take_part(store, "p1")
    standing = store.probe_standing(session_id, 7 * LANE, 7 * LANE + 1)
    assert standing is not None
    assert "probe" in standing.scopes
    withdraw(store, folder, mark_of("p1"), "probe", NOW_MS)
    after = store.probe_standing(session_id, 7 * LANE, 7 * LANE + 1)
    assert after is not None
    assert "probe" not in after.scopes
    assert [] == [event for _, event in store.events(session_id) if isinstance(event, Clicked)]
