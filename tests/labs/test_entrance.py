"""The way into a study: age, guardian, groups, places. Whoever does not come in leaves nothing behind."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from feedback.enrolment import Enrolment
from feedback.recorder import Recorder
from feedback.store import Store, open_store
from feedback.study import parse
from labs import Page, Service, Task, Variant, ask
from labs.casting import cast_study
from labs.visit import Visit

STUDY = "probe/runde-1"
PLAN = """
title = "Probe"
prototype = "probe"
planned_sessions = 5
looks = [5]
{more}
arm = [{{id = "A", variant = "A"}}, {{id = "B", variant = "B"}}]
task = [{{id = "antrag", critical = true}}]
gate = [{{id = "g", metric = "completion", task = "antrag", at_least = 0.78, probability = 0.9}}]
{tables}
"""
AGE = """
[[segment]]
id = "access"
question = "Nutzen Sie Hilfsmittel?"
options = {yes = "Ja", no = "Nein"}
[[segment]]
id = "age"
question = "Wie alt sind Sie?"
options = {young = "unter 60", old = "60 oder älter"}
"""


class Form(BaseModel):
    """One question."""

    ort: str = ask("Wo wohnen Sie?")


SERVICE = Service(
    "probe",
    "Probe",
    Form,
    pages=[Page("wohnen", "Wohnen", "ort")],
    tasks=[Task("antrag", "Stellen Sie den Antrag.", persona={"ort": "Musterstadt"})],
    variants=[Variant("A"), Variant("B")],
)
Invite = Callable[..., Visit]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A real store."""
    opened = open_store(tmp_path / "lab.db")
    yield opened
    opened.close()


@pytest.fixture
def invite(store: Store) -> Invite:
    """Returns new visits to a study, by an open invitation unless told otherwise."""

    def visit(participant: str = "p1", more: str = "", tables: str = "", limited: bool = True) -> Visit:
        study = parse(PLAN.format(more=more, tables=tables), STUDY)
        enrolment = Enrolment(store, study, "secret", lambda: 1_700_000_000_000)
        cast = cast_study(
            study,
            {"probe": SERVICE},
            Recorder(store),
            enrolment,
            clock_ms=enrolment.clock_ms,
            consent_version="2026-11-2",
        )
        return Visit(cast, participant, limited=limited)

    return visit


def is_untouched(store: Store) -> bool:
    """Return whether nothing at all is stored of anybody."""
    return not store.sessions() and not store.enrolled(STUDY) and store.study_lock(STUDY) is None


def come_in(visit: Visit, **told: str) -> str:
    """Take part and tell of oneself; return the stage that this leads to."""
    visit.consent(visit.turn, agreed=True)
    visit.tell_groups(visit.turn, told)
    return visit.stage.kind


class TestAge:
    def test_too_young_leaves_nothing(self, invite: Invite, store: Store) -> None:
        """Without a guardian there is a friendly no; a slip can be mended."""
        visit = invite()
        visit.consent(visit.turn, agreed=True, of_age=False)
        assert "too_young" == visit.stage.kind
        assert is_untouched(store)
        visit.reconsider(visit.turn)
        assert "consent" == visit.stage.kind

    def test_the_age_has_to_be_told(self, invite: Invite, store: Store) -> None:
        """Without an answer the page stays and names what is missing; the next answer clears that."""
        visit = invite()
        visit.consent(visit.turn, agreed=True, of_age=None)
        assert ("consent", "age", 1) == (visit.stage.kind, visit.missing, visit.turn)
        visit.consent(visit.turn, agreed=True, of_age=True)
        assert ("groups", None) == (visit.stage.kind, visit.missing)
        assert is_untouched(store)

    def test_a_guardian_may_allow_it(self, invite: Invite, store: Store) -> None:
        """With the guardian's mark the visit goes on, and the scope says that somebody allowed it."""
        visit = invite(more="min_age = 16\nguardian = true")
        visit.consent(visit.turn, agreed=True, of_age=False, scopes=("probe",))
        assert "guardian" == visit.stage.kind
        visit.allow(visit.turn, agreed=None)
        assert ("guardian", "guardian") == (visit.stage.kind, visit.missing)
        visit.allow(visit.turn, agreed=True)
        visit.tell_groups(visit.turn, {})
        store.check()
        (session,) = store.sessions()
        assert ("taking_part", "probe", "guardian") == session.consent_scopes

    def test_a_guardian_may_forbid_it(self, invite: Invite, store: Store) -> None:
        """Then nothing is stored."""
        visit = invite(more="guardian = true")
        visit.consent(visit.turn, agreed=True, of_age=False)
        visit.allow(visit.turn, agreed=False)
        assert "declined" == visit.stage.kind
        assert is_untouched(store)


class TestConsent:
    def test_only_offered_scopes_count(self, invite: Invite, store: Store) -> None:
        """What the study does not offer cannot be given, whatever a browser sends; the text read is on record."""
        visit = invite(more='consent_scopes = ["quotes"]')
        visit.consent(visit.turn, agreed=True, scopes=("probe", "quotes", "guardian"), version="2026-11-2-de-leicht")
        visit.tell_groups(visit.turn, {})
        store.check()
        (session,) = store.sessions()
        assert ("taking_part", "quotes") == session.consent_scopes
        assert "2026-11-2-de-leicht" == session.consent_version
        given = [event for _, event in store.events(session.session_id) if event.type == "consent_given"]
        assert [("2026-11-2-de-leicht", ("taking_part", "quotes"))] == [(one.version, one.scopes) for one in given]  # type: ignore[attr-defined]

    def test_a_withdrawn_visit_is_not_taken_up(self, invite: Invite, store: Store) -> None:
        """Whoever took her consent back does not go on in a new process."""
        visit = invite()
        come_in(visit)
        store.check()
        (session,) = store.sessions()
        gone = session.model_copy(update={"consent_scopes": ()})
        again = invite()
        again.resume([(gone, [event for _, event in store.events(session.session_id)])])
        assert "stopped" == again.stage.kind


class TestGroups:
    def test_what_is_told_stands_in_the_session(self, invite: Invite, store: Store) -> None:
        """All groups make one identifier; an option that the plan does not know counts as not told."""
        visit = invite(tables=AGE)
        visit.consent(visit.turn, agreed=True)
        visit.tell_groups(visit.turn, {"access": "yes", "age": "young", "name": "Maria"})
        other = invite("p2", tables=AGE)
        other.consent(other.turn, agreed=True)
        other.tell_groups(other.turn, {"age": "Maria Muster"})
        store.check()
        assert ["access.yes..age.young", None] == sorted((one.segment for one in store.sessions()), key=str)[::-1]

    def test_without_questions_nobody_is_asked(self, invite: Invite) -> None:
        """`segment = []` leads from the consent into the study."""
        visit = invite(more="segment = []")
        visit.consent(visit.turn, agreed=True)
        assert "briefing" == visit.stage.kind


class TestPlaces:
    def test_one_place_in_five_is_kept_for_access_needs(self, invite: Invite, store: Store) -> None:
        """Of ten places two are kept: the ninth person without needs finds it full, one with needs does not."""
        stages = [come_in(invite(f"p{number}")) for number in range(9)]
        assert ["briefing"] * 8 + ["full"] == stages
        assert ["briefing", "briefing", "full"] == [come_in(invite(f"q{n}"), access="yes") for n in range(3)]
        assert 10 == len(store.enrolled(STUDY))
        assert 10 == len(store.sessions())

    def test_the_ninth_leaves_nothing(self, invite: Invite, store: Store) -> None:
        """Neither enrolment nor receipt nor session."""
        for number in range(8):
            come_in(invite(f"p{number}"))
        late = invite("late")
        assert "full" == come_in(late, access="no")
        assert (8, 8) == (len(store.enrolled(STUDY)), len(store.sessions()))
        assert () == late.arms

    def test_a_personal_invitation_always_has_a_place(self, invite: Invite) -> None:
        """The team invited this one person; her place is not open to others."""
        for number in range(10):
            come_in(invite(f"p{number}", limited=False))
        assert "briefing" == come_in(invite("invited", limited=False))
        assert "full" == come_in(invite("late"), access="yes")

    def test_the_share_is_the_plans(self, invite: Invite) -> None:
        """With a share of nothing all places are open."""
        stages = [come_in(invite(f"p{n}", more="quotas = {access_needs = 0.0}")) for n in range(11)]
        assert ["briefing"] * 10 + ["full"] == stages

    def test_whoever_is_in_stays_in(self, invite: Invite) -> None:
        """A second visit of somebody enrolled finds her place, however full the study is."""
        for number in range(8):
            come_in(invite(f"p{number}"))
        assert "briefing" == come_in(invite("p3"))
