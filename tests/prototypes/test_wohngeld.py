"""The Wohngeld prototype: both variants lead everybody to the end, in words that are easy to read."""

import re
import tomllib
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import get_args

import pytest

from labs import UNKNOWN
from labs.check import check
from labs.journey import Journey
from labs.walk import walk
from labs.wording import word
from prototypes.wohngeld import people, service
from prototypes.wohngeld.rent_levels import RENT_LEVELS, level_of
from prototypes.wohngeld.statute import VALID_FROM, RentLevel

TODAY = date(2026, 11, 24)
VARIANTS = service.variant_ids
DESIGNS = ("A", "B")
DECLARED = {"richtig": True, "aenderungen": True}
FORKS = {
    "wohnform": ("Miete", "Eigentum", "Heim"),
    "leistungen": ("niemand", "einige", "alle", "ausbildung", UNKNOWN),
    "ueber_grenze": (True, False, UNKNOWN),
    "nebenkosten": (Decimal(90), UNKNOWN),
    "personen": (1, 2),
}
SITUATIONS = [dict(zip(FORKS, values, strict=True)) for values in product(*FORKS.values())]


def journey(variant, answers, at=None):
    return Journey(service.flow(variant), today=TODAY, answers=answers, at=at)


def texts_of(one):
    """Return what the pages of a journey say below their headings."""
    return [one.flow.page(page).says(one.answers) for page in one.path()]


def test_check_finds_nothing():
    """Names, conditions, personas and walks fit together in both variants."""
    assert check(service) == []


def test_bots_come_through():
    """Bots walk every branch of both variants, with and without mistakes, and all scripted walks."""
    report = walk(service)
    assert report.failed == ()
    assert report.walks > len(service.walks)


@pytest.mark.parametrize("script", service.walks, ids=lambda script: script.name)
def test_scripted_walks(script):
    """Each scripted walk is led over exactly the pages that it expects."""
    assert journey(script.variant, script.answers).path() == tuple(script.expect)


@pytest.mark.parametrize("variant", VARIANTS)
def test_nobody_is_trapped(variant):
    """Owners, recipients of benefits, wealthy people and those who do not know yet all reach the end."""
    for situation in SITUATIONS:
        one = journey(variant, {**people.NADINE.answers, **DECLARED, **situation}, at="done")
        assert one.page.id == "done", situation
        assert not any(one.trace.unanswered.values()), situation


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("persona", service.all_personas.values(), ids=lambda persona: persona.id)
def test_every_field_of_a_persona_is_valid(variant, persona):
    """A role card never leads into a mistake: its answers carry a journey from the first page to the last."""
    raw = journey(variant, {**persona.answers, **DECLARED}).draft()["raw"]
    one = journey(variant, {})
    while not one.at_end:
        asked = [question.id for question in one.asked(raw)]
        step = one.submit({name: raw[name] for name in asked if name in raw})
        assert step.moved, step.problems
    assert {*one.answers} == {*persona.answers, *DECLARED}


@pytest.mark.parametrize("variant", VARIANTS)
def test_rent_is_changed_from_the_check_page(variant):
    """The second task: change the rent by its link, come back to the check page at once, send."""
    one = journey(variant, people.NADINE.answers, at="check")
    (row,) = (row for row in one.summary() if row.anchor == "kaltmiete")
    assert one.jump(row.page).moved
    raw = {question.id: one.raw(question.id) for question in one.questions()}
    step = one.submit(raw | {"kaltmiete": str(people.NEW_RENT)})
    assert (step.to_page, step.changed) == ("check", ("kaltmiete",))
    one.submit()
    one.submit(DECLARED)
    assert one.at_end
    assert one.answers.kaltmiete == people.NEW_RENT


def test_new_rent_is_the_one_in_the_scenario():
    """The scenario names the sum that the walk types, in all words."""
    assert all(f"{people.NEW_RENT} Euro" in service.flow(one).task("aendern").scenario for one in VARIANTS)


@pytest.mark.parametrize("variant", VARIANTS)
def test_notice_and_keys(variant):
    """All variants carry the notice, and the keys of the service with the year of their look-up."""
    flow = service.flow(variant)
    assert flow.notice == word("notice", flow.language)
    assert flow.keys == {"ozg": "10092", "leika": "99107023037000", "as_of": "2026"}


def test_variant_b_asks_for_income_before_the_home():
    """The variants differ as the study says: single questions in A; few pages, income first, in B."""
    a, b = (journey(variant, people.GERDA.answers).path() for variant in DESIGNS)
    assert len(b) < len(a) * 2 / 3
    assert a.index("wohnform") < a.index("einkommen")
    assert b.index("einkommen") < b.index("wohnung")
    assert max(len(page.question_ids) for page in service.flow("A").pages) <= 3


def test_places_have_the_levels_of_the_ministry():
    """The example places have the levels of the ministry's examples of 1 January 2025."""
    levels = {
        "Jüterbog": "I",
        "Leipzig": "II",
        "Weimar": "III",
        "Lübeck": "IV",
        "Friedrichshafen": "V",
        "Wiesbaden": "VI",
        "München": "VII",
    }
    assert levels == {place: level_of(place) for place in levels}


def test_every_confirmed_place_has_a_level_and_one_source():
    """The data file has no place twice, no level that the law does not know, and says where each comes from."""
    table = tomllib.loads((Path(people.__file__).parent / "mietenstufen.toml").read_text(encoding="utf-8"))
    places = [place for source in table["source"] for place in source["levels"]]
    assert sorted(places) == sorted(RENT_LEVELS)
    assert set(RENT_LEVELS.values()) == set(get_args(RentLevel))
    assert all(source["name"] for source in table["source"])


@pytest.mark.parametrize(
    ("place", "level"), [("WEIMAR", "III"), (" Leipzig, Stadt ", "II"), ("Neustadt", None), ("", None), (None, None)]
)
def test_place_is_found_as_people_write_it(place, level):
    """Capitals, spaces and „Stadt“ do not matter; what is not confirmed has no level, never a guess."""
    assert level_of(place) == level


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize(("place", "asked"), [("Weimar", False), ("Neustadt", True)])
def test_level_is_asked_where_it_is_not_known(variant, place, asked):
    """Only whoever lives in an unknown place is asked for the level."""
    one = journey(variant, {**people.GERDA.answers, "gemeinde": place})
    assert ("mietenstufe" in one.path()) is asked


@pytest.mark.parametrize(
    ("chosen", "shown"), [("III", "**475,20\xa0€**"), ("I", "**380,20\xa0€**"), (UNKNOWN, "fehlt noch die Mietenstufe")]
)
@pytest.mark.parametrize("home", ["Miete", "Heim"])
def test_chosen_level_counts(chosen, shown, home):
    """The estimate reckons with the level that the citizen chose; without one it says so, and the way on stays open."""
    answers = {**people.GERDA.answers, "gemeinde": "Neustadt", "mietenstufe": chosen, "wohnform": home}
    one = journey("A", {**answers, **DECLARED}, at="done")
    assert one.page.id == "done"
    assert shown in one.flow.page("schaetzung").says(one.answers)


@pytest.mark.parametrize(
    ("changed", "shown"),
    [
        (
            {},
            "262",
        ),  # M = 458.50 + 110.40, Y = (1085 * 12 - 102) * 0.9 / 12 = 968.85: 1.15 * (M - (a + bM + cY) * Y)
        ({"kaltmiete": Decimal(2000)}, "475,20"),
        ({"nebenkosten": UNKNOWN}, "Ihre Nebenkosten fehlen hier noch."),
        ({"wohnform": "Heim"}, "585,60"),
        (
            {"einkommen": [{"arten": ["rente"], "brutto": UNKNOWN, "abzuege": ["nichts"]}]},
            "fehlt noch Ihr Einkommen",
        ),
        ({"einkommen": [{"arten": ["arbeit"], "brutto": 4000, "abzuege": ["steuern"]}]}, "kein Wohngeld"),
        ({"einkommen": [{"arten": ["keines"]}]}, "Vielleicht hilft Ihnen die Grundsicherung mehr."),
        ({"leistungen": "einige"}, "nur ein Teil der Miete"),
        ({"leistungen": "alle"}, "gibt es meist kein Wohngeld"),
    ],
)
def test_estimate(changed, shown):
    """The estimate names the rent that counts and the Wohngeld, or says what is missing."""
    one = journey("A", {**people.GERDA.answers, **changed})
    assert shown in one.flow.page("schaetzung").says(one.answers)


@pytest.mark.parametrize(("members", "limit"), [(1, "60.000"), (4, "150.000")])
def test_wealth_limit_is_named_for_the_household(members, limit):
    """Nobody has to reckon the limit of wealth."""
    one = journey("A", {**people.FAMILY.answers, "personen": members})
    assert limit in one.flow.page("vermoegen").says(one.answers)


def test_explanations_cope_with_nothing():
    """On a page opened without any answer, every text still says something."""
    nothing = journey("A", {}).answers
    said = [page.says(nothing) for variant in VARIANTS for page in service.flow(variant).pages if page.text]
    assert all(text.strip() for text in said)


def test_start_page_says_since_when_the_figures_hold():
    """Whoever asks finds the legal basis and its date on the first page."""
    assert str(VALID_FROM.year) in service.flow("A").page("start").legal_basis


@pytest.mark.parametrize(("variant", "language"), [("leicht", "de"), ("englisch", "en")])
def test_other_words_are_the_same_service(variant, language):
    """Easy language and English show the pages of A and ask for the same values: only the words differ."""
    base, other = service.flow("A"), service.flow(variant)
    assert other.language == language
    assert [page.id for page in other.pages] == [page.id for page in base.pages]
    for name, question in base.questions.items():
        twin = other.questions[name]
        assert [one.value for one in twin.options] == [one.value for one in question.options]
        assert (twin.kind, twin.limits, twin.optional, twin.when) == (
            question.kind, question.limits, question.optional, question.when,
        )  # fmt: skip
    for task in base.tasks:
        assert other.task(task.id).goal == task.goal
        assert other.ideal_path(other.task(task.id)) == base.ideal_path(task)
        assert other.task(task.id).scenario != task.scenario


def test_english_is_english_all_through():
    """Figures too: the estimate writes euros in front, with an English comma."""
    one = journey("englisch", {**people.FAMILY.answers})
    said = one.flow.page("vermoegen").says(one.answers)
    assert "The limit for 4 people is **€150,000**." in said
    german = re.compile(r"\b(?:und|oder|nicht|Sie|Ihre?|der|die|das)\b")
    assert [text for text in texts_of(one) if german.search(text)] == []


def test_easy_language_names_the_same_sums():
    """The sums of the estimate do not depend on the words around them."""
    easy, plain = (journey(variant, people.FAMILY.answers) for variant in ("leicht", "A"))
    sums = [re.findall(r"[\d.,]+\xa0€", one.flow.page("schaetzung").says(one.answers)) for one in (easy, plain)]
    assert len(sums[0]) >= 4
    assert sums[0] == sums[1]
