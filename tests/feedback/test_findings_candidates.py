"""What recordings propose: rules broken twice by two people, pages where people leave, dead ends, loops."""

import pytest
from finding_facts import make_facts, make_flow, selections
from hypothesis import given
from hypothesis import strategies as st

from feedback.findings import Candidate, propose
from feedback.findings.moves import find_circles, find_turns
from feedback.sessions import SessionFacts

RULE = ("miete", "miete", "required")
AHEAD = ("start", "miete", "haus", "check", "done")


def found(*facts: SessionFacts) -> list[Candidate]:
    return list(propose(selections(*facts)))


def kinds(*facts: SessionFacts) -> list[tuple[str, str, int]]:
    return [(one.kind, one.page, one.persons) for one in found(*facts)]


def test_smooth_sessions_propose_nothing() -> None:
    """Where all goes well there is nothing to say, and so it is without any session."""
    assert [] == found(*(make_facts(i) for i in range(5)))
    assert [] == found()


def test_a_rule_counts_when_two_people_break_it_twice() -> None:
    """One person, or two people once, is no proposal."""
    assert [] == found(make_facts(1, problems={RULE: 5}), make_facts(2, problems={RULE: 1}))
    (one,) = found(make_facts(1, problems={RULE: 2}), make_facts(2, problems={RULE: 3}), make_facts(3))
    assert ("rule", "„Wie hoch ist Ihre Miete?“: leer gelassen") == (one.kind, one.title)
    assert ("antrag", "miete", "miete", None) == (one.task, one.page, one.field, one.arm)
    assert (2, 3) == (one.persons, one.of)


def test_two_visits_of_one_person_are_one_person() -> None:
    """A second visit is no second witness."""
    assert [] == found(make_facts(1, problems={RULE: 2}), make_facts(2, problems={RULE: 2}, participant="p1"))


def test_a_page_where_people_leave() -> None:
    """Two who gave up on one page; technical failures and successes are no leaving."""
    gone = [make_facts(i, pages=("start", "miete"), outcome="gave_up") for i in range(2)]
    assert [("leaving", "miete", 2)] == kinds(*gone, make_facts(5))
    lost = make_facts(7, pages=("start", "miete"), outcome="technical_failure")
    assert [] == kinds(gone[0], lost, make_facts(5))


def test_a_dead_end_sends_people_back_or_away() -> None:
    """One went back, another gave up: a dead end, with both counted."""
    back = make_facts(1, pages=("start", "miete", "start", "miete", "haus", "check", "done"))
    gone = make_facts(2, pages=("start", "miete"), outcome="gave_up")
    (one,) = found(back, gone, make_facts(3))
    assert ("dead end", "miete", 2) == (one.kind, one.page, one.persons)
    assert "1 Person ging von hier zurück. 1 Person hörte hier auf." == one.reason
    assert "Sackgasse: „Ihre Miete“" == one.title


def test_changing_an_answer_from_the_check_page_is_no_dead_end() -> None:
    """From check-your-answers people are meant to leave and return, however often."""
    change = ("start", "miete", "check", "miete", "check", "haus", "check", "miete", "check", "done")
    assert [] == found(*(make_facts(i, pages=change) for i in range(3)))


def test_a_loop_is_a_circle_that_two_people_went_twice() -> None:
    """The same pages around and around; once around is a look back."""
    circle = ("start", "miete", "haus", "start", "miete", "haus", "start", "miete", "haus", "check", "done")
    (one,) = [c for c in found(make_facts(1, pages=circle), make_facts(2, pages=circle)) if c.kind == "loop"]
    assert "Im Kreis: „Start“ und „Ihre Miete“ und 1 weitere" == one.title
    assert [] == found(make_facts(1, pages=circle), make_facts(2))


def test_a_page_of_one_arm_names_that_arm() -> None:
    """A problem on a page that only B has is about B; on a page of both it is about both."""
    flow = make_flow("B", extra="extra")
    gone = [make_facts(i, "B", flow=flow, pages=("start", "extra"), outcome="gave_up") for i in (1, 2)]
    assert ["B"] == [one.arm for one in found(*gone, make_facts(3))]
    gone = [make_facts(i, "B", pages=("start", "miete"), outcome="gave_up") for i in (1, 2)]
    assert [None] == [one.arm for one in found(*gone, make_facts(3))]


def test_withdrawn_sessions_propose_nothing() -> None:
    """Whoever took back the consent is in no proposal."""
    gone = [make_facts(i, pages=("start",), outcome="gave_up", withdrawn=i == 1) for i in (1, 2)]
    assert [] == found(*gone)


def test_synthetic_sessions_count_in_a_demo_only() -> None:
    """Invented people prove nothing in a real study."""
    assert [] == found(*(make_facts(i, pages=("start",), outcome="gave_up", synthetic=True) for i in (1, 2)))


WAYS = st.lists(st.sampled_from(["start", "miete", "haus", "check"]), max_size=14).map(tuple)


@given(st.lists(st.tuples(WAYS, st.sampled_from(["success", "gave_up", "failed"])), max_size=6))
def test_every_proposal_rests_on_two_people_and_real_sessions(ways: list[tuple[tuple[str, ...], str]]) -> None:
    """Whatever people do, no id comes twice and no number exceeds what there is."""
    facts = [make_facts(i, pages=pages, outcome=end) for i, (pages, end) in enumerate(ways)]  # type: ignore[arg-type]
    proposals = found(*facts)
    known = {one.session.session_id for one in facts}
    assert len(proposals) == len({one.id for one in proposals})
    for one in proposals:
        assert 2 <= one.persons <= one.of == len(facts)
        assert set(one.sessions) <= known
        assert one.persons == len(one.sessions)
        assert "check" != one.page or one.kind == "leaving"


@pytest.mark.parametrize(
    ("way", "turns"),
    [("abc", ""), ("aba", "b"), ("abcbc", "c"), ("abcba", "c"), ("aabba", "b"), ("abab", "b"), ("", "")],
)
def test_turns(way: str, turns: str) -> None:
    """Only the farthest page of a way back is a turn; the same page shown again is none."""
    assert set(turns) == find_turns(tuple(way))


@given(st.text("abcd", max_size=12))
def test_circles_are_within_the_way(way: str) -> None:
    """A circle has two pages or more, all of them visited at least twice."""
    for circle in find_circles(tuple(way)):
        assert 2 <= len(circle)
        assert circle <= set(way)
