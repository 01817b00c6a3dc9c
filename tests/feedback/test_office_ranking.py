"""The section on the ranking: what is ahead, how firm it is, what more sessions bring; in words for every chart."""

import re

import pytest
from deciding import NOW_MS, STUDY, both, make_arm, sentences

from feedback.decision import Ranking, decide, gather
from feedback.evidence import StudyEvidence
from feedback.office.ranking import HOW, LOSS, draw_firmness, draw_outlook, rank_table, tell_places, tell_weights
from feedback.sessions import SessionFacts

pytestmark = pytest.mark.slow


def evidence_of(facts: list[SessionFacts]) -> StudyEvidence:
    decision = decide(STUDY, facts, now_ms=NOW_MS)
    return StudyEvidence(
        study=STUDY, lock=None, facts=tuple(facts), counted=gather(STUDY, facts), blocking={}, decision=decision
    )


def ranking_of(facts: list[SessionFacts]) -> Ranking:
    found = evidence_of(facts).decision.ranking
    assert found is not None
    return found


def test_the_chart_of_ranks_has_words_for_every_part() -> None:
    """Each place of each arm is told with its chance."""
    found = tell_places(STUDY, ranking_of(both(12)), "A")
    assert "A (Eine Frage je Seite)" == found.name
    assert 2 == len(found.parts) == len(found.texts)
    assert all(re.fullmatch(r"Platz [12]: \d+\xa0%", text) for text in found.texts)


def test_weights_are_told_as_ranges() -> None:
    """Each criterion shows its range, and whether nobody gave a value."""
    told = [dot.text for dot in tell_weights(STUDY, ranking_of(both(12)))]
    assert ["Gewicht 40 bis 60\xa0%", "Gewicht 20 bis 40\xa0%", "Gewicht 10 bis 30\xa0%"] == told
    silent = [dot.text for dot in tell_weights(STUDY, ranking_of(both(12, sus=None)))]
    assert "Gewicht 20 bis 40\xa0%, noch ohne Werte" == silent[1]


def test_the_table_has_a_row_an_arm() -> None:
    """All numbers of the ranking stand in a table, too."""
    html = rank_table(STUDY, ranking_of(both(12)))
    assert 3 == html.count("<tr")
    assert "Erfüllt alles und liegt vorn" in html


def test_what_would_flip_a_gate_stands_beside_it() -> None:
    """Each measured gate says how many sessions would have to end differently."""
    html = draw_firmness(evidence_of(both(12)))
    assert 2 == html.count("Endet 1 Sitzung schlechter, ist die Bedingung nicht mehr erfüllt.")
    assert "Mit skeptischem Vorwissen wäre die Bedingung offen." in html
    assert "Noch ist keine Aussage möglich." in draw_firmness(evidence_of(both(3)))


def test_the_outlook_is_shown_while_the_study_waits() -> None:
    """Chances stand there as long as they matter, and not once an arm is ready."""
    html = draw_outlook(evidence_of(both(12, 11)))
    assert "Bei 20 Sitzungen beträgt die Chance auf „bereit“" in html
    assert "Von A und B wird mindestens eine bereit:" in html
    assert "" == draw_outlook(evidence_of(make_arm("A", 12) + make_arm("B", 12, 11)))


def test_the_explanations_are_short() -> None:
    """At most twelve words a sentence."""
    assert all(len(sentence.split()) <= 12 for text in (HOW, LOSS) for sentence in sentences(text))
