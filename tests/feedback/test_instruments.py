"""The questionnaires: wording, scale, scoring, grades."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback import instruments
from feedback.instruments import SUS, UEQ_S, UMUX_LITE, Instrument, Item, Score, Text
from feedback.stats import Alpha, NotEnoughData


def sus_answers(*values: int | None) -> dict[str, int | None]:
    return {item.id: value for item, value in zip(SUS.items, values, strict=True)}


@pytest.mark.parametrize("instrument", instruments.INSTRUMENTS.values(), ids=lambda i: i.id)
def test_every_questionnaire_is_complete(instrument: Instrument) -> None:
    """Each item has its own id and text in both languages; source, licence and wording are named."""
    assert len(instrument.items) == len({item.id for item in instrument.items})
    for item in instrument.items:
        shown = {item.text.show(language, "Wohngeld") for language in ("de", "en")}
        assert 2 == len(shown)
        assert all("{" not in text and (text[-1] in ".?" or " – " in text) for text in shown)
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
    with pytest.raises(KeyError, match="known: ease, umux_lite, sus, ueq_s, trust"):
        instruments.get("nps")


def test_sus_scores_the_extremes() -> None:
    """The best answers give 100, the worst 0; a total minus 1 or items scored the same way would not."""
    assert Score("sus", 100.0, 10, imputed=False) == instruments.score("sus", sus_answers(*[5, 1] * 5))
    assert Score("sus", 0.0, 10, imputed=False) == instruments.score("sus", sus_answers(*[1, 5] * 5))


@given(answers=st.lists(st.integers(1, 5), min_size=10, max_size=10))
def test_sus_subtracts_five_and_not_one(answers: list[int]) -> None:
    """Known wrong: taking 1 from the sum of the odd items instead of 5 gives 10 points too many."""
    found = instruments.score("sus", sus_answers(*answers))
    assert isinstance(found, Score)
    odd, even = sum(answers[::2]), sum(answers[1::2])
    assert 2.5 * ((odd - 5) + (25 - even)) == pytest.approx(found.value)
    assert 2.5 * ((odd - 1) + (25 - even)) - 10 == pytest.approx(found.value)


@given(low=st.integers(1, 7))
def test_even_items_of_seven_points_are_not_scored_from_five(low: int) -> None:
    """Known wrong: 5 - x, which is right for SUS, makes an even UMUX item with seven points negative."""
    item = Item("umux_2", Text("Das war ärgerlich.", "It was frustrating."), reverse=True)
    umux = replace(UMUX_LITE, id="umux", items=(item,), min_answers=1)
    found = instruments.score(umux, {"umux_2": low})
    assert isinstance(found, Score)
    assert 100 * (7 - low) / 6 == pytest.approx(found.value)
    assert found.value >= 0
    assert found.value != pytest.approx(100 * (5 - low) / 6)


def test_second_item_of_umux_lite_is_not_reversed() -> None:
    """UMUX-Lite took two positive items: the best answers give 100, the worst 0."""
    for answer, expected in ((7, 100.0), (1, 0.0)):
        found = instruments.score("umux_lite", {"umux_lite_1": answer, "umux_lite_2": answer})
        assert Score("umux_lite", expected, 2, imputed=False) == found


def ueq_answers(*values: int | None) -> dict[str, int | None]:
    return {item.id: value for item, value in zip(UEQ_S.items, values, strict=True)}


def test_ueq_s_words_stand_as_published() -> None:
    """The eight German pairs of words are those of the UEQ-S, in its order."""
    pairs = [item.text.de for item in UEQ_S.items]
    assert ["behindernd – unterstützend", "kompliziert – einfach"] == pairs[:2]
    assert ["konventionell – originell", "herkömmlich – neuartig"] == pairs[6:]
    assert 8 == len(pairs)


@given(values=st.lists(st.integers(1, 7), min_size=8, max_size=8))
def test_ueq_s_is_the_mean_of_its_halves(values: list[int]) -> None:
    """Each half is its mean answer minus 4, the whole the mean of the halves, all from -3 to 3."""
    whole = instruments.score(UEQ_S, ueq_answers(*values))
    halves = instruments.score_subscales(UEQ_S, ueq_answers(*values))
    pragmatic, hedonic = halves["pragmatic"], halves["hedonic"]
    assert isinstance(whole, Score)
    assert isinstance(pragmatic, Score)
    assert isinstance(hedonic, Score)
    assert sum(values[:4]) / 4 - 4 == pytest.approx(pragmatic.value)
    assert sum(values[4:]) / 4 - 4 == pytest.approx(hedonic.value)
    assert whole.value == pytest.approx((pragmatic.value + hedonic.value) / 2)
    assert -3 <= whole.value <= 3


def test_a_missing_pair_spoils_only_its_half() -> None:
    """Without one of the hedonic pairs the pragmatic half still has a score."""
    answers = ueq_answers(6, 6, 6, 6, None, 5, 5, 5)
    halves = instruments.score_subscales(UEQ_S, answers)
    assert Score("ueq_s.pragmatic", 2.0, 4, imputed=False) == halves["pragmatic"]
    assert NotEnoughData(3, 4, "Es fehlen zu viele Antworten.") == halves["hedonic"]
    assert isinstance(instruments.score(UEQ_S, answers), NotEnoughData)


def test_trust_items_are_marked_as_own() -> None:
    """The two trust items name no publication: nobody has norms for them."""
    assert "own" == instruments.TRUST.source
    assert 2 == len(instruments.TRUST.items)


def test_reliability_turns_reverse_items() -> None:
    """People who answer SUS consistently have a high alpha, although good answers are low in even items."""
    people = [sus_answers(*[good, 6 - good] * 5) for good in (2, 3, 4, 5)]
    found = instruments.reliability(SUS, people)
    assert isinstance(found, Alpha)
    assert 1 == pytest.approx(found.alpha)
    assert isinstance(instruments.reliability(SUS, []), NotEnoughData)


def test_shipped_instruments_cannot_be_replaced() -> None:
    """A lab's own instrument never takes the place of a published one."""
    with pytest.raises(ValueError, match="shipped"):
        instruments.register(replace(SUS, version=2))


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
    """Known wrong: the published mean of 68 is graded C, in the middle of all products, and not better."""
    assert "C" == instruments.grade(68).letter
    assert 50 == pytest.approx(instruments.percentile(68), abs=1)


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
