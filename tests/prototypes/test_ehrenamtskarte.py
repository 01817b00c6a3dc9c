"""The Ehrenamtskarte prototype: every design leads everybody to the end, and says the right card on the way."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from labs import UNKNOWN
from labs.check import check
from labs.journey import Journey
from labs.walk import walk
from prototypes.ehrenamtskarte import people, service
from prototypes.ehrenamtskarte.statute import MUSTERLAND, Engagement, Guideline

TODAY = date(2026, 11, 24)
VARIANTS = service.variant_ids
PERSONAS = service.all_personas.values()
MEHMET, HEIKE, LINA = people.MEHMET.answers, people.HEIKE.answers, people.LINA.answers


def journey(variant, answers, at=None):
    return Journey(service.flow(variant), today=TODAY, answers=answers, at=at)


def said(answers, variant="A"):
    one = journey(variant, answers)
    return one.flow.page("ergebnis").says(one.answers)


def office(years, **hours):
    """Return one honorary office as an answer, with `stunden_woche` or `stunden_jahr`."""
    counted = "woche" if "stunden_woche" in hours else "jahr"
    return {"stelle": "Tafel", "aufgabe": "Essen verteilen", "zaehlung": counted, "jahre": years, **hours}


def test_check_finds_nothing():
    """Names, conditions, personas, walks and words fit together, and every sentence is easy to read."""
    assert [] == check(service)


@pytest.mark.slow
def test_bots_come_through():
    """Bots walk every branch of every variant, with and without mistakes, and all scripted walks."""
    report = walk(service)
    assert () == report.failed
    assert report.walks > len(service.walks)


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_page_is_reached(variant):
    """No page is there in vain: the scripted walks together show all of them."""
    shown = {page for script in service.walks if script.variant == variant for page in script.expect}
    assert {page.id for page in service.flow(variant).pages} == shown


@pytest.mark.parametrize("script", service.walks, ids=lambda script: script.name)
def test_scripted_walks(script):
    """Each scripted walk is led over exactly the pages that it expects."""
    assert tuple(script.expect) == journey(script.variant, script.answers).path()


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: persona.id)
def test_every_field_of_a_persona_is_valid(variant, persona):
    """A role card never leads into a mistake: its answers carry a journey from the first page to the last."""
    declared = {"richtig": True} | ({"erlaubnis": True} if "kontakt" in persona.answers else {})
    raw = journey(variant, {**persona.answers, **declared}).draft()["raw"]
    one = journey(variant, {})
    for _ in one.flow.pages:
        for group in [question.id for question in one.questions(raw) if question.kind == "group"]:
            while one.entries(group) < len(persona.answers[group]):
                one.keep(raw)
                one.add_entry(group)
        asked = [question.id for question in one.asked(raw)]
        step = one.submit({name: raw[name] for name in asked if name in raw})
        assert step.moved, step.problems
        if one.at_end:
            break
    assert one.at_end
    assert {*persona.answers, *declared} == {*one.answers}


@pytest.mark.parametrize("variant", ["A", "B"])
def test_nobody_is_trapped(variant):
    """Whatever proof people have or lack, wherever they live: all reach the end."""
    forks = {
        "weg": ("ehrung", "einsatz", "juleica", "dienst", "stunden"),
        "wohnort": (True, False),
        "bestaetigung": ("papier", "fragen", "niemand"),
        "geld": ("nein", "mehr", UNKNOWN),
        "ausbildung": (True, False),
        "gueltig": (True, False),
        "ehrung": ("landeszeichen", "andere"),
    }
    rest = {"dienst": "bfd", "traeger": "Tafel", "einheit": "thw", "dienstjahre": 3, "nummer": UNKNOWN}
    for values in product(*forks.values()):
        situation = dict(zip(forks, values, strict=True))
        answers = {**MEHMET, **rest, "richtig": True, "erlaubnis": True, **situation}
        assert "done" == journey(variant, answers, at="done").page.id, situation


@pytest.mark.parametrize("variant", VARIANTS)
def test_years_are_changed_from_the_check_page(variant):
    """The second task: change the years by their link, come back to the check page at once, send."""
    one = journey(variant, HEIKE, at="check")
    (row,) = (row for row in one.summary() if row.anchor == "dienstjahre")
    assert one.jump(row.page).moved
    raw = {question.id: one.raw(question.id) for question in one.asked()}
    step = one.submit(raw | {"dienstjahre": str(people.SERVICE_YEARS)})
    assert ("check", ("dienstjahre",)) == (step.to_page, step.changed)
    one.submit()
    one.submit({"richtig": True})
    assert one.at_end
    assert people.SERVICE_YEARS == one.answers.dienstjahre


def test_scenarios_name_what_is_typed():
    """The scenarios name the years and the person that the walks type, in all words."""
    for variant in VARIANTS:
        flow = service.flow(variant)
        assert f"{people.SERVICE_YEARS} " in flow.task("aendern").scenario
        assert MEHMET["kontakt"] in flow.task("beantragen").scenario


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize(("answers", "others"), [(HEIKE, "aemter"), (MEHMET, "ausbildung"), (LINA, "ehrung")])
def test_only_the_chosen_way_is_asked(variant, answers, others):
    """Whoever chooses one proof of entitlement is never asked for another."""
    one = journey(variant, answers, at="check")
    assert others not in {question.id for page in one.trace.visible.values() for question in page}


def test_whoever_is_asked_about_agrees():
    """The state asks an association only with the citizen's consent; others need not give any."""
    for confirmation, agreed in (("fragen", True), ("papier", False), ("niemand", False)):
        one = journey("A", {**MEHMET, "bestaetigung": confirmation}, at="erklaerung")
        assert agreed is ("erlaubnis" in [question.id for question in one.questions()])


def test_variant_b_begins_with_the_proof():
    """The designs differ as the study says: the person first, one question a page in A; in B the proof, in groups."""
    a, b = (journey(variant, MEHMET).path() for variant in ("A", "B"))
    assert len(b) < len(a) * 2 / 3
    assert a.index("geburt") < a.index("weg")
    assert b.index("wege") < b.index("ergebnis") < b.index("person_alles")
    assert max(len(page.question_ids) for page in service.flow("A").pages) <= 3


def test_keys_and_notice():
    """Every variant carries the nearest OZG key with the year of its look-up, and a notice."""
    for variant in VARIANTS:
        flow = service.flow(variant)
        assert {"ozg": "10134", "as_of": "2026"} == flow.keys
        assert flow.notice


def test_every_asked_fact_has_its_number():
    """Whoever asks why a question is asked finds the number of the guideline, marked as invented."""
    laws = {question.law for question in service.flow("A").questions.values()}
    assert all(law.startswith("Nr. ") and law.endswith("(erfunden)") for law in laws)


@pytest.mark.parametrize(
    ("offices", "card"),
    [
        ([Engagement(2, Decimal(5))], "blau"),
        ([Engagement(2, hours_a_year=250)], "blau"),
        ([Engagement(2, Decimal("4.99"))], None),
        ([Engagement(1, Decimal(20))], None),
        ([Engagement(2, Decimal(3)), Engagement(9, hours_a_year=100)], "blau"),
        ([Engagement(25, Decimal(5))], "gold"),
        ([Engagement(25, Decimal(3)), Engagement(24, Decimal(3))], "blau"),
        ([Engagement(25, Decimal(5)), Engagement(3, None)], "gold"),
        ([Engagement(None, Decimal(9))], None),
        ([], None),
    ],
)
def test_card_by_hours(offices, card):
    """Nr. 3 and 6: enough hours, held long enough, over all offices together; unknown hours earn nothing."""
    assert card == MUSTERLAND.card_by_hours(offices)


@pytest.mark.parametrize(
    ("years", "trained", "card"), [(0, True, "blau"), (24, True, "blau"), (25, True, "gold"), (40, False, None)]
)
def test_card_by_service(years, trained, card):
    """Nr. 4 b and 6: with basic training at once, golden after 25 years."""
    assert card == MUSTERLAND.card_by_service(years, trained=trained)


@pytest.mark.parametrize(("born", "old_enough"), [((2010, 11, 24), True), ((2010, 11, 25), False)])
def test_least_age(born, old_enough):
    """Nr. 2: from the sixteenth birthday."""
    assert old_enough is MUSTERLAND.is_old_enough(date(*born), TODAY)


def test_another_state_changes_figures_only():
    """Each figure can come from a table of parameters: plain numbers and texts by name."""
    assert {"int", "str"} == {one.type if isinstance(one.type, str) else one.type.__name__ for one in fields(Guideline)}
    other = replace(MUSTERLAND, state="Neuland", years=1, hours_a_year=100)
    assert "blau" == other.card_by_hours([Engagement(1, Decimal(2))])


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        (MEHMET, "die blaue Karte"),
        ({**MEHMET, "aemter": [office(26, stunden_woche=Decimal(6))]}, "die goldene Karte"),
        ({**MEHMET, "aemter": [office(4, stunden_woche=Decimal("3.5"))]}, "Es fehlen also 75 Stunden."),
        ({**MEHMET, "aemter": [office(1, stunden_woche=Decimal(6))]}, "erst nach 2 Jahren"),
        ({**MEHMET, "aemter": [office(9, stunden_jahr=UNKNOWN)]}, "Ihre Stunden fehlen hier noch."),
        ({**MEHMET, "geld": "mehr"}, "die Karte noch nicht"),
        ({**MEHMET, "geld": UNKNOWN}, "die blaue Karte"),
        (HEIKE, "Nach 25 Jahren gibt es die goldene Karte."),
        ({**HEIKE, "dienstjahre": 25}, "die goldene Karte"),
        ({**HEIKE, "ausbildung": False}, "die Karte noch nicht"),
        (LINA, "Sie gilt 3 Jahre."),
        ({**LINA, "gueltig": False}, "die Karte noch nicht"),
        ({**LINA, "weg": "dienst", "dienst": "fsj", "traeger": "Tafel"}, "die blaue Karte"),
        ({**LINA, "weg": "ehrung", "ehrung": "landeszeichen"}, "die goldene Karte"),
        ({**LINA, "weg": "ehrung", "ehrung": "andere"}, "die Karte noch nicht"),
        ({}, "fehlen noch Angaben"),
    ],
)
def test_result_is_said(answers, sentence):
    """The page names the card, or says what is missing; the way on stays open whatever it says."""
    assert sentence in said(answers)
    assert "Sie können den Antrag in jedem Fall stellen." in said(answers)


@pytest.mark.parametrize(("variant", "sentence"), [("leicht", "die blaue Karte"), ("englisch", "the blue card")])
def test_other_words_say_the_same(variant, sentence):
    """Easy language and English tell Mehmet the same card."""
    assert sentence in said(MEHMET, variant)


@pytest.mark.parametrize("variant", VARIANTS)
def test_explanations_cope_with_nothing(variant):
    """On a page opened without any answer, every text still says something."""
    nothing = journey(variant, {}).answers
    assert all(page.says(nothing).strip() for page in service.flow(variant).pages if page.text)
