"""No published group, rest or difference of groups speaks about fewer than five people."""

from itertools import combinations, product

import pytest
from deciding import STUDY, make_facts
from hypothesis import given
from hypothesis import strategies as st

from feedback.decision import decide, gather
from feedback.evidence import StudyEvidence
from feedback.report.groups import group_rows
from feedback.report.small_groups import SMALLEST, Filter, matches, publishable, single_filters
from feedback.report.words import Words
from feedback.sessions import SessionFacts

pytestmark = pytest.mark.slow

VALUES = {"age": ["young", "old"], "device": ["phone", "desk", "tablet"], "access": ["none", "reader"]}
ALL_FILTERS: list[Filter] = [
    frozenset(zip(names, values, strict=True))
    for count in (1, 2, 3)
    for names in combinations(VALUES, count)
    for values in product(*(VALUES[name] for name in names))
]
person = st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in VALUES.items()})
EVERYBODY: Filter = frozenset()


def found(people: list[dict[str, str]], one: Filter) -> set[int]:
    return {place for place, each in enumerate(people) if matches(each, one)}


@given(st.lists(person, max_size=60) | st.lists(person, min_size=30, max_size=90), st.randoms(use_true_random=False))
def test_no_pair_of_filters_reveals_fewer_than_five(people: list[dict[str, str]], rng: object) -> None:
    """Brute force over all pairs: each group, each rest, each difference and each overlap is empty or at least five."""
    wanted = list(ALL_FILTERS)
    rng.shuffle(wanted)  # type: ignore[attr-defined]
    shown = [EVERYBODY, *publishable(people, wanted)]
    for one, other in product(shown, repeat=2):
        a, b = found(people, one), found(people, other)
        for told in (a - b, a & b, found(people, EVERYBODY) - (a | b)):
            assert one == other == EVERYBODY or not 0 < len(told) < SMALLEST


def test_two_groups_do_not_reveal_the_third() -> None:
    """Ten by phone and ten by desk leave three by tablet: only one of the two large groups is shown."""
    people = [{"device": name} for name, n in {"phone": 10, "desk": 10, "tablet": 3}.items() for _ in range(n)]
    assert 1 == len(publishable(people, single_filters(people)))


def test_large_groups_are_shown() -> None:
    """The rule hides what it must and no more: two groups of five are both shown."""
    people = [{"age": "young"}] * 5 + [{"age": "old"}] * 5
    assert 2 == len(publishable(people, single_filters(people)))


def evidence_of(segments: list[str | None]) -> StudyEvidence:
    facts: tuple[SessionFacts, ...] = tuple(
        make_facts(number, arm, segment=segment) for arm in "AB" for number, segment in enumerate(segments)
    )
    decision = decide(STUDY, facts, now_ms=1_800_000_000_000)
    return StudyEvidence(STUDY, None, facts, gather(STUDY, facts), {}, decision)


def test_a_report_shows_groups_of_five_with_persons_and_range() -> None:
    """Each row of a group names its persons; the SUS of a group stands beside its completion."""
    rows = group_rows(evidence_of(["access.reader"] * 5 + ["access.none"] * 7), Words("de"))
    assert {"access: reader", "access: none"} == {str(row[0]) for row in rows}
    assert any("5 von 5" in str(row[3]) for row in rows)


def test_a_report_hides_a_group_of_four_and_its_rest() -> None:
    """Four people are not shown, and neither are the other eight, from whom the four would follow."""
    assert [] == group_rows(evidence_of(["access.reader"] * 4 + ["access.none"] * 8), Words("de"))


def test_people_with_access_needs_go_before_other_groups() -> None:
    """Where two divisions cut each other into small pieces, that by access stays."""
    segments = [f"access.{'reader' if n < 6 else 'none'}..age.{'old' if n % 3 else 'young'}" for n in range(12)]
    shown = {str(row[0]).partition(":")[0] for row in group_rows(evidence_of([*segments]), Words("de"))}
    assert {"access"} == shown
