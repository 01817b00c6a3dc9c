"""Services: variants applied, flows resolved, hashed and snapshot."""

from typing import Any, Literal

import pytest
from pydantic import BaseModel

from feedback.errors import AuthorError
from labs import CheckPage, InfoPage, Page, Persona, Service, Task, Variant, answer, ask, euro


class Form(BaseModel):
    tenure: Literal["Miete", "Eigentum"] = ask("Wie wohnen Sie?")
    rent: euro = ask("Miete?", hint="Im Vertrag", gt=0)
    income: euro = ask("Einkommen?", ge=0)


PAGES = [
    Page("home", "Wohnen", "tenure"),
    Page("rent", "Miete", "rent", when=answer.tenure == "Miete"),
    Page("income", "Einkommen", "income"),
]


def service(**more: Any) -> Service:
    return Service("wohngeld", "Wohngeld", Form, pages=more.pop("pages", PAGES), **more)


def ids(variant: Variant) -> list[str]:
    return [page.id for page in service(variants=[variant]).flow().pages]


def test_check_and_confirmation_are_added_where_there_are_none() -> None:
    """A service without its own gets them, titled in the language of the flow."""
    pages = service().flow().pages
    assert ["home", "rent", "income", "check", "done"] == [page.id for page in pages]
    assert "Check your answers" == service().flow("A", "en").page("check").title


@pytest.mark.parametrize(
    ("variant", "expected"),
    [
        (Variant("B", order=["income", "home", "rent"]), ["income", "home", "rent", "check", "done"]),
        (Variant("B", order=["income", "home"]), ["income", "rent", "home", "check", "done"]),
        (Variant("B", without=["rent"]), ["home", "income", "check", "done"]),
        (Variant("B", pages=["income", Page("both", "Wohnen", "tenure", "rent"), CheckPage("last")]),
         ["income", "both", "last", "done"]),
    ],
)  # fmt: skip
def test_variants_change_pages_and_order(variant: Variant, expected: list[str]) -> None:
    """Only what a variant names is different."""
    assert expected == ids(variant)


def test_variants_change_words_and_questions() -> None:
    """Headings and texts by page, labels, hints and whole questions by field."""
    variant = Variant(
        "B", titles={"home": "Ihr Zuhause"}, texts={"home": "**Kurz**"}, labels={"tenure": "Miete?"},
        hints={"rent": "Ohne Heizung"}, questions={"income": ask("Wie viel verdienen Sie?", gt=100)},
    )  # fmt: skip
    flow = service(variants=[Variant("A"), variant]).flow("B")
    assert ("Ihr Zuhause", "**Kurz**") == (flow.page("home").title, flow.page("home").text)
    assert "Miete?" == flow.questions["tenure"].label
    assert ("Miete?", "Ohne Heizung") == (flow.questions["rent"].label, flow.questions["rent"].hint)
    assert {"gt": 100} == flow.questions["income"].limits


def test_the_hash_changes_with_what_is_shown_asked_or_decided_and_with_nothing_else() -> None:
    """It is the version of a prototype."""
    base = service().flow().content_hash
    assert base == service().flow().content_hash
    other = [
        service(variants=[Variant("A", labels={"rent": "Kaltmiete?"})]),
        service(pages=[*PAGES[:2], Page("income", "Einkommen", "income", text="Neu")]),
        service(pages=[PAGES[0], Page("rent", "Miete", "rent", when=answer.tenure != "Eigentum"), PAGES[2]]),
        service(pages=[*PAGES, InfoPage("x", "X", lambda a: "eins")]),
        service(pages=[*PAGES, InfoPage("x", "X", lambda a: "zwei")]),
        service(tasks=[Task("a", "A")]),
        service(notice="Nur ein Test"),
    ]
    assert 1 + len(other) == len({base, *(one.flow().content_hash for one in other)})
    layout = service(pages=[*PAGES, InfoPage("x", "X", lambda a:   "eins")])  # fmt: skip
    assert other[3].flow().content_hash == layout.flow().content_hash


def test_the_ideal_path_is_that_of_the_persona() -> None:
    """Up to the page that ends the task; without a persona the short way."""
    tasks = [
        Task("a", "A", persona={"tenure": "Miete", "rent": 500}),
        Task("b", "B", ends="income", persona=Persona("p", "Eine Person", {"tenure": "Eigentum"})),
        Task("c", "C", time_limit_min=1.5),
    ]
    snapshot = service(tasks=tasks).flow().snapshot()
    assert ("home", "rent", "income", "check", "done") == snapshot.tasks[0].ideal_path
    assert ("home", "income") == snapshot.tasks[1].ideal_path
    assert ("home", "income", "check", "done") == snapshot.tasks[2].ideal_path
    assert 90_000 == snapshot.tasks[2].time_limit_ms
    assert ["a", "p"] == list(service(tasks=tasks).all_personas)


def test_a_snapshot_names_all_that_can_be_recorded() -> None:
    """Pages, fields and rules: the vocabulary of events."""
    snapshot = service().flow().snapshot()
    assert ["tenure", "rent", "income"] == [field.id for field in snapshot.fields]
    assert {"required", "option", "number", "decimal_places", "greater_than", "greater_than_equal"} == set(
        snapshot.rules
    )


def test_a_wrong_service_has_no_flow() -> None:
    """All findings come with the error; an unknown variant names the nearest."""
    with pytest.raises(AuthorError, match="rnet"):
        service(pages=[Page("home", "Wohnen", "rnet", "tenre")]).flow()
    with pytest.raises(AuthorError, match="variant-unknown"):
        service().flow("C")


def test_a_flow_is_resolved_once() -> None:
    """All journeys share it."""
    one = service()
    assert one.flow("A") is one.flow()
