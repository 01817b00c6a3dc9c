"""The questionnaires: wording, scale, scoring, grades."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback import instruments
from feedback.instruments import SUS, Instrument, Score
from feedback.stats import NotEnoughData


def sus_answers(*values: int | None) -> dict[str, int | None]:
    return {item.id: value for item, value in zip(SUS.items, values, strict=True)}


@pytest.mark.parametrize("instrument", instruments.INSTRUMENTS.values(), ids=lambda i: i.id)
def test_every_questionnaire_is_complete(instrument: Instrument) -> None:
    """Each item has its own id and text in both languages; source, licence and wording are named."""
    assert len(instrument.items) == len({item.id for item in instrument.items})
    for item in instrument.items:
        shown = {item.text.show(language, "Wohngeld") for language in ("de", "en")}
        assert 2 == len(shown)
        assert all("{" not in text and text[-1] in ".?" for text in shown)
    assert instrument.source
    assert instrument.licence
    assert f"{instrument.id}-de-1" == instrument.wording("de")
    assert 1 <= instrument.min_answers <= len(instrument.items)


def test_german_sus_wording() -> None:
    """The German items are the published ones, with the service's name put in."""
    shown = [item.text.show("de", "Wohngeld") for item in SUS.items]
    assert "Ich denke, dass ich Wohngeld gerne häufig benutzen würde." == shown[0]
    assert "Ich musste eine Menge lernen, bevor ich anfangen konnte, Wohngeld zu verwenden." == shown[9]


def test_unknown_questionnaire_is_named() -> None:
    """An unknown id is refused with the known ones."""
    with pytest.raises(KeyError, match="known: ease, umux_lite, sus"):
        instruments.get("nps")


def test_sus_scores_the_extremes() -> None:
    """The best answers give 100, the worst 0; a total minus 1 or items scored the same way would not."""
    assert Score("sus", 100.0, 10, imputed=False) == instruments.score("sus", sus_answers(*[5, 1] * 5))
    assert Score("sus", 0.0, 10, imputed=False) == instruments.score("sus", sus_answers(*[1, 5] * 5))


def test_ease_is_its_only_answer() -> None:
    """The ease score is the answer itself."""
    assert Score("ease", 6.0, 1, imputed=False) == instruments.score("ease", {"ease_1": 6})


def test_two_missing_answers_are_imputed_and_flagged() -> None:
    """With 8 of 10 items the score uses the person's mean contribution and says so."""
    assert Score("sus", 75.0, 8, imputed=True) == instruments.score(
        "sus", sus_answers(4, 2, 4, 2, None, 2, 4, 2, 4, None)
    )


def test_three_missing_answers_give_no_score() -> None:
    """With 7 of 10 items there is no score, but the reason."""
    found = instruments.score("sus", sus_answers(4, 2, 4, None, None, 2, 4, 2, 4, None))
    assert NotEnoughData(7, 8, "Es fehlen zu viele Antworten.") == found


@pytest.mark.parametrize("answers", [{"sus_1": 6}, {"sus_1": 0}, {"umux_lite_1": 3}])
def test_answers_off_the_scale_are_refused(answers: dict[str, int | None]) -> None:
    """A value off the scale or an item of another questionnaire is a mistake of the caller."""
    with pytest.raises(ValueError, match="not on the scale"):
        instruments.score("sus", answers)


def test_68_is_a_c() -> None:
    """The published mean of 68 is graded C, and not better."""
    assert "C" == instruments.grade(68).letter


def test_grade_needs_a_narrow_interval() -> None:
    """Three grades may lie in the interval, four may not."""
    assert "B" == instruments.grade_of_interval(75, 73, 78).letter  # type: ignore[union-attr]
    assert instruments.grade_of_interval(75, 73, 79) is None


def test_score_off_the_scale_has_no_grade() -> None:
    """A SUS score above 100 is a mistake of the caller."""
    with pytest.raises(ValueError, match="between 0 and 100"):
        instruments.grade(101)


@given(first=st.floats(0, 100), second=st.floats(0, 100))
def test_better_scores_never_grade_worse(first: float, second: float) -> None:
    """Grade and percentile rise with the score, and the percentile lies in the range of its grade."""
    low, high = sorted((first, second))
    assert instruments.grade(low).percentile_low <= instruments.grade(high).percentile_low
    assert instruments.percentile(low) <= instruments.percentile(high) + 1e-9
    assert 0 <= instruments.percentile(low) <= 100


@given(values=st.lists(st.none() | st.integers(1, 5), min_size=10, max_size=10))
def test_sus_is_a_score_or_a_reason(values: list[int | None]) -> None:
    """Whatever is missing, a SUS result is a number from 0 to 100 or says why there is none."""
    found = instruments.score("sus", sus_answers(*values))
    given_answers = sum(value is not None for value in values)
    if given_answers < 8:
        assert isinstance(found, NotEnoughData)
    else:
        assert isinstance(found, Score)
        assert 0 <= found.value <= 100
        assert found.imputed == (given_answers < 10)
