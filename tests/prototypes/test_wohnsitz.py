"""The Wohnsitz prototype: every design leads everybody to the end, and the law of registration is told rightly."""

from datetime import date, datetime, timedelta
from itertools import product

import pytest

from labs.check import check
from labs.journey import Journey
from labs.walk import walk
from prototypes.wohnsitz import people, service, statute

TODAY = date(2026, 11, 24)
VARIANTS = service.variant_ids
PERSONAS = service.all_personas.values()
DECLARED = {"richtig": True, "berechtigt": True}
FAMILY = people.FAMILY.answers


def journey(variant, answers, at=None, today=TODAY):
    return Journey(service.flow(variant), today=today, answers=answers, at=at)


def said(page, answers, variant="A"):
    one = journey(variant, answers)
    return one.flow.page(page).says(one.answers)


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
    declared = DECLARED if persona.answers["wer"] == "familie" else {"richtig": True}
    raw = journey(variant, {**persona.answers, **declared}).draft()["raw"]
    one = journey(variant, {})
    while not one.at_end:
        one.keep(raw)
        for group in [question.id for question in one.questions() if question.kind == "group"]:
            for _ in persona.answers[group][one.entries(group) :]:
                one.add_entry(group)
        asked = [question.id for question in one.asked(raw)]
        step = one.submit({name: raw[name] for name in asked if name in raw})
        assert step.moved, step.problems
    assert {*persona.answers, *declared} == {*one.answers}


@pytest.mark.parametrize("variant", ["A", "B"])
def test_nobody_is_trapped(variant):
    """Whoever registers whom, with or without the landlord's paper, from here or abroad: all reach the end."""
    forks = {
        "wer": ("ich", "familie", "kind", "betreut", "andere"),
        "zusammen": (True, False),
        "bestaetigung": ("ja", "nein", "eigentum"),
        "bisher": ("inland", "ausland"),
        "behalten": (True, False),
        "meist": ("neu", "alt"),
    }
    for values in product(*forks.values()):
        situation = dict(zip(forks, values, strict=True))
        one = journey(variant, {**FAMILY, **DECLARED, "land": "Chile", **situation}, at="done")
        assert "done" == one.page.id, situation


@pytest.mark.parametrize("variant", VARIANTS)
def test_day_is_changed_from_the_check_page(variant):
    """The second task: change the day by its link, come back to the check page at once, send."""
    one = journey(variant, people.LEYLA.answers, at="check")
    (row,) = (row for row in one.summary() if row.anchor == "einzug")
    assert one.jump(row.page).moved
    raw = {question.id: one.raw(question.id) for question in one.questions()}
    step = one.submit(raw | {"einzug": "3.1.2026"})
    assert ("check", ("einzug",)) == (step.to_page, step.changed)
    one.submit()
    one.submit({"richtig": True})
    assert one.at_end
    assert people.MOVED_IN == one.answers.einzug


def test_new_day_is_the_one_in_the_scenario():
    """The scenario names the day that the walk types."""
    assert f"{people.MOVED_IN.day}. Januar {people.MOVED_IN.year}" in service.task("aendern").scenario


@pytest.mark.parametrize("variant", VARIANTS)
def test_family_grows_and_shrinks(variant):
    """The family is a repeated group: somebody can be added, and taken out again."""
    one = journey(variant, FAMILY)
    page = next(page for page in one.path() if "personen" in one.flow.page(page).question_ids)
    one = journey(variant, FAMILY, at=page)
    assert 2 == one.entries("personen")
    one.add_entry("personen")
    assert 3 == one.entries("personen")
    one.remove_entry("personen", 0)
    assert ["Lene"] == [entry.vorname for entry in one.answers.personen if entry.vorname]


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize(("who", "speaks"), [("ich", False), ("familie", True), ("kind", True)])
def test_who_speaks_for_others_says_so(variant, who, speaks):
    """§ 23 Abs. 5: whoever registers others declares to be allowed to receive their data; who is alone does not."""
    one = journey(variant, {**FAMILY, "wer": who}, at="erklaerung")
    assert speaks is ("berechtigt" in [question.id for question in one.questions()])


def test_nobody_registers_before_moving_in():
    """§ 17 Abs. 1: a day in the future is refused, and the message says what to do."""
    one = journey("A", people.LEYLA.answers, at="einzug")
    (problem,) = one.submit({"einzug": "25.11.2026"}).problems
    assert "erst nach dem Einzug" in problem.message


def test_variant_b_follows_the_paper():
    """The designs differ as the study says: one question a page in A; in B first all that the paper shows."""
    a, b = (journey(variant, FAMILY).path() for variant in ("A", "B"))
    assert len(b) < len(a) * 2 / 3
    paper = service.flow("B").page("papier").question_ids
    assert b.index("papier") < b.index("einziehende")
    assert {"vermieter", "einzug", "strasse", "plz", "ort"} <= set(paper)
    assert max(len(page.question_ids) for page in service.flow("A").pages) <= 4


def test_keys_and_notice():
    """Every variant carries the keys of the service with the year of their look-up, and a notice."""
    for variant in VARIANTS:
        flow = service.flow(variant)
        assert {"ozg": "10124", "leika": "99115005104000", "as_of": "2026"} == flow.keys
        assert flow.notice


def test_every_asked_fact_has_its_paragraph():
    """Whoever asks why a question is asked finds the paragraph; the e-mail address is the citizen's own choice."""
    without = [name for name, question in service.flow("A").questions.items() if not question.law]
    assert ["mail"] == without


@pytest.mark.parametrize(("moved_in", "last"), [((2026, 1, 5), (2026, 1, 19)), ((2024, 2, 20), (2024, 3, 5))])
def test_two_weeks(moved_in, last):
    """§ 17 Abs. 1: two weeks after moving in; the last day is still in time."""
    assert date(*last) == statute.last_day(date(*moved_in))
    assert not statute.is_late(date(*moved_in), date(*last))
    assert statute.is_late(date(*moved_in), date(*last) + timedelta(days=1))


@pytest.mark.parametrize(("born", "alone"), [((2010, 11, 24), True), ((2010, 11, 25), False), ((2026, 11, 1), False)])
def test_age_of_own_duty(born, alone):
    """§ 17 Abs. 3: from the sixteenth birthday people register themselves."""
    assert alone is statute.registers_oneself(date(*born), TODAY)


@pytest.mark.parametrize(
    ("keeps", "mostly", "kind"),
    [(False, None, "einzig"), (False, "alt", "einzig"), (True, "neu", "haupt"), (True, "alt", "neben")],
)
def test_main_home(keeps, mostly, kind):
    """§ 21: of two homes the one that is lived in most is the main one."""
    assert kind == statute.main_home(keeps, mostly)


@pytest.mark.parametrize(("days", "sentence"), [(14, "Sie sind rechtzeitig dran."), (15, "Ihre Frist ist vorbei.")])
def test_deadline_is_told(days, sentence):
    """The page says whether the two weeks are over on the citizen's day."""
    today = datetime.now().astimezone().date()
    one = journey("A", {**people.LEYLA.answers, "einzug": today - timedelta(days=days)}, today=today)
    assert sentence in one.flow.page("frist").says(one.answers)


def test_late_people_learn_the_worst_and_are_asked_to_go_on():
    """The highest fine of § 54 is named, and that registering now still helps."""
    text = said("frist", people.LEYLA.answers)
    assert "19.1.2026" in text
    assert "1.000\xa0€" in text
    assert "Melden Sie sich trotzdem jetzt an." in text


@pytest.mark.parametrize(("mostly", "sentence"), [("neu", "ist Ihre Hauptwohnung"), ("alt", "ist Ihre Nebenwohnung")])
def test_two_homes_are_told(mostly, sentence):
    """Whoever keeps the old home learns which of the two is the main one."""
    answers = {**people.LEYLA.answers, "behalten": True, "meist": mostly}
    assert f"Die neue Wohnung {sentence}" in said("zwei_wohnungen", answers)


@pytest.mark.parametrize(
    ("variant", "sentence"), [("leicht", "Die Zeit ist vorbei."), ("englisch", "The time is over.")]
)
def test_other_words_say_the_same(variant, sentence):
    """Easy language and English tell those who are late the same, with the same sum."""
    text = said("frist", people.LEYLA.answers, variant)
    assert sentence in text
    assert "1.000\xa0€" in text or "€1,000" in text


@pytest.mark.parametrize("variant", VARIANTS)
def test_explanations_cope_with_nothing(variant):
    """On a page opened without any answer, every text still says something."""
    nothing = journey(variant, {}).answers
    assert all(page.says(nothing).strip() for page in service.flow(variant).pages if page.text)
