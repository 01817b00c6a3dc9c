"""What differs between two designs, in words: every difference is named, and none is made up."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from pydantic import create_model

from labs import InfoPage, Page, Rule, Service, Task, Told, Variant, answer, ask
from labs.cli import main
from labs.differences import compare
from labs.differences.difference import moved
from labs.scaffold import write
from labs.service import Flow

PAGES = [
    Page("haushalt", "Haushalt", "personen"),
    Page("einkommen", "Einkommen", "lohn"),
    Page("heizung", "Heizung", "heizung", when=answer.personen > 1),
]
FIELDS: dict[str, Any] = {
    "personen": (int, ask("Wie viele Personen?", ge=1)),
    "lohn": (int, ask("Wie hoch ist Ihr Lohn?")),
    "heizung": (Literal["gas", "strom"], ask("Wie heizen Sie?", options={"gas": "Mit Gas", "strom": "Mit Strom"})),
}


def flow(fields: dict[str, Any] | None = None, pages: list[Page] | None = None, **further: Any) -> Flow:
    """Return the first variant of a small service, changed in some ways."""
    model = create_model("Form", **{**FIELDS, **(fields or {})})
    return Service("s", "Dienst", model, pages=pages or PAGES, **further).flow()


def sentences(before: Flow, after: Flow) -> list[str]:
    """Return what is said about two flows."""
    return [difference.sentence for difference in compare(before, after)]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (flow(pages=[PAGES[1], PAGES[0], PAGES[2]]), "Seite „Einkommen“ steht jetzt vor „Haushalt“."),
        (
            flow({"heizung": (Literal["gas", "strom"] | None, FIELDS["heizung"][1])}),
            "„Wie heizen Sie?“ ist freiwillig geworden.",
        ),
        (
            flow({"personen": (int, ask("Wie viele sind Sie?", ge=1))}),
            "Frage „Wie viele Personen?“ lautet jetzt „Wie viele sind Sie?“.",
        ),
        (
            flow({"personen": (int, ask("Wie viele Personen?", ge=2))}),
            "Bei „Wie viele Personen?“ gilt jetzt: mindestens 2 (vorher 1).",
        ),
        (
            flow({"personen": (int, ask("Wie viele Personen?"))}),
            "Bei „Wie viele Personen?“ fällt die Grenze weg: mindestens 1.",
        ),
        (
            flow({"lohn": (int, ask("Wie hoch ist Ihr Lohn?", hint="Brutto"))}),
            "Der Hinweis bei „Wie hoch ist Ihr Lohn?“ ist neu.",
        ),
        (
            flow({"lohn": (int, ask("Wie hoch ist Ihr Lohn?", unknown=True))}),
            "Bei „Wie hoch ist Ihr Lohn?“ gilt „weiß ich noch nicht“ jetzt auch.",
        ),
        (
            flow({"lohn": (str, ask("Wie hoch ist Ihr Lohn?"))}),
            "Bei „Wie hoch ist Ihr Lohn?“ ist anders: die Art der Antwort.",
        ),
        (
            flow({"lohn": (int, ask("Wie hoch ist Ihr Lohn?", when=answer.personen > 2))}),
            "„Wie hoch ist Ihr Lohn?“ fragen wir jetzt nur, wenn Personen ist größer als 2.",
        ),
        (flow(pages=[*PAGES[:2], Page("heizung", "Heizung", "heizung")]), "Seite „Heizung“ zeigen wir jetzt immer."),
        (
            flow(pages=[*PAGES[:2], Page("heizung", "Wärme", "heizung", when=answer.personen > 1)]),
            "Seite „Heizung“ heißt jetzt „Wärme“.",
        ),
        (
            flow(pages=[Page("haushalt", "Haushalt", "personen", text="Wir fragen."), *PAGES[1:]]),
            "Der Text auf Seite „Haushalt“ ist neu.",
        ),
        (
            flow(pages=[*PAGES, InfoPage("info", "Gut zu wissen", "Text")]),
            "Seite „Gut zu wissen“ ist neu und steht vor „Prüfen Sie Ihre Angaben“.",
        ),
        (
            flow(pages=[Page("alles", "Alles", "personen", "lohn"), PAGES[2]]),
            "Die Seiten „Haushalt“ und „Einkommen“ sind jetzt eine Seite: „Alles“.",
        ),
        (flow(rules=[Rule("lohn", answer.lohn > 0, "Zu wenig.")]), "Regel „lohn“ ist neu: Lohn ist größer als 0."),
        (flow(tasks=[Task("t", "Stellen Sie den Antrag.")]), "Aufgabe „Stellen Sie den Antrag.“ ist neu."),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_difference_is_said(changed: Flow, sentence: str) -> None:
    """One change, one sentence, as a team would say it."""
    assert [sentence] == sentences(flow(), changed)


def test_split_and_gone() -> None:
    """The other way round a page is split; a page without questions that nobody took over is gone."""
    before = flow(pages=[Page("alles", "Alles", "personen", "lohn"), PAGES[2], InfoPage("info", "Hinweis", "Text")])
    assert [
        "Seite „Alles“ ist jetzt geteilt in „Haushalt“ und „Einkommen“.",
        "Seite „Hinweis“ fehlt jetzt.",
    ] == sentences(before, flow())


def test_question_moves_to_a_page_that_was_there() -> None:
    """A question that another page takes over is said with its new page; its own page goes."""
    after = flow(pages=[Page("haushalt", "Haushalt", "personen", "lohn"), PAGES[2]])
    said = sentences(flow(), after)
    assert "Frage „Wie hoch ist Ihr Lohn?“ steht jetzt auf Seite „Haushalt“." in said
    assert "Seite „Einkommen“ fehlt jetzt." in said


def test_options_are_compared_one_by_one() -> None:
    """New, gone and renamed answers each have a sentence."""
    options = {"strom": "Elektrisch", "holz": "Mit Holz"}
    after = flow({"heizung": (Literal["strom", "holz"], ask("Wie heizen Sie?", options=options))})
    assert [
        "Bei „Wie heizen Sie?“ gibt es jetzt auch „Mit Holz“.",
        "Bei „Wie heizen Sie?“ gibt es nicht mehr „Mit Gas“.",
        "Bei „Wie heizen Sie?“ heißt „Mit Strom“ jetzt „Elektrisch“.",
    ] == sentences(flow(), after)


def test_computed_texts_are_compared_by_their_source() -> None:
    """A text that the same function says is the same, though the function was loaded again; another sentence is not."""

    def told(sentence: str) -> Told:
        return Told(lambda a: ["x"], {"x": sentence})

    def told_flow(sentence: str) -> Flow:
        return flow(pages=[*PAGES, InfoPage("info", "Hinweis", told(sentence))])

    assert [] == sentences(told_flow("Eins."), told_flow("Eins."))
    assert ["Der Text auf Seite „Hinweis“ ist anders."] == sentences(told_flow("Eins."), told_flow("Zwei."))


@given(st.permutations(range(7)))
def test_moves_are_enough_and_no_more_than_needed(order: list[int]) -> None:
    """Without those that move, both orders are the same; a single one is moved only where it has to."""
    before, after = [str(one) for one in range(7)], [str(one) for one in order]
    found = moved(before, after)
    assert [one for one in before if one not in found] == [one for one in after if one not in found]
    assert (before == after) is (found == [])


NAMES = ("a", "b", "c", "d")


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    """Draw a flow from few possibilities, so that two draws differ in one thing, in many, or in none."""
    fields: dict[str, Any] = {}
    for name in NAMES:
        kind = (
            draw(st.sampled_from([int, str, date, Literal["x", "y"], Literal["y", "x"], bool])) if name != "a" else int
        )
        annotation = kind | None if draw(st.booleans()) else kind
        label, hint = draw(st.sampled_from(["Eins?", "Zwei?"])), draw(st.sampled_from(["", "Hinweis"]))
        limits = draw(st.sampled_from([{}, {"ge": 1}, {"ge": 2, "le": 9}])) if kind is int else {}
        when = draw(st.sampled_from([None, answer.a == 1, answer.a == 2])) if name != "a" else None
        fields[name] = (annotation, ask(label, hint=hint, unknown=draw(st.booleans()), when=when, **limits))
    names = ["a", *draw(st.permutations(NAMES[1:]))][: draw(st.integers(1, 4))]
    pages, number = [], 0
    while names:
        size = draw(st.integers(1, len(names)))
        ids, names = names[:size], names[size:]
        title, text = draw(st.sampled_from(["Seite", "Blatt"])), draw(st.sampled_from(["", "Text.", "Mehr."]))
        pages.append(Page(f"p{draw(st.integers(0, 1))}{number}", title, *ids, text=text))
        number += 1
    return Service("s", draw(st.sampled_from(["Dienst", "Amt"])), create_model("Form", **fields), pages=pages).flow()


@given(flows(), flows())
def test_every_difference_is_named(one: Flow, two: Flow) -> None:
    """Two flows have the same content exactly when nothing is said about them; each sentence is said once."""
    found = compare(one, two)
    assert (one.content_hash == two.content_hash) is (found == ())
    assert len({(difference.kind, difference.subject, difference.sentence) for difference in found}) == len(found)
    assert all(difference.sentence[-1] in ".!?“" for difference in found)


@given(flows())
def test_equal_flows_have_no_difference(one: Flow) -> None:
    """The name of the variant is no difference."""
    assert () == compare(one, replace(one, variant="B"))


def test_variant_in_other_words_has_the_same_pages() -> None:
    """Words change texts, never the order, the questions or what is required."""
    from prototypes.hundesteuer import service

    kinds = {difference.kind for difference in compare(service.flow("A"), service.flow("leicht"))}
    structure = {"page-moved", "page-new", "page-gone", "question-moved", "question-optional", "question-when"}
    assert kinds
    assert not kinds & structure


def test_service_with_variants() -> None:
    """Two variants of one service are compared as they are resolved."""
    model = create_model("Form", **FIELDS)
    variants = [Variant("A"), Variant("B", labels={"lohn": "Ihr Lohn?"})]
    service = Service("s", "Dienst", model, pages=PAGES, variants=variants)
    assert ["Frage „Wie hoch ist Ihr Lohn?“ lautet jetzt „Ihr Lohn?“."] == sentences(
        service.flow("A"), service.flow("B")
    )


def run(root: Path, *words: str) -> tuple[int, str]:
    """Run the command in a workspace; return its exit code and what it says."""
    found = CliRunner().invoke(main, ["--workspace", str(root), "diff", *words])
    return found.exit_code, found.output


def test_command_says_what_an_edit_changed(tmp_path: Path) -> None:
    """With --before the older file is compared with the present one: as sentences, and as JSON."""
    file = write("probe", tmp_path)
    old = tmp_path / "alt.py"
    source = file.read_text(encoding="utf-8")
    old.write_text(source, encoding="utf-8")
    label = source.split('ask("')[1].split('"')[0]
    file.write_text(source.replace(f'ask("{label}"', 'ask("Ganz anders gefragt?"', 1), encoding="utf-8")
    code, said = run(tmp_path, "probe", "--before", str(old))
    assert (0, True) == (code, f"Frage „{label}“ lautet jetzt „Ganz anders gefragt?“." in said)
    code, document = run(tmp_path, "probe", "--before", str(old), "--json")
    (difference,) = json.loads(document)["differences"]
    assert ("question-label", False) == (difference["kind"], json.loads(document)["same"])


def test_command_compares_variants(tmp_path: Path) -> None:
    """Two variants by name; a variant and itself do not differ; one name is not enough, and says which there are."""
    assert "sind jetzt eine Seite" in run(tmp_path, "hundesteuer", "A", "B")[1]
    assert "Kein Unterschied." in run(tmp_path, "hundesteuer", "B", "B")[1]
    code, said = run(tmp_path, "hundesteuer", "A")
    assert (2, True) == (code, "A, B, leicht, englisch" in said)
