"""The Elterngeld prototype: every design leads everybody to the end, reads the same plan, tells the rules rightly."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import product

import pytest

from labs import UNKNOWN, Answers
from labs.check import check
from labs.journey import Journey
from labs.walk import walk
from prototypes.elterngeld import people, service
from prototypes.elterngeld.explanations import PLAN
from prototypes.elterngeld.planning import check_of, plan_of

TODAY = date(2026, 11, 24)
VARIANTS = service.variant_ids
PERSONAS = service.all_personas.values()
DECLARED = {"richtig": True, "einverstanden": True}
JULIA, AMIR, RUTH = people.JULIA.answers, people.AMIR.answers, people.RUTH.answers


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
    filled = journey(variant, {**persona.answers, **DECLARED})
    raw = {name: filled.raw(name) for name in filled.draft()["raw"]}
    one = journey(variant, {})
    while not one.at_end:
        for group in [question.id for question in one.questions(raw) if question.kind == "group"]:
            for _ in range(len(persona.answers[group]) - one.entries(group)):
                one.keep(raw)
                one.add_entry(group)
        step = one.submit({question.id: raw[question.id] for question in one.asked(raw) if question.id in raw})
        assert step.moved, step.problems


@pytest.mark.parametrize("variant", ["A", "B"])
def test_nobody_is_trapped(variant):
    """Whoever applies with whom, rich or poor, with much work or none: all reach the end."""
    forks = {
        "frueh": ("nein", "16"),
        "eltern": ("beide", "ich", "allein"),
        "ueber_grenze": (True, False, UNKNOWN),
        "netto": (Decimal(0), UNKNOWN),
        "arbeit": ("nein", "wenig", "viel"),
        "mutterschaft": ("ich", "partner", "nein"),
    }
    for values in product(*forks.values()):
        situation = dict(zip(forks, values, strict=True))
        one = journey(variant, {**AMIR, **DECLARED, **situation}, at="done")
        assert "done" == one.page.id, situation


@pytest.mark.parametrize("variant", VARIANTS)
def test_income_is_changed_from_the_check_page(variant):
    """The second task: change the income by its link, come back to the check page at once, send."""
    one = journey(variant, AMIR, at="check")
    (row,) = (row for row in one.summary() if row.anchor == "netto")
    assert one.jump(row.page).moved
    step = one.submit({"netto": "2.050"})
    assert ("check", ("netto",)) == (step.to_page, step.changed)
    one.submit()
    one.submit(DECLARED)
    assert one.at_end
    assert one.flow.reaches_goal(service.task("aendern"), one.answers)


def test_new_income_is_the_one_in_the_scenario():
    """The scenario names the sum that the goal asks for, and the card another one."""
    assert "2.050 Euro" in service.task("aendern").scenario
    assert Decimal(2050) == people.NEW_INCOME != AMIR["netto"]


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: persona.id)
def test_both_designs_read_the_same_plan(persona):
    """Ticked months and periods are two ways to say one plan, and that of every role card keeps the rules."""
    a, b = (journey(variant, persona.answers).answers for variant in ("A", "B"))
    assert plan_of(a) == plan_of(b)
    assert any(plan_of(a).values())
    assert [] == check_of(a).problems()


def test_designs_differ_in_the_planner_only():
    """The designs differ as the study says: A ticks months, B enters periods; every other page is the same."""
    a, b = ([page.id for page in service.flow(variant).pages] for variant in ("A", "B"))
    assert {"arten", "zeitraeume"} == set(b) - set(a)
    assert {"basis_ich", "plus_ich", "basis_partner", "plus_partner", "bonus"} < set(a) - set(b)


def test_plan_is_shown_with_its_days():
    """The page says from which to which day: months of life begin on the day of birth."""
    text = said("plan", JULIA)
    assert "Monat 1 bis 12: Basiselterngeld (05.10.2026 – 04.10.2027)" in text
    assert "Monat 13 bis 14: Basiselterngeld (05.10.2027 – 04.12.2027)" in text
    assert "Dieser Plan passt." in text


@pytest.mark.parametrize(
    ("blocks", "sentence"),
    [
        ([("zusammen", "basis", 1, 14)], "Zusammen nehmen Sie zu viele Monate. Es gibt höchstens 14."),
        ([("ich", "basis", 1, 13), ("partner", "basis", 14, 14)], "Für Sie gibt es höchstens 12."),
        ([("ich", "basis", 1, 12), ("partner", "basis", 13, 13)], "Der andere Elternteil nimmt nur einen Monat."),
        ([("ich", "basis", 1, 4), ("partner", "basis", 3, 4)], "nur in einem Monat"),
        ([("ich", "basis", 1, 2), ("ich", "plus", 2, 8)], "zwei Arten im gleichen Monat"),
        ([("ich", "basis", 1, 2), ("ich", "plus", 14, 15), ("ich", "plus", 17, 18)], "gibt es keine Pause"),
        ([("ich", "plus", 1, 4)], "Wählen Sie für sich in Monat 1 und 2 Basiselterngeld."),
        ([("ich", "basis", 1, 8), ("zusammen", "bonus", 9, 9)], "2 bis 4 Monate am Stück"),
    ],
)
@pytest.mark.parametrize("variant", ["A", "B"])
def test_broken_rules_are_told(variant, blocks, sentence):
    """A plan that does not fit is shown with the reason and the way back; the way on stays open."""
    bare = {name: value for name, value in JULIA.items() if name not in people.plan(("zusammen", "basis", 1, 1))}
    text = said("plan", {**bare, **people.plan(*blocks)}, variant)
    assert sentence in text
    assert "Dieser Plan passt noch nicht:" in text
    assert "Sie können auch so weitermachen." in text


def test_period_that_ends_before_it_begins_is_told():
    """Variant B can turn a period round; the page says so."""
    period = {"wer": "ich", "art": "basis", "von": 12, "bis": 1}
    assert "Ein Zeitraum endet vor seinem Anfang." in said("plan", {**JULIA, "zeitraeume": [period]}, "B")


def test_months_left_are_told():
    """Whoever leaves months of Basiselterngeld learns how many there are."""
    bare = {**JULIA, "basis_ich": list(range(1, 11))}
    assert "Sie haben noch 2 Monate Basiselterngeld übrig." in said("plan", bare)


def test_every_rule_has_words():
    """What the check of the plan can name, the page can say, in every language."""
    named = {name for name in PLAN.sentences if name.startswith("regel_")}
    for variant in service.variants:
        said_by = {key.rpartition(".")[2] for key in variant.words.said if key.startswith("pages.plan.sentences.")}
        assert not variant.words or named <= said_by
    english = service.flow("englisch").page("plan").text.sentences
    assert all(english[name] != PLAN.sentences[name] for name in named)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({}, "Ihr Basiselterngeld: etwa 1.235\xa0€ im Monat."),
        ({"netto": Decimal(0)}, "etwa 300\xa0€ im Monat"),
        ({"netto": Decimal(4000)}, "etwa 1.800\xa0€ im Monat"),
        ({"netto": Decimal(4000), "geschwister": True}, "etwa 1.980\xa0€ im Monat"),
        ({"netto": UNKNOWN, "kinder": 2}, "Möglich sind 600\xa0€ bis 2.100\xa0€ im Monat."),
        ({"ueber_grenze": True}, "Vielleicht gibt es deshalb kein Elterngeld."),
        ({"ueber_grenze": UNKNOWN}, "Das klären Sie bitte noch."),
    ],
)
def test_amount_is_told(changed, sentence):
    """The page estimates the amount, or says what is missing."""
    assert sentence in said("betrag", {**JULIA, **changed})


@pytest.mark.parametrize(
    ("born", "parents", "limit"),
    [((2026, 10, 5), "beide", "175.000"), ((2025, 3, 31), "beide", "200.000"), ((2024, 1, 1), "allein", "250.000")],
)
def test_limit_of_income_is_told(born, parents, limit):
    """The limit is that of the child's birthday; single parents are not asked to add up two incomes."""
    text = said("grenze", {**JULIA, "geburt": date(*born), "eltern": parents})
    assert f"{limit}\xa0€" in text
    assert ("beide Eltern" in text) is (parents == "beide")


@pytest.mark.parametrize(
    ("days", "sentence"), [(0, "Geld vom ersten Tag an"), (100, "Geld vom ersten Tag an"), (200, "ab Lebensmonat 4")]
)
def test_late_application_is_told(days, sentence):
    """Three months of life before the application are paid; later people learn from which month on."""
    today = datetime.now().astimezone().date()
    one = journey("A", {**JULIA, "geburt": today - timedelta(days=days)}, today=today)
    assert sentence in one.flow.page("frist").says(one.answers)


def test_nobody_applies_before_the_birth():
    """A birthday in the future is refused, and the message says what to do."""
    one = journey("A", JULIA, at="kind")
    (problem,) = one.submit({"kind": "Emil", "geburt": "25.11.2026", "kinder": "1"}).problems
    assert "erst nach der Geburt" in problem.message


@pytest.mark.parametrize(
    ("variant", "sentence"), [("leicht", "etwa 1.235\xa0€ im Monat"), ("englisch", "about €1,235 a month")]
)
def test_other_words_say_the_same(variant, sentence):
    """Easy language and English have words of their own and the same figures."""
    assert sentence in said("betrag", JULIA, variant)


def test_keys_and_notice():
    """Every variant carries the keys of the service with the year of their look-up, and a notice."""
    for variant in VARIANTS:
        flow = service.flow(variant)
        assert {"ozg": "10000", "leika": "99041006017000", "as_of": "2026"} == flow.keys
        assert flow.notice


def test_every_asked_fact_has_its_paragraph():
    """Whoever asks why a question is asked finds the paragraph."""
    assert [] == [
        name for variant in "AB" for name, question in service.flow(variant).questions.items() if not question.law
    ]


@pytest.mark.parametrize("variant", VARIANTS)
def test_explanations_cope_with_nothing(variant):
    """On a page opened without any answer, every text still says something."""
    nothing = Answers()
    assert all(page.says(nothing).strip() for page in service.flow(variant).pages if page.text)
