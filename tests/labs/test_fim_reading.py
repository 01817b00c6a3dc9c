"""Reading FIM files: three versions, code lists, rules, and one sentence for each bad file."""

from pathlib import Path

import pytest
from fim_rounds import SAMPLES, SHARED

from feedback.errors import OperatorError
from labs.fim.codelists import read_code_lists
from labs.fim.model import Code, DataField, schema_of
from labs.fim.reading import DEEPEST, read_schema
from labs.fim.rules import Reading, read_rule, settle

NS = "urn:xoev-de:fim:standard:xdatenfelder_2"


def test_version_1_has_its_ids_directly() -> None:
    """XDatenfelder 1: the id without `identifikation`, the code list by `kennung`, a dash as no hint."""
    schema = read_schema(SAMPLES / "hundeverein_1.xml")
    assert ("S99000001", "1.0", "xdatenfelder_1") == (schema.id, schema.version, schema.format)
    name, kind = (use.element for use in schema.fields())
    assert isinstance(name, DataField)
    assert isinstance(kind, DataField)
    assert ("F99000001", "", {"minLength": "2", "maxLength": "80"}) == (name.id, name.hint, name.limits)
    assert ("select", "urn:probe:rechtsform") == (kind.art, kind.code_list)


def test_version_2_limits_law_and_rules() -> None:
    """XDatenfelder 2: limits as JSON text, laws of use and element, rules of the group, the list's whole address."""
    schema = read_schema(SAMPLES / "hundepass_2.xml")
    uses = {use.element.id: use for use in schema.fields()}
    price, breed, born = (uses[f"F990000{number}"].element for number in (14, 13, 10))
    assert isinstance(price, DataField)
    assert isinstance(breed, DataField)
    assert {"minValue": "0", "maxValue": "9999.99"} == price.limits
    assert "urn:probe:hunderasse_2" == breed.code_list
    assert "§ 4 der erfundenen Hundepassordnung" == born.law
    holder, dog = schema.groups()
    assert ["R99000001", "R99000002"] == [rule.id for rule in holder.element.rules]
    assert ("1:3", "§ 3 der erfundenen Hundepassordnung") == (dog.amount, holder.law)


def test_version_3_a_lone_group_with_inline_codes() -> None:
    """XDatenfelder 3: a message of one group, limits as attributes, `code` with a namespace, values in the field."""
    schema = read_schema(SAMPLES / "anschrift_3.xml")
    code, parts = (use.element for use in schema.fields())
    assert isinstance(code, DataField)
    assert isinstance(parts, DataField)
    assert ("xdatenfelder_3", "G99000000001", "ABS") == (schema.format, schema.id, code.level)
    assert "§ 5 der erfundenen Zwingerordnung; § 6 der erfundenen Zwingerordnung" == code.law
    assert ("5", "5") == (code.limits["minLength"], code.limits["maxLength"])
    assert (Code("001", "Hütte"), Code("002", "Auslauf")) == parts.codes


@pytest.mark.parametrize("sample", ["hundeverein_1.xml", "hundepass_2.xml", "anschrift_3.xml"])
def test_a_schema_survives_json(sample: str) -> None:
    """What the baseline keeps of a schema is the schema."""
    schema = read_schema(SAMPLES / sample)
    assert schema == schema_of(schema.to_json())


def test_genericode_by_reference_and_by_position() -> None:
    """Values find their column by reference or by position; the list is known with its version and without."""
    lists = read_code_lists(SAMPLES / "codelists")
    assert (Code("D", "Dackel"), Code("P", "Pudel")) == lists.lists["urn:probe:hunderasse_2"]
    assert lists.lists["urn:probe:hunderasse_2"] == lists.lists["urn:probe:hunderasse"]


def test_a_folder_without_lists_is_refused(tmp_path: Path) -> None:
    """A folder that does not exist is said to be missing."""
    with pytest.raises(OperatorError, match="There is no folder"):
        read_code_lists(tmp_path / "nowhere")


BOMB = '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'
BAD = [
    ("broken", "<a>\n<b>\n</a>", "file.xml:3: This is no XML"),
    ("empty", "", "file.xml:1: This is no XML"),
    ("bomb", BOMB, "file.xml:1: The file declares a document type"),
    ("other", "<a/>", "file.xml:1: `a` is no message of XDatenfelder 1, 2 or 3"),
    ("future", '<a xmlns="urn:xoev-de:fim:standard:xdatenfelder_9"/>', "`a` is no message"),
    ("deep", "<a>" * (DEEPEST + 1), f"nested more than {DEEPEST} levels"),
    ("encoding", '<?xml version="1.0" encoding="klingon"?><a/>', "file.xml:1: "),
    ("none", f'<a xmlns="{NS}">\n<header/></a>', "neither a Stammdatenschema nor a Datenfeldgruppe"),
    ("no id", f'<a xmlns="{NS}">\n<stammdatenschema/></a>', "file.xml:2: This `stammdatenschema` has no id"),
]


def schema_text(structure: str) -> str:
    """A schema with one structure, on its third line."""
    return f'<a xmlns="{NS}">\n<stammdatenschema><id>S1</id>\n{structure}\n</stammdatenschema></a>'


FIELD = "<datenfeld><id>F1</id>{}</datenfeld>"
BAD += [
    ("no amount", schema_text(f"<struktur><enthaelt>{FIELD.format('')}</enthaelt></struktur>"), ":3: `` is no Anzahl"),
    ("amount", schema_text("<struktur><anzahl>viele</anzahl></struktur>"), "file.xml:3: `viele` is no Anzahl"),
    ("nothing", schema_text("<struktur><anzahl>0:0</anzahl></struktur>"), ":3: The Anzahl `0:0` allows nothing"),
    ("hollow", schema_text("<struktur><anzahl>0:1</anzahl></struktur>"), ":3: This `struktur` has neither"),
    (
        "no json",
        schema_text(
            "<struktur><anzahl>0:1</anzahl><enthaelt>"
            + FIELD.format("\n<praezisierung>{a</praezisierung>")
            + "</enthaelt></struktur>"
        ),
        "file.xml:4: The `praezisierung` is no JSON",
    ),
]


@pytest.mark.parametrize(("content", "sentence"), [one[1:] for one in BAD], ids=[one[0] for one in BAD])
def test_bad_files_get_one_sentence_with_the_line(tmp_path: Path, content: str, sentence: str) -> None:
    """Whatever is wrong with a file, its reader is told file, line and reason in one line."""
    path = tmp_path / "file.xml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(OperatorError) as caught:
        read_schema(path)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    """A path to nothing is an operator's error, too."""
    with pytest.raises(OperatorError, match="cannot be read"):
        read_schema(tmp_path / "nothing.xml")


CERTAIN = [
    ('"F1 A" ist nur dann zu befüllen, wenn "F2 B" bejaht wurde.', Reading(("F1",), "F2")),
    ('F1 "A" ist nur dann zu befüllen wenn F2 "B" bejaht wurde', Reading(("F1",), "F2")),
    (
        '„F1 A“, "F3 C", und "F4 D" sind nur dann zu befüllen, wenn "F2 B" bejaht wurde.',
        Reading(("F1", "F3", "F4"), "F2"),
    ),
    ('G1 "A" ist nur dann zu befüllen, wenn F2 "B" bejaht wurde.', Reading(("G1",), "F2")),
]
UNCERTAIN = [
    '"F1 A" ist nur dann zu befüllen, wenn "F2 B" verneint wurde.',
    '"F1 A" oder "F3 C" ist nur dann zu befüllen, wenn "F2 B" bejaht wurde.',
    '"F1 A" ist nur dann zu befüllen, wenn "F2 B" und "F3 C" bejaht wurde.',
    '"F1 A" ist nur dann zu befüllen, wenn "F2 B" bejaht wurde. Sonst ist es leer.',
    "Der Name ist nur dann zu befüllen, wenn die Frage bejaht wurde.",
    "",
]


@pytest.mark.parametrize(("text", "expected"), CERTAIN)
def test_the_certain_wording_is_read(text: str, expected: Reading) -> None:
    """One wording, for one field or several, with either kind of quotes."""
    assert expected == read_rule(text)


@pytest.mark.parametrize("text", UNCERTAIN)
def test_every_other_wording_is_left_to_people(text: str) -> None:
    """Nothing is guessed."""
    assert read_rule(text) is None


def test_rules_are_settled_where_they_stand() -> None:
    """The certain rule is a condition of its field; the other one is left over; both are counted."""
    settled = settle(read_schema(SAMPLES / "hundepass_2.xml"))
    assert {"G99000001/F99000012": ("G99000001/F99000011",)} == settled.conditions
    assert (["R99000002"], 2) == ([rule.id for rule in settled.unresolved], settled.total)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared schemas are not here")
def test_other_peoples_schemas_are_read() -> None:
    """Every shared file is read; the real one has its 88 uses, 71 different fields and 29 groups."""
    counts = {str(path.relative_to(SHARED)): len(read_schema(path).fields()) for path in sorted(SHARED.rglob("*.xml"))}
    assert 88 == counts["blaue_karte_xdf2.xml"]
    assert 10 <= len(counts)
    schema = read_schema(SHARED / "blaue_karte_xdf2.xml")
    assert 71 == len({(use.element.id, use.element.version) for use in schema.fields()})
    assert 29 == len(schema.groups())
