"""Journeys: the way through pages, changes from check-your-answers, groups, rules, drafts."""

import json
from datetime import date
from typing import Any, Literal

import pytest
from pydantic import BaseModel

from labs import (
    UNKNOWN,
    Answers,
    CheckPage,
    ConfirmationPage,
    InfoPage,
    Page,
    Rule,
    Service,
    StartPage,
    answer,
    ask,
    email,
    euro,
)  # fmt: skip
from labs.journey import Journey

TODAY = date(2026, 1, 15)


class Member(BaseModel):
    name: str = ask("Wie heißt die Person?")
    earns: bool = ask("Hat die Person Einkommen?")
    income: euro = ask("Wie viel?", ge=0, when=answer.earns)


class Form(BaseModel):
    persons: int = ask("Wie viele Personen?", ge=1, le=5, called="die Zahl der Personen")
    tenure: Literal["Miete", "Eigentum"] = ask("Wie wohnen Sie?", unknown=True)
    rent: euro = ask("Miete?", gt=0)
    heating: euro | None = ask("Heizung?", ge=0)
    income: euro = ask("Einkommen?", ge=0)
    members: list[Member] = ask("Wer lebt bei Ihnen?", count=answer.persons - 1, item="Person")
    pets: list[Member] | None = ask("Haustiere?", max_length=2)
    phone: bool = ask("Anruf?")
    number: str = ask("Nummer?", when=answer.phone, pattern=r"^\d+$", error="Geben Sie nur Ziffern ein.")
    mail: email | None = ask("E-Mail?")


SERVICE = Service(
    "wohngeld", "Wohngeld", Form,
    pages=[
        StartPage(),
        Page("home", "Wohnen", "persons", "tenure"),
        Page("rent", "Miete", "rent", "heating", when=answer.tenure == "Miete"),
        Page("members", "Personen", "members"),
        Page("income", "Einkommen", "income"),
        InfoPage("estimate", "Schätzung", lambda a: f"Einkommen: {a.income or 0}"),
        Page("contact", "Kontakt", "phone", "number", "mail"),
        Page("pets", "Tiere", "pets"),
    ],
    rules=[Rule("rent_fits", answer.rent <= answer.income, "Prüfen Sie Miete und Einkommen.", at="income")],
)  # fmt: skip
ANSWERS: dict[str, dict[str, Any]] = {
    "start": {}, "home": {"persons": "1", "tenure": "Miete"}, "rent": {"rent": "500,00"}, "income": {"income": "1.200"},
    "estimate": {}, "contact": {"phone": False}, "pets": {}, "check": {},
}  # fmt: skip


def new(**more: Any) -> Journey:
    return Journey(SERVICE.flow(), today=TODAY, **more)


def at(page: str) -> Journey:
    journey = new()
    while journey.page.id != page:
        assert journey.submit(ANSWERS[journey.page.id]).moved
    return journey


def test_the_way_from_start_to_confirmation() -> None:
    """Each page leads to the next that is due; the group of nobody is passed over."""
    journey = at("done")
    assert ("start", "home", "rent", "income", "estimate", "contact", "pets", "check", "done") == journey.path()
    assert journey.at_end
    assert (7, 7) == journey.progress


def test_progress_counts_neither_start_nor_confirmation() -> None:
    """The first page with questions is step 1."""
    assert 0 == new().progress[0]
    assert 1 == at("home").progress[0]


def test_missing_answers_say_what_to_do_and_keep_the_page() -> None:
    """The author's wording goes into the message, the anchor leads to the question."""
    journey = at("home")
    step = journey.submit({"persons": "", "tenure": None})
    assert (False, "home") == (step.moved, journey.page.id)
    assert ["persons", "tenure"] == [problem.anchor for problem in step.problems]
    assert "Geben Sie die Zahl der Personen ein." == step.problems[0].message
    assert step.problems == journey.problems


def test_what_was_typed_wrongly_is_kept_and_a_mended_problem_is_reported() -> None:
    """The field shows what was typed; mending it is noticed."""
    journey = at("home")
    journey.submit({"persons": "drei", "tenure": "Miete"})
    assert "drei" == journey.raw("persons")
    step = journey.submit({"persons": "3", "tenure": "Miete"})
    assert (("persons", "number"),) == step.solved
    assert ("persons",) == step.changed


def test_back_goes_back_and_stays_on_the_first_page() -> None:
    """Answers stay, and going on again changes nothing."""
    journey = at("rent")
    assert "home" == journey.back().to_page
    step = journey.submit(ANSWERS["home"])
    assert ("rent", ()) == (step.to_page, step.changed)
    first = new()
    assert (False, "start") == (first.back().moved, first.page.id)


def test_a_change_link_leads_back_to_check_your_answers() -> None:
    """With nothing new to answer, "Weiter" after a change goes straight back."""
    journey = at("check")
    assert journey.jump("income").moved
    assert "check" == journey.submit({"income": "1.300"}).to_page
    assert 1300 == journey.answers.income


def test_back_from_a_changed_page_leads_to_check_your_answers() -> None:
    """The way back is where the citizen came from."""
    journey = at("check")
    journey.jump("home")
    assert "check" == journey.back().to_page
    assert "pets" == journey.back().to_page


def test_a_change_that_makes_questions_due_asks_them_first() -> None:
    """From owner to tenant the rent is asked, then check-your-answers comes back."""
    journey = at("check")
    journey.jump("home")
    journey.submit({"persons": "2", "tenure": "Miete"})
    assert "members" == journey.page.id
    step = journey.submit({"members.0.name": "Lea", "members.0.earns": False})
    assert "check" == step.to_page


def test_answers_of_a_vanished_page_are_kept_aside_and_do_not_count() -> None:
    """They are back when the page is."""
    journey = at("check")
    journey.jump("home")
    assert "check" == journey.submit({"persons": "1", "tenure": "Eigentum"}).to_page
    assert journey.answers.rent is None
    assert "500,00" == journey.raw("rent")
    journey.jump("home")
    assert "check" == journey.submit(ANSWERS["home"]).to_page
    assert 500 == journey.answers.rent


@pytest.mark.parametrize("page", ["income", "check", "done", "members", "nothing", "", None, 3, ["rent"]])
def test_a_tampered_jump_is_refused(page: Any) -> None:
    """Nobody gets past what is not answered, nor to what does not exist."""
    journey = at("rent")
    assert (False, "rent") == (journey.jump(page).moved, journey.page.id)


def test_after_the_end_nothing_can_be_changed() -> None:
    """Back, jump and submit are refused on the confirmation page."""
    journey = at("done")
    assert not any(step.moved for step in (journey.back(), journey.jump("home"), journey.submit({})))
    assert () == journey.keep({"income": "1"})


def test_rules_over_several_pages_are_looked_at_where_they_can_be_mended() -> None:
    """The rule waits until both are answered, and counts again when one is changed."""
    journey = at("income")
    (problem,) = journey.submit({"income": "400"}).problems
    assert ("income", "rent_fits", "income") == (problem.field, problem.rule, problem.anchor)
    journey.submit({"income": "1.200"})
    journey = at("check")
    journey.jump("rent")
    (problem,) = journey.submit({"rent": "5.000"}).problems
    assert ("rent", "rent_fits") == (problem.field, problem.rule)
    assert not journey.jump("check").moved


def test_a_question_that_becomes_due_by_its_own_page_is_revealed_without_blame() -> None:
    """Where the screen could not know better, the page is shown again with the new question."""
    journey = at("contact")
    step = journey.submit({"phone": True})
    assert (False, (), ("number",)) == (step.moved, step.problems, step.revealed)
    (problem,) = journey.submit({"phone": True, "number": ""}).problems
    assert "required" == problem.rule
    (problem,) = journey.submit({"phone": True, "number": "x"}).problems
    assert "Geben Sie nur Ziffern ein." == problem.message
    assert journey.submit({"phone": True, "number": "030"}).moved


def test_questions_can_be_previewed_while_typing() -> None:
    """A live screen asks which questions are due, and keeps nothing by it."""
    journey = at("contact")
    assert ["phone", "mail"] == [question.id for question in journey.questions()]
    assert ["phone", "number", "mail"] == [question.id for question in journey.questions({"phone": True})]
    assert journey.raw("phone") is None


def test_a_wrong_optional_answer_keeps_the_page_open() -> None:
    """It may be left out, but what is typed must be right; until then nothing behind it can be reached."""
    journey = at("check")
    journey.jump("contact")
    assert not journey.submit({"phone": False, "mail": "x@"}).moved
    assert not journey.jump("check").moved


def test_groups_have_as_many_entries_as_were_counted() -> None:
    """Each entry has its own questions, conditions within it included."""
    journey = at("home")
    journey.submit({"persons": "3", "tenure": "Eigentum"})
    assert ("members", 2) == (journey.page.id, journey.entries("members"))
    ids = [question.id for question in journey.asked({"members.1.earns": True})]
    assert ["members.0.name", "members.0.earns", "members.1.name", "members.1.earns", "members.1.income"] == ids
    step = journey.submit(
        {"members.0.name": "Lea", "members.0.earns": False, "members.1.name": "", "members.1.earns": False}
    )
    assert [("members.name", "members.1.name")] == [(one.field, one.anchor) for one in step.problems]
    given = {"members.0.name": "Lea", "members.0.earns": False, "members.1.name": "Jan", "members.1.earns": False}
    assert journey.submit(given).moved
    assert ["Lea", "Jan"] == [member.name for member in journey.answers.members]
    headings = [row.entry for row in journey.summary() if row.page == "members"]
    assert ["Person 1", "Person 1", "Person 2", "Person 2"] == headings


def test_entries_can_be_added_and_removed_where_nothing_counts_them() -> None:
    """Removing one moves the later ones up; bounds are kept."""
    journey = at("pets")
    assert not journey.add_entry("members").changed
    assert ("pets",) == journey.add_entry("pets").changed
    journey.add_entry("pets")
    assert () == journey.add_entry("pets").changed
    journey.keep({"pets.0.name": "Rex", "pets.1.name": "Mia"})
    journey.remove_entry("pets", 0)
    assert (1, "Mia", None) == (journey.entries("pets"), journey.raw("pets.0.name"), journey.raw("pets.1.name"))
    assert () == journey.remove_entry("pets", 7).changed
    assert journey.submit({"pets.0.name": "Mia", "pets.0.earns": False}).moved


def test_keeping_what_stands_on_a_page_judges_nothing_but_asks_for_a_submit() -> None:
    """Back with a half-written answer keeps it; check-your-answers is out of reach until it is submitted."""
    journey = at("check")
    journey.jump("income")
    assert ("income",) == journey.keep({"income": "zwölf"})
    assert ("zwölf", ()) == (journey.raw("income"), journey.problems)
    assert not journey.jump("check").moved


def test_unknown_is_an_answer_where_it_is_offered() -> None:
    """No condition holds for it, and it is shown in words."""
    journey = at("home")
    assert "income" == journey.submit({"persons": "1", "tenure": UNKNOWN}).to_page
    assert "Weiß ich noch nicht" in [row.value for row in journey.summary()]


def test_a_persona_and_a_page_start_anywhere() -> None:
    """Given answers may be raw or typed, groups are lists of entries."""
    given = {"persons": 2, "tenure": "Miete", "rent": 512.5, "members": [{"name": "Lea", "earns": True, "income": 3}]}
    journey = new(answers=given, at="members")
    assert ("members", "512,5", "Lea") == (journey.page.id, journey.raw("rent"), journey.raw("members.0.name"))
    assert "start" == new(answers={"persons": "?", "nothing": 1}, at="rent").page.id


def test_a_draft_brings_everything_back() -> None:
    """Through JSON and back: same page, same raw values, same way on."""
    journey = at("check")
    journey.jump("home")
    journey.submit({"persons": "x", "tenure": UNKNOWN})
    draft = json.loads(json.dumps(journey.draft()))
    resumed = Journey.resume(SERVICE.flow(), draft, today=TODAY)
    assert ("home", "x", UNKNOWN) == (resumed.page.id, resumed.raw("persons"), resumed.raw("tenure"))
    assert "check" == resumed.submit(ANSWERS["home"]).to_page


def test_a_tampered_draft_is_cut_to_what_fits() -> None:
    """A draft that claims to be at the end without answers begins where something is missing."""
    draft = {"raw": {"persons": "1"}, "numbers": {"pets": "x"}, "at": "done", "done": ["start", 3], "returning": 1}
    assert "home" == Journey.resume(SERVICE.flow(), draft, today=TODAY).page.id


def test_texts_are_computed_from_the_answers() -> None:
    """A callable text reads typed answers."""
    assert "Einkommen: 1200" == at("estimate").text
    assert "Einkommen: 0" == SERVICE.flow().page("estimate").says(Answers())


def test_the_reference_number_depends_on_the_seed_only() -> None:
    """It can be shown again after a reload, and has no letters that sound alike."""
    assert new().reference_number(1) == at("done").reference_number("1")
    assert new().reference_number(1) != new().reference_number(2)
    assert not set("01IO") & set(new().reference_number(1).partition("-")[2])


def test_a_confirmation_in_the_middle_ends_a_way() -> None:
    """A service may say no early, on an end page of its own."""
    service = Service(
        "short", "Kurz", Form,
        pages=[
            Page("home", "Wohnen", "tenure"),
            ConfirmationPage("no", "Leider nein", when=answer.tenure == "Eigentum"),
            Page("income", "Einkommen", "income"), CheckPage(), ConfirmationPage(),
        ],
    )  # fmt: skip
    journey = Journey(service.flow(), today=TODAY)
    journey.submit({"tenure": "Eigentum"})
    assert ("no", True, ("home", "no")) == (journey.page.id, journey.at_end, journey.path())
