"""The Hundesteuer prototype: every design leads everybody to the end, and says the right tax on the way."""

from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import product

import pytest

from labs.check import check
from labs.journey import Journey
from labs.walk import walk
from prototypes.hundesteuer import people, service
from prototypes.hundesteuer.statute import MUSTERSTADT, Satzung

TODAY = date(2026, 11, 24)
VARIANTS = service.variant_ids
PERSONAS = service.all_personas.values()


def journey(variant, answers, at=None):
    return Journey(service.flow(variant), today=TODAY, answers=answers, at=at)


def said(one):
    return one.flow.page("steuer").says(one.answers)


def test_check_finds_nothing():
    """Names, conditions, personas, walks and words fit together, and every sentence is easy to read."""
    assert [] == check(service)


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
    raw = journey(variant, {**persona.answers, "richtig": True}).draft()["raw"]
    one = journey(variant, {})
    while not one.at_end:
        asked = [question.id for question in one.asked(raw)]
        step = one.submit({name: raw[name] for name in asked if name in raw})
        assert step.moved, step.problems
    assert {*persona.answers, "richtig"} == {*one.answers}


@pytest.mark.parametrize("variant", VARIANTS)
def test_nobody_is_trapped(variant):
    """Dangerous dogs, many dogs, dogs without tax: whoever answers reaches the end."""
    for number, dangerous, relief, payment in product(
        (1, 2, 9), (True, False), ("keine", "assistenz", "tierheim"), ("abbuchen", "ueberweisen")
    ):
        situation = {"anzahl": number, "gefaehrlich": dangerous, "besonderes": relief, "zahlung": payment}
        answers = {**people.ANNA.answers, "richtig": True, **situation}
        assert "done" == journey(variant, answers, at="done").page.id, situation


@pytest.mark.parametrize("variant", VARIANTS)
def test_payment_is_changed_from_the_check_page(variant):
    """The second task: whoever now wants the tax to be taken from the account is asked for the account."""
    task = service.task("aendern")
    one = journey(variant, task.role.answers, at="check")
    (row,) = (row for row in one.summary() if row.anchor == "zahlung")
    assert one.jump(row.page).moved
    raw = {question.id: one.raw(question.id) for question in one.asked()} | {"zahlung": "abbuchen"}
    if one.submit(raw).revealed or one.page.id == "konto":
        one.submit(raw | {"konto": people.ACCOUNT})
    assert "check" == one.page.id
    one.submit({"richtig": True})
    assert one.at_end
    assert ("abbuchen", people.ACCOUNT.replace(" ", "")) == (one.answers.zahlung, one.answers.konto)


def test_scenario_names_the_account():
    """What the second task asks to type stands in its scenario."""
    assert people.ACCOUNT in service.task("aendern").scenario


def test_variant_b_asks_for_the_tax_first():
    """The designs differ as the study says: single questions in A; few pages, the tax first, in B."""
    a, b = (journey(variant, people.ANNA.answers).path() for variant in ("A", "B"))
    assert len(b) < len(a) * 2 / 3
    assert a.index("hund") < a.index("steuer")
    assert b.index("steuer") < b.index("angaben")
    assert max(len(page.question_ids) for page in service.flow("A").pages) <= 3


def test_keys_and_notice():
    """Every variant carries the keys of the service with the year of their look-up, and a notice."""
    for variant in VARIANTS:
        flow = service.flow(variant)
        assert {"ozg": "10160", "leika": "99102013104000", "as_of": "2026"} == flow.keys
        assert flow.notice


@pytest.mark.parametrize(
    ("dogs", "dangerous", "relief", "yearly"),
    [
        (1, False, "keine", "96"),
        (2, False, "keine", "144"),
        (3, False, "keine", "192"),
        (7, False, "keine", "192"),
        (1, False, "tierheim", "48"),
        (2, False, "tierheim", "72"),
        (1, False, "assistenz", "0"),
        (1, True, "keine", "600"),
        (4, True, "tierheim", "600"),
    ],
)
def test_yearly_tax(dogs, dangerous, relief, yearly):
    """§§ 5 and 6 of the invented Satzung: by number, dangerous dogs without relief."""
    assert Decimal(yearly) == MUSTERSTADT.yearly_tax(dogs, dangerous=dangerous, relief=relief)


@pytest.mark.parametrize(("since", "share"), [((2026, 1, 31), "96"), ((2026, 7, 1), "48"), ((2026, 12, 31), "8")])
def test_first_tax(since, share):
    """§ 7: the month in which the dog came counts, those before it do not."""
    assert Decimal(share) == MUSTERSTADT.first_tax(Decimal(96), date(*since))


def test_two_weeks_to_register():
    """§ 8: the fourteenth day after the dog came is still in time."""
    assert date(2026, 1, 19) == MUSTERSTADT.last_day(date(2026, 1, 5))


def test_no_dogs_no_tax():
    """Nobody can register fewer dogs than one."""
    with pytest.raises(ValueError, match="at least one"):
        MUSTERSTADT.yearly_tax(0)


def test_another_municipality_changes_figures_only():
    """Each figure can come from a table of parameters: plain numbers and texts by name."""
    assert {int, str} == {type(getattr(Satzung(), field.name)) for field in fields(Satzung)}
    other = replace(MUSTERSTADT, municipality="Neustadt", first_dog=120, shelter_percent=25)
    assert Decimal(30) == other.yearly_tax(1, relief="tierheim")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({}, "Dieser Hund kostet 48\xa0€ Steuer im Jahr."),
        ({"seit": date(2026, 7, 9)}, "Im Jahr 2026 zahlen Sie nur 24\xa0€."),
        ({"seit": date(2026, 7, 9)}, "Danach kostet der Hund 96\xa0€ im Jahr."),
        ({"anzahl": 2, "besonderes": "keine"}, "144\xa0€"),
        ({"gefaehrlich": True}, "600\xa0€"),
        ({"besonderes": "assistenz"}, "keine Steuer"),
        ({"anzahl": None}, "fehlen noch Angaben"),
    ],
)
def test_tax_is_said(changed, sentence):
    """The page names the tax of this dog, or says what is missing."""
    answers = {name: value for name, value in {**people.ANNA.answers, **changed}.items() if value is not None}
    assert sentence in said(journey("A", answers))


@pytest.mark.parametrize(("days", "late"), [(14, False), (15, True)])
def test_late_registration_is_told_kindly(days, late):
    """After two weeks the page says so, and that registering still helps; before, it says nothing of it."""
    today = datetime.now().astimezone().date()
    answers = {**people.ANNA.answers, "seit": today - timedelta(days=days)}
    one = Journey(service.flow("A"), today=today, answers=answers)
    assert late is ("Melden Sie Ihren Hund trotzdem jetzt an." in said(one))


@pytest.mark.parametrize(("variant", "sum_"), [("leicht", "48\xa0€"), ("englisch", "€48")])
def test_other_words_say_the_same_tax(variant, sum_):
    """Easy language and English have words of their own and the same figures, written in their way."""
    one = journey(variant, people.ANNA.answers)
    assert sum_ in said(one)
    assert service.flow("A").page("start").text != one.flow.page("start").text
