"""Stand-ins for other people's systems: scripted failures, prefilling once, marks on the page, bots, own classes."""

import json
import re
from collections.abc import Sequence

import pytest

from labs import BaseModel, Page, Service, Task, answer, ask, upload
from labs.journey import Journey
from labs.mocks import bundid, payment, prefill, virus_scan
from labs.pages import Mock
from labs.service import Persona, mistakes
from labs.walk import TODAY, walk

ROLE = Persona("erika", "Erika Beispiel", {"abruf": True, "name": "Erika Beispiel", "ort": "Musterstadt"})


class Antrag(BaseModel):
    """What is asked."""

    abruf: bool = ask("Dürfen wir Ihre Daten beim Register abrufen?")
    name: str = ask("Wie heißen Sie?", hint="Vorname und Nachname")
    ort: str = ask("Wo wohnen Sie?")
    beleg: upload | None = ask("Ihr Beleg")
    zahlt: bool = ask("Zahlen Sie jetzt?")


class Fax:
    """A lab's own stand-in: a plain class with the six attributes."""

    id = "fax"
    text = {"de": "Niemand sendet ein Fax.", "en": "Nobody sends a fax."}  # noqa: RUF012
    button = {"de": "Fax senden", "en": "Send fax"}  # noqa: RUF012
    failures = {"besetzt": {"de": "Besetzt. Versuchen Sie es noch einmal.", "en": "Busy. Try again."}}  # noqa: RUF012
    at = ""
    fills = ()


def service_with(*pages: Page, mocks: dict[str, Sequence[str]] | None = None) -> Service:
    """Return a service with a script for its only task."""
    task = Task("antrag", "Stellen Sie den Antrag.", persona=ROLE, mocks=mocks or {})
    return Service("probe", "Probe", Antrag, pages=pages, tasks=[task])


def journey_of(service: Service, language: str = "de") -> Journey:
    """Return the journey of the task's citizen at the first page."""
    return Journey.for_task(service.flow("", language), service.tasks[0], today=TODAY)


SIGN_IN = Page("anmelden", "Melden Sie sich an", mock=bundid())
FORM = Page("person", "Zu Ihnen", "name", "ort")


def test_script_decides_then_success() -> None:
    """Each try ends as the script says, with a message and a rule id; after the script the page leads on."""
    journey = journey_of(service_with(SIGN_IN, FORM, mocks={"bundid": ["abgebrochen", "gesperrt"]}))
    first, second, third = journey.submit(), journey.submit(), journey.submit()
    assert [("bundid", "mock.abgebrochen")] == [(one.field, one.rule) for one in first.problems]
    assert "Die Anmeldung wurde abgebrochen. Versuchen Sie es noch einmal." == first.problems[0].message
    assert (("bundid", "mock.abgebrochen"),) == second.solved
    assert (False, False, True) == (first.moved, second.moved, third.moved)


def test_who_signed_in_stays_so() -> None:
    """Whoever succeeded once is not asked to fail again on the way back."""
    journey = journey_of(service_with(SIGN_IN, FORM, mocks={"bundid": ["erfolg", "gesperrt"]}))
    assert journey.submit().moved
    journey.back()
    assert journey.submit().moved


def test_nobody_passes_by() -> None:
    """No page behind the sign-in can be reached while it fails."""
    journey = journey_of(service_with(SIGN_IN, FORM, mocks={"bundid": ["gesperrt"] * 3}))
    journey.submit()
    assert not journey.jump("person").moved
    assert "anmelden" == journey.page.id


def test_english() -> None:
    """An English flow says it in English."""
    journey = journey_of(service_with(SIGN_IN, FORM, mocks={"bundid": ["abgebrochen"]}), "en")
    assert "The sign-in was cancelled. Try again." == journey.submit().problems[0].message


def test_a_reload_loses_no_try() -> None:
    """The draft, as JSON, carries on with the script and with what the register knows."""
    page = Page("abruf", "Ihre Daten", "abruf", mock=prefill("abruf", "name", "ort"))
    service = service_with(page, FORM, mocks={"prefill": ["nicht_erreichbar", "nicht_gefunden"]})
    journey = journey_of(service)
    journey.submit({"abruf": True})
    again = Journey.resume(service.flow(), json.loads(json.dumps(journey.draft())), today=TODAY)
    assert ["mock.nicht_gefunden"] == [one.rule for one in again.submit({"abruf": True}).problems]
    assert again.submit({"abruf": True}).moved
    assert "Erika Beispiel" == again.raw("name")


def test_prefill_asks_shows_and_lets_change() -> None:
    """With a yes the fields are filled in, say where from, and no longer say so when they were changed."""
    page = Page("abruf", "Ihre Daten", "abruf", mock=prefill("abruf", "name", "ort"))
    journey = journey_of(service_with(page, FORM))
    assert ("abruf",) == journey.submit({"abruf": True}).changed
    note = "Diese Angabe kommt aus dem Register. Sie können sie ändern."
    assert [f"Vorname und Nachname {note}", note] == [one.hint for one in journey.questions()]
    assert ("ort",) == journey.submit({"name": "Erika Beispiel", "ort": "Berlin"}).changed
    journey.back()
    assert ["Vorname und Nachname " + note, ""] == [one.hint for one in journey.questions()]


def test_prefill_needs_a_yes() -> None:
    """With a no nothing is filled in, and no failure stands in the way."""
    page = Page("abruf", "Ihre Daten", "abruf", mock=prefill("abruf", "name", "ort"))
    journey = journey_of(service_with(page, FORM, mocks={"prefill": ["nicht_erreichbar"]}))
    assert journey.submit({"abruf": False}).moved
    assert journey.raw("name") is None


def test_prefill_keeps_what_was_typed() -> None:
    """What the citizen typed before is not overwritten."""
    page = Page("abruf", "Ihre Daten", "abruf", mock=prefill("abruf", "ort"))
    journey = journey_of(service_with(Page("ort", "Ort", "ort"), page, Page("name", "Name", "name")))
    journey.submit({"ort": "Berlin"})
    journey.submit({"abruf": True})
    assert "Berlin" == journey.raw("ort")


def test_refused_file_has_to_come_anew() -> None:
    """A file with a virus is forgotten, its message stands at the field; without a file nothing is scanned."""
    page = Page("beleg", "Ihr Beleg", "beleg", mock=virus_scan("beleg"))
    script = {"virus_scan": ["virus"]}
    journey = journey_of(service_with(page, FORM, mocks=script))
    (problem,) = journey.submit({"beleg": "beleg.pdf"}).problems
    assert ("beleg", "mock.virus") == (problem.anchor, problem.rule)
    assert journey.raw("beleg") is None
    assert journey.submit({"beleg": "neu.pdf"}).moved
    assert journey_of(service_with(page, FORM, mocks=script)).submit({"beleg": None}).moved


def test_own_class_and_other_pages() -> None:
    """A plain class will do, with conditions on the page as on any other."""
    assert isinstance(Fax(), Mock)
    fax = Page("fax", "Fax", mock=Fax(), when=answer.zahlt)
    service = service_with(Page("zahlt", "Zahlung", "zahlt"), fax, mocks={"fax": ["besetzt"]})
    assert [] == [one for one in mistakes(service) if one.level == "error"]
    journey = journey_of(service)
    journey.submit({"zahlt": True})
    assert ["mock.besetzt"] == [one.rule for one in journey.submit().problems]
    assert service.flow().content_hash == service_with(*service.pages, mocks={"fax": ["besetzt"]}).flow().content_hash


def test_bots_meet_every_failure() -> None:
    """Bots walk through every failure of every stand-in and come to the end."""
    scan = Page("beleg", "Ihr Beleg", "beleg", mock=virus_scan("beleg"))
    pay = Page("zahlen", "Bezahlen", mock=payment("12,00 €"), when=answer.zahlt)
    abruf = Page("abruf", "Ihre Daten", "abruf", mock=prefill("abruf", "name", "ort"))
    report = walk(service_with(SIGN_IN, abruf, FORM, scan, Page("zahlt", "Zahlung", "zahlt"), pay))
    assert () == report.failed
    assert report.walks >= 4


def test_recordings_know_the_failures() -> None:
    """The vocabulary that a recording is checked against names the failures."""
    snapshot = service_with(SIGN_IN, FORM).flow().snapshot()
    assert {"mock.abgebrochen", "mock.gesperrt", "mock.nicht_erreichbar"} <= set(snapshot.rules)
    assert ["bundid", "name", "ort"] == [field.id for field in snapshot.fields]


@pytest.mark.parametrize(
    ("page", "mocks", "code", "fix"),
    [
        (SIGN_IN, {"bundit": ["gesperrt"]}, "mock-unknown", "Did you mean `bundid`?"),
        (SIGN_IN, {"bundid": ["gespert"]}, "outcome-unknown", "Did you mean `gesperrt`?"),
        (Page("b", "B", "beleg", mock=virus_scan("belege")), {}, "field-unknown", "Did you mean `beleg`?"),
        (Page("a", "A", "abruf", mock=prefill("abruf", "nam")), {}, "field-unknown", "Did you mean `name`?"),
        (Page("f", "F", mock=object()), {}, "mock-incomplete", "Give it all of: id, text, button"),  # type: ignore[arg-type]
    ],
)  # fmt: skip
def test_mistakes_are_found(page: Page, mocks: dict[str, Sequence[str]], code: str, fix: str) -> None:
    """Whatever a script or a stand-in names wrongly is said, with the nearest right name."""
    found = [one for one in mistakes(service_with(page, FORM, mocks=mocks)) if one.level == "error"]
    assert [code] == [one.code for one in found]
    assert found[0].fix.startswith(fix)


@pytest.mark.parametrize("mock", [bundid(), payment("12,00 €"), prefill("abruf"), virus_scan("beleg")])
def test_short_sentences(mock: Mock) -> None:
    """Every German sentence of a ready-made stand-in has at most 12 words."""
    texts = [mock.text["de"], *(failure["de"] for failure in mock.failures.values())]
    longest = max(
        (sentence for text in texts for sentence in re.split(r"(?<=[.]) ", text)), key=lambda s: len(s.split())
    )
    assert len(longest.split()) <= 12, longest


def test_last_word_on_the_script() -> None:
    """A persona brings its own script; the task's has the last word."""
    persona = Persona("jan", "Jan", {}, mocks={"bundid": ["gesperrt"], "payment": ["abgelehnt"]})
    task = Task("t", "T", persona=persona, mocks={"bundid": ["abgebrochen"]})
    assert {"bundid": ["abgebrochen"], "payment": ["abgelehnt"]} == task.script
