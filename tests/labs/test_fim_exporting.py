"""Exporting: the prototype as a schema, and the same prototype back."""

import re
import xml.etree.ElementTree as ElementTree
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import pytest
from fim_rounds import NOW, SAMPLES, SHARED, bring_in, flow_of, loaded, reread, send_out
from pydantic import BaseModel

from labs import (
    UNKNOWN,
    DeclarationPage,
    InfoPage,
    Page,
    Rule,
    Service,
    StartPage,
    answer,
    ask,
    decimal,
    declaration,
    email,
    euro,
    iban,
    longtext,
    postcode,
    scaffold,
    upload,
)
from labs.discovery import load_service, shipped_root
from labs.fim.exporting import LOCAL_RANGE, export_service
from labs.fim.model import DataField, Schema
from labs.fim.reading import read_schema
from labs.fim.writing_xml import NAMESPACE, write_xml


class Kind(BaseModel):
    name: str = ask("Name", min_length=2, max_length=60)
    gluecklich: bool = ask("Ist das Kind glücklich?", unknown=True)
    grund: longtext | None = ask("Warum nicht?", when=~answer.gluecklich)


class Alles(BaseModel):
    """Every kind of question, every limit, conditions of every sort."""

    text: str = ask("Text", hint='Ein "Hinweis" & mehr <b>.', called="den Text", pattern=r"^[a-z]+\d?$")
    lang: longtext = ask("Lang", max_length=300)
    kurz: str = ask("Kurz, aber viel", max_length=400)
    zahl: int = ask("Zahl", gt=0, le=20, error={"required": "Geben Sie eine Zahl ein."})
    geld: euro = ask("Geld", gt=0, lt=1000, law="§ 1 ABC")
    anteil: decimal | None = ask("Anteil", ge=Decimal("0.5"), lt=9, multiple_of=Decimal("0.25"))
    tag: date = ask("Tag", past=True, ge=date(1990, 1, 1))
    wahr: bool = ask("Stimmt das?")
    eins: Literal["a", "b"] = ask("Eins", options={"a": "Erstens"}, unknown=True)
    zimmer: Literal[1, 2] = ask("Zimmer")
    ort: str = ask("Ort", options={str(number): f"Ort {number}" for number in range(20)}, when=answer.wahr)
    mehrere: list[Literal["x", "y", "z"]] = ask("Mehrere", min_length=2)
    mail: email | None = ask("E-Mail", when=answer.eins.is_in("a", "b") & (answer.tag >= date(2000, 2, 3)))
    konto: iban = ask("IBAN", when=(answer.zahl > 3) | (answer.geld < Decimal("9.5")))
    plz: postcode = ask("PLZ", autocomplete="off")
    datei: upload | None = ask("Datei", when=answer.eins == UNKNOWN)
    eid: declaration = ask("Ich erkläre das.")
    kinder: list[Kind] = ask("Ihre Kinder", count=answer.zahl - 1, item="Kind", when=answer.wahr)
    leute: list[Kind] | None = ask("Leute", max_length=4, hint="Alle.")


SERVICE = Service(
    "alles",
    "Alles beantragen",
    Alles,
    ozg="10092",
    pages=[
        StartPage("start", "Los", text="*Willkommen*", documents=("Pass", "Geld"), legal_basis="§ 1 ABC"),
        Page("eins", "Erste Seite", "text", "lang", "kurz", "zahl", "geld", "anteil", "tag", "wahr", text="**Hier**"),
        InfoPage("hinweis", "Ein Hinweis", "Etwas.", when=answer.geld > 500),
        Page("zwei", "Zweite Seite", "eins", "zimmer", "ort", "mehrere", when=answer.wahr),
        Page("drei", "Dritte Seite", "mail", "konto", "plz", "datei", when=answer.zahl >= 2),
        Page("kinder", "Ihre Kinder", "kinder"),
        Page("leute", "Leute", "leute"),
        DeclarationPage("ende", "Erklärung", "eid"),
    ],
    rules=[Rule("passt", answer.geld <= answer.anteil, "Das ist zu viel Geld.", at="geld")],
)


def test_every_prototype_comes_back(tmp_path: Path) -> None:
    """All kinds, limits, conditions, groups and pages survive export and import, and a second round."""
    exported = export_service(SERVICE)
    assert [] == exported.left_out
    imported = bring_in(reread(exported, tmp_path), tmp_path / "a", name="alles")
    assert ((), []) == (imported.plan.unresolved, imported.plan.skipped)
    back = loaded(tmp_path / "a", "alles")
    assert flow_of(SERVICE, ids=False) == flow_of(back, ids=False)
    bring_in(reread(send_out(tmp_path / "a", "alles"), tmp_path), tmp_path / "b", name="alles")
    assert flow_of(back) == flow_of(loaded(tmp_path / "b", "alles"))


def test_a_new_prototype_comes_back(tmp_path: Path) -> None:
    """What `probelauf new` writes survives, in both variants."""
    scaffold.write("probe", tmp_path)
    service = load_service(tmp_path / "prototypes" / "probe" / "__init__.py", "probe")
    for variant in service.variant_ids:
        bring_in(reread(export_service(service, variant), tmp_path), tmp_path / variant, name="probe")
        back = flow_of(loaded(tmp_path / variant, "probe"), ids=False)
        assert flow_of(service, variant, ids=False) == back


def test_wohngeld_comes_back_but_for_what_is_computed(tmp_path: Path) -> None:
    """All questions and all pages that are not drawn by functions survive; the others are named."""
    root = shipped_root()
    assert root is not None
    service = load_service(root / "wohngeld" / "__init__.py", "wohngeld")
    exported = export_service(service)
    computed = set(re.findall(r"`(\w+)` is computed", " ".join(exported.left_out)))
    assert {"andere_wohnform", "andere_leistung", "mietenstufe", "schaetzung", "vermoegen"} == computed
    bring_in(reread(exported, tmp_path), tmp_path / "a", name="wohngeld")
    before, after = flow_of(service, ids=False), flow_of(loaded(tmp_path / "a", "wohngeld"), ids=False)
    differing = {
        (name, key)
        for name, question in before["questions"].items()
        for key, value in question.items()
        if after["questions"][name][key] != value
    }
    assert {("mietenstufe", "when")} == differing
    assert before["questions"].keys() == after["questions"].keys()
    kept = [page["id"] for page in before["pages"] if page["id"] not in computed or page["question_ids"]]
    assert kept == [page["id"] for page in after["pages"]]


@pytest.mark.parametrize("sample", ["hundeverein_1.xml", "hundepass_2.xml", "anschrift_3.xml"])
def test_imported_ids_and_places_are_kept(tmp_path: Path, sample: str) -> None:
    """An imported schema goes out with its own ids, versions, groups, multiplicities, limits, lists and rules."""

    def told(schema: Schema) -> list[Any]:
        uses = [
            (use.path, use.amount, use.law, use.element.law, use.element.version, use.element.label, use.element.hint)
            for use, _ in schema.uses()
        ]
        fields = [use.element for use in schema.fields() if isinstance(use.element, DataField)]
        exact = [(one.art, one.datatype, one.limits, one.codes, one.code_list, one.content) for one in fields]
        rules = [rule for use, _ in schema.uses() for rule in use.element.rules]
        return [schema.id, schema.version, schema.name, schema.label, schema.law, uses, exact, rules]

    schema = read_schema(SAMPLES / sample)
    bring_in(schema, tmp_path / "a")
    assert told(schema) == told(reread(send_out(tmp_path / "a"), tmp_path))


def test_a_found_code_list_comes_back_without_its_file(tmp_path: Path) -> None:
    """The reference to an external list stays in the schema, and its values come back, too."""
    bring_in(read_schema(SAMPLES / "hundepass_2.xml"), tmp_path / "a", lists=SAMPLES / "codelists")
    schema = reread(send_out(tmp_path / "a"), tmp_path)
    assert "<xdf:werte>" not in (tmp_path / "export.xml").read_text(encoding="utf-8")
    bring_in(schema, tmp_path / "b")
    assert flow_of(loaded(tmp_path / "a")) == flow_of(loaded(tmp_path / "b"))


EDITS = [
    ("Was hat der Hund gekostet?", "Kaufpreis"),
    ("    was_hat", '    name: str = ask("Wie heißt der Hund?", max_length=30)\n    was_hat'),
    ("str | None", "str"),
    ("max_length=80", "max_length=60"),
    ("class Antrag(BaseModel):", "class Antrag(BaseModel):\n    neu: int | None = ask('Neu', ge=1)\n"),
    (', "geburtsdatum"', ', "geburtsdatum", "neu"'),
    ('            "geburtsdatum",\n', '            "geburtsdatum",\n            "neu",\n'),
]


def test_edits_of_the_lab_go_out(tmp_path: Path) -> None:
    """What the lab renamed, limited, demanded and added is in the schema, new fields beside their neighbours."""
    path = bring_in(read_schema(SAMPLES / "hundepass_2.xml"), tmp_path / "a").path
    text = path.read_text(encoding="utf-8")
    for before, after in EDITS:
        text = text.replace(before, after, 1)
    path.write_text(text, encoding="utf-8")
    exported = send_out(tmp_path / "a")
    uses = {use.element.label: use for use in exported.schema.fields()}
    assert ("F99000014", "1:1") == (uses["Kaufpreis"].element.id, uses["Kaufpreis"].amount)
    assert "0:1" == uses["Wie heißt der Verein?"].amount  # asked under a condition: a submission may lack it
    assert ["Geburtsdatum", "Neu"] == list(uses)[:2]
    assert all(uses[name].element.id.startswith(f"F{LOCAL_RANGE}") for name in ("Neu", "Wie heißt der Hund?"))
    bring_in(reread(exported, tmp_path), tmp_path / "b")
    assert flow_of(loaded(tmp_path / "a"), ids=False) == {
        **flow_of(loaded(tmp_path / "b"), ids=False), "keys": {},
    }  # fmt: skip


def test_a_note_is_not_believed_when_the_rule_says_something_else(tmp_path: Path) -> None:
    """A rule that somebody rewrote in the schema is left to people, whatever the export noted of it."""
    text = write_xml(export_service(SERVICE).schema, NOW).replace('Zahl" ist mindestens 2', 'Zahl" ist mindestens 9')
    (tmp_path / "edited.xml").write_text(text, encoding="utf-8")
    plan = bring_in(read_schema(tmp_path / "edited.xml"), tmp_path / "a", name="alles").plan
    assert ["Dritte Seite"] == [rule.name for rule in plan.unresolved]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared schemas are not here")
def test_the_structure_is_that_of_published_messages() -> None:
    """Every element of an export stands below the same parent as in a published message, in the same order."""
    known = ElementTree.parse(SHARED / "xdf3_small" / "simple.xml").getroot()  # noqa: S314 - a file of ours

    def local(element: ElementTree.Element) -> str:
        return element.tag.rpartition("}")[2]

    orders: dict[str, list[str]] = {}
    for element in known.iter():
        found = list(dict.fromkeys(local(one) for one in element))
        if len(found) > len(orders.get(local(element), [])):
            orders[local(element)] = found
    root = ElementTree.fromstring(write_xml(export_service(SERVICE).schema, NOW))  # noqa: S314 - our own
    extra = {"werte", "codelisteReferenz", "stichwort"}
    for element in root.iter():
        order = orders.get(local(element))
        if order and local(element) in ("identifikation", "datenfeld", "struktur", "regel", "header"):
            names = [local(one) for one in element if local(one) not in extra]
            assert names == sorted(names, key=order.index)
    assert f"{{{NAMESPACE}}}xdatenfelder.stammdatenschema.0102" == root.tag
    assert {"3"} == {code.text for status in root.iter(f"{{{NAMESPACE}}}freigabestatus") for code in status}


def test_the_same_prototype_gives_the_same_file() -> None:
    """Ids are the same each time; only the time, which is an argument, could differ."""
    assert write_xml(export_service(SERVICE).schema, NOW) == write_xml(export_service(SERVICE).schema, NOW)
