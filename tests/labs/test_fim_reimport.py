"""A newer version of a schema: the lab's edits stay, what changed is listed, conflicts are shown."""

from pathlib import Path

import pytest
from fim_rounds import SAMPLES, bring_in, loaded

from labs.check import check
from labs.fim.importing import imported_as
from labs.fim.reading import read_schema
from labs.fim.reimport import Changes

TEXT = (SAMPLES / "hundepass_2.xml").read_text(encoding="utf-8")
NEW_FIELD = """<xdf:struktur><xdf:anzahl>1:1</xdf:anzahl><xdf:enthaelt><xdf:datenfeld>
<xdf:identifikation><xdf:id>{id}</xdf:id><xdf:version>1.0</xdf:version></xdf:identifikation>
<xdf:name>{name}</xdf:name><xdf:bezeichnungEingabe>{name}</xdf:bezeichnungEingabe>
<xdf:feldart><code>input</code></xdf:feldart><xdf:datentyp><code>{type}</code></xdf:datentyp>
</xdf:datenfeld></xdf:enthaelt></xdf:struktur>"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The prototype's file after the first import."""
    return bring_in(read_schema(SAMPLES / "hundepass_2.xml"), tmp_path).path


def edit(file: Path, *pairs: tuple[str, str]) -> None:
    """Edit the prototype as the lab would."""
    text = file.read_text(encoding="utf-8")
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)
    file.write_text(text, encoding="utf-8")


def again(file: Path, *pairs: tuple[str, str]) -> Changes:
    """Import the schema once more, with these changes."""
    text = TEXT
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)
    path = file.parent.parent / "newer.xml"
    path.write_text(text, encoding="utf-8")
    changes = bring_in(read_schema(path), file.parent.parent).changes
    assert changes is not None
    assert [] == [finding for finding in check(loaded(file.parent.parent)) if finding.level == "error"]
    return changes


def test_edits_of_the_lab_stay(file: Path) -> None:
    """Labels, limits, names and pages that the lab changed survive a schema that did not change there."""
    edit(
        file,
        ('"Wie heißt der Verein?"', '"Ihr Verein?"'),
        ("max_length=80", "max_length=60"),
        ("geburtsdatum", "geboren"),
        ('"Angaben zum Halter"', '"Über Sie"'),
        ('"Was hat der Hund gekostet?"', '"Kaufpreis"'),
    )
    before = file.read_text(encoding="utf-8")
    changes = again(file)
    assert before == file.read_text(encoding="utf-8")
    assert ["'Ihr Verein?'", "'Kaufpreis'", "60"] == sorted(entry["lab"] for entry in changes.kept)
    assert ([], [], [], []) == (changes.new, changes.gone, changes.changed, changes.conflicts)


def test_untouched_questions_follow_the_schema(file: Path) -> None:
    """A new hint, a new version and a new limit are taken over and listed with before and after."""
    changes = again(
        file,
        ("Geben Sie den Tag der Geburt an.", "Zum Beispiel 1.2.1990."),
        ("<xdf:version>1.2</xdf:version>", "<xdf:version>1.3</xdf:version>"),
    )
    born = next(iter(loaded(file.parent.parent).flow().questions.values()))
    assert ("Zum Beispiel 1.2.1990.", "F99000010 1.3") == (born.hint, born.fim)
    assert ["hint", "fim"] == [entry["what"] for entry in changes.changed]


def test_touched_questions_follow_where_the_lab_did_not_touch_them(file: Path) -> None:
    """In one question the lab's label stays while the schema's new hint and new law arrive."""
    edit(file, ('"Geburtsdatum"', '"Wann sind Sie geboren?"'))
    changes = again(file, ("Geben Sie den Tag der Geburt an.", "Zum Beispiel 1.2.1990."), ("§ 4 der", "§ 7 der"))
    born = next(iter(loaded(file.parent.parent).flow().questions.values()))
    assert ("Wann sind Sie geboren?", "Zum Beispiel 1.2.1990.") == (born.label, born.hint)
    assert "§ 7 der erfundenen Hundepassordnung" == born.law
    assert ["hint", "law"] == [entry["what"] for entry in changes.changed]


def test_an_argument_that_the_schema_drops_goes(file: Path) -> None:
    """A hint that the newer schema has no more is taken away, also where the lab changed the label."""
    edit(file, ('"Geburtsdatum"', '"Wann sind Sie geboren?"'))
    again(file, ("Geben Sie den Tag der Geburt an.", ""))
    assert "" == next(iter(loaded(file.parent.parent).flow().questions.values())).hint


def test_conflicts_are_shown_and_never_overwritten(file: Path) -> None:
    """Where lab and schema both changed a label, the lab's stays and both are told."""
    edit(file, ('"Wie heißt der Verein?"', '"Ihr Verein?"'))
    before = file.read_text(encoding="utf-8")
    changes = again(file, ("Wie heißt der Verein?", "In welchem Verein sind Sie?"))
    assert [{"what": "label", "lab": "'Ihr Verein?'", "new": "'In welchem Verein sind Sie?'"}] == [
        {name: text for name, text in entry.items() if name != "field"} for entry in changes.conflicts
    ]
    assert before == file.read_text(encoding="utf-8")


def test_new_fields_are_asked_behind_their_neighbour(file: Path) -> None:
    """A new field of a page, and one of a group's entry, are added to class and page, with the import they need."""
    edit(file, ('"Angaben zum Halter"', '"Über Sie"'))
    end = (
        "</xdf:datenfeldgruppe>\n      </xdf:enthaelt>\n    </xdf:struktur>\n    <xdf:struktur>\n      <xdf:anzahl>1:3"
    )
    dog = "<xdf:bezeichnungEingabe>Hund</xdf:bezeichnungEingabe>"
    contact = NEW_FIELD.format(id="F99000020", name="Kontaktdatum", type="num")
    chip = NEW_FIELD.format(id="F99000021", name="Chip", type="text")
    changes = again(file, (end, contact + end), (dog, dog + chip))
    flow = loaded(file.parent.parent).flow()
    assert ["Antrag.kontaktdatum", "Hund.chip"] == sorted(changes.new)
    page = next(page for page in flow.pages if page.title == "Über Sie")
    assert "kontaktdatum" == page.question_ids[-1]
    assert "chip" in [one.id for one in flow.questions["hund"].item_questions]
    assert "decimal" == flow.questions["kontaktdatum"].kind


def test_a_new_group_gets_a_page_of_its_own(file: Path) -> None:
    """A new repeated group brings its class and its page, before the end."""
    group = (
        "<xdf:struktur><xdf:anzahl>0:*</xdf:anzahl><xdf:enthaelt><xdf:datenfeldgruppe><xdf:id>G99000009</xdf:id>"
        "<xdf:name>Züchter</xdf:name>" + NEW_FIELD.format(id="F99000030", name="Firma", type="text")
        + "</xdf:datenfeldgruppe></xdf:enthaelt></xdf:struktur></xdf:stammdatenschema>"
    )  # fmt: skip
    changes = again(file, ("</xdf:stammdatenschema>", group))
    flow = loaded(file.parent.parent).flow()
    assert {"Antrag.zuechter", "Zuechter.firma"} == set(changes.new)
    assert ["zuechter", "check", "done"] == [page.id for page in flow.pages][-3:]


def test_gone_fields_are_listed_and_still_asked(file: Path) -> None:
    """What the newer schema has no more is named; whether to stop asking is the lab's decision."""
    start = TEXT.index("    <xdf:struktur>\n      <xdf:anzahl>1:3")
    gone = TEXT[start : TEXT.index("</xdf:struktur>\n    <xdf:struktur>", start + 2000) + len("</xdf:struktur>\n")]
    changes = again(file, (gone, ""))
    assert {"Antrag.hund", "Hund.welche_rasse_hat_der_hund", "Hund.was_hat_der_hund_gekostet"} == set(changes.gone)
    assert "hund" in loaded(file.parent.parent).flow().questions


def test_the_list_of_rules_keeps_what_the_lab_crossed_out(file: Path) -> None:
    """A rule that the lab settled stays off the list; a new one is added."""
    text = file.read_text(encoding="utf-8")
    start, end = text.index("UNRESOLVED_RULES: list"), text.index("\n]\n")
    file.write_text(text[:start] + "UNRESOLVED_RULES: list[str] = [" + text[end:], encoding="utf-8")
    rule = "<xdf:regel><xdf:id>R9</xdf:id><xdf:name>Neu</xdf:name><xdf:definition>Neu.</xdf:definition></xdf:regel>"
    again(file, ("<xdf:struktur>\n      <xdf:anzahl>1:3", rule + "<xdf:struktur>\n      <xdf:anzahl>1:3"))
    after = file.read_text(encoding="utf-8")
    assert '"R9 Neu: Neu."' in after
    assert '"R99000002' not in after


def test_the_prototype_is_found_by_the_id_of_its_schema(file: Path) -> None:
    """A newer version with another name belongs to the same prototype."""
    schema = read_schema(SAMPLES / "hundepass_2.xml")
    assert "antrag" == imported_as(file.parent.parent, schema)
    assert "" == imported_as(file.parent.parent, read_schema(SAMPLES / "hundeverein_1.xml"))
