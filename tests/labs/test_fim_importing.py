"""Importing: what a prototype looks like that was a schema before."""

import time
from datetime import date
from pathlib import Path

import pytest
from fim_rounds import SAMPLES, SHARED, bring_in, loaded

from feedback.errors import OperatorError
from labs.check import check
from labs.fim.asking import MISSING_LIST
from labs.fim.model import DataField, Group, Schema, Use, placed
from labs.fim.reading import read_schema
from labs.walk import walk

REAL = SHARED / "blaue_karte_xdf2.xml"


def test_the_report_has_all_counts(tmp_path: Path) -> None:
    """The JSON has the agreed keys; rules that are left over and fields that are left out are named."""
    done = bring_in(read_schema(SAMPLES / "hundepass_2.xml"), tmp_path).to_json()
    assert {
        "name": "antrag", "version": "1.0", "format": "xdatenfelder_2", "fields": 7, "unique_fields": 7, "groups": 2,
        "pages": 2, "repeatable": 1, "code_lists": {"found": 0, "missing": 1},
    } == {name: done[name] for name in list(done)[:9]}  # fmt: skip
    assert ["rules", "skipped"] == list(done)[9:]
    assert (2, 1) == (done["rules"]["total"], done["rules"]["resolved"])
    assert ["R99000002"] == [rule["id"] for rule in done["rules"]["unresolved"]]
    assert [("F99000016", "A hidden field is filled by programs.")] == [
        (entry["id"], entry["reason"]) for entry in done["skipped"]
    ]


def test_questions_carry_what_the_schema_says(tmp_path: Path) -> None:
    """Type, hint, limits, law, FIM id and version, optional by Anzahl, a condition by the certain rule."""
    bring_in(read_schema(SAMPLES / "hundepass_2.xml"), tmp_path, lists=SAMPLES / "codelists")
    flow = loaded(tmp_path).flow()
    born, member, club, dogs = flow.questions.values()
    assert ("date", "F99000010 1.2", "§ 4 der erfundenen Hundepassordnung") == (born.kind, born.fim, born.law)
    assert ("yesno", False) == (member.kind, member.optional)
    assert (True, {"max_length": 80}, f"{member.id} ist ja".capitalize().replace("_", " ")) == (
        club.optional, club.limits, str(club.when),
    )  # fmt: skip
    breed, price = dogs.item_questions
    assert ("group", (1, 3), "Hund") == (dogs.kind, dogs.entries, dogs.item)
    assert [("D", "Dackel"), ("P", "Pudel")] == list(breed.options)
    assert ("euro", 0) == (price.kind, price.limits["ge"])


def test_texts_of_a_schema_stand_on_a_page(tmp_path: Path) -> None:
    """A field that is only a text becomes the text of a page."""
    done = bring_in(read_schema(SAMPLES / "hundepass_2.xml"), tmp_path)
    page = loaded(tmp_path).flow().page(done.plan.places["F99000015"].removeprefix("page:"))
    assert "Der Pass gilt zwei Jahre." == page.says({})


def test_a_missing_code_list_is_visible_and_nothing_invented(tmp_path: Path) -> None:
    """A select without its list has the one option that says so."""
    bring_in(read_schema(SAMPLES / "hundeverein_1.xml"), tmp_path)
    select = list(loaded(tmp_path).flow().questions.values())[1]
    assert [MISSING_LIST] == [option.label for option in select.options]


def test_unsettled_rules_are_listed_in_the_file(tmp_path: Path) -> None:
    """The file has the list, rule by rule, and its docstring points there."""
    bring_in(read_schema(SAMPLES / "hundepass_2.xml"), tmp_path)
    text = (tmp_path / "antrag" / "__init__.py").read_text(encoding="utf-8")
    assert '"R99000002 Erreichbarkeit: Mindestens eine Erreichbarkeit muss angegeben werden.",' in text
    assert "Ungeklärte Regeln" in text


def fields(number: int) -> tuple[Use, ...]:
    """Some required text fields."""
    return tuple(Use(1, 1, "", DataField(f"F{at:011d}", "1.0.0", f"Feld {at}", f"Feld {at}")) for at in range(number))


def schema(*children: Use) -> Schema:
    """A schema with these uses."""
    return Schema("S99000000001", "1.0.0", "Probe", "Probe", "xdatenfelder_3", children=placed(children))


def group(name: str, number: int, *children: Use) -> Use:
    """A group that comes once."""
    return Use(1, 1, "", Group(f"G{number:011d}", "1.0.0", name, name, children=children))


@pytest.mark.parametrize(
    ("number", "split", "sizes"), [(7, 7, [7]), (8, 7, [4, 4]), (15, 7, [5, 5, 5]), (9, 5, [5, 4])]
)
def test_pages_are_split_evenly(tmp_path: Path, number: int, split: int, sizes: list[int]) -> None:
    """No page has more questions than allowed, and none is left with the crumbs."""
    done = bring_in(schema(group("Alles", 1, *fields(number))), tmp_path, split=split)
    assert sizes == [len(page.questions) for page in done.plan.pages if page.questions]


def test_large_groups_split_along_their_sub_groups(tmp_path: Path) -> None:
    """A sub-group that fits stays together; pages of the same title are told apart."""
    inner = group("Anschrift", 2, *fields(5))
    done = bring_in(schema(group("Halter", 1, *fields(4), inner), group("Züchter", 3, *fields(3), inner)), tmp_path)
    titles = [page.title for page in done.plan.pages if page.questions]
    assert ["Halter", "Halter: Anschrift", "Züchter", "Züchter: Anschrift"] == titles


def test_repeated_within_repeated_is_asked_and_noted(tmp_path: Path) -> None:
    """A repetition within a repetition becomes a group of its own, and the report says so."""
    inner = Use(0, None, "", Group("G2", "1", "Welpe", "Welpe", children=fields(1)))
    outer = Use(1, None, "", Group("G1", "1", "Wurf", "Wurf", children=(*fields(2), inner)))
    done = bring_in(schema(outer), tmp_path)
    assert ["wurf", "welpe"] == list(loaded(tmp_path).flow().questions)
    assert ["G2"] == [entry["id"] for entry in done.plan.skipped]


def test_fields_of_an_optional_group_are_optional(tmp_path: Path) -> None:
    """Nobody has to fill in a group that need not be there."""
    done = bring_in(schema(Use(0, 1, "", group("Postfach", 1, *fields(2)).element)), tmp_path)
    assert [True, True] == [one.optional for one in loaded(tmp_path).flow().questions.values()]
    assert [] == done.plan.skipped


HOSTILE = 'Ende"""\'\\" + {__import__("os")} \\N{DIGIT ONE} # \u2028 \U0001f415'


def test_no_text_of_a_schema_becomes_code(tmp_path: Path) -> None:
    """Quotes, backslashes and braces in names, labels, hints, laws, ids and rules stay text."""
    one = DataField(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, content=HOSTILE)
    bad = Schema(
        HOSTILE, HOSTILE, HOSTILE, HOSTILE, "xdatenfelder_3", HOSTILE, HOSTILE, children=(Use(1, 1, "", one, "F"),)
    )
    bring_in(bad, tmp_path)
    service = loaded(tmp_path)
    question = next(iter(service.flow().questions.values()))
    assert (HOSTILE, HOSTILE, HOSTILE, HOSTILE) == (question.label, question.hint, question.law, service.title)


def test_another_prototype_is_never_overwritten(tmp_path: Path) -> None:
    """A folder that no import wrote is refused, and stays as it is."""
    (tmp_path / "antrag").mkdir()
    (tmp_path / "antrag" / "__init__.py").write_text("x = 1\n", encoding="utf-8")
    with pytest.raises(OperatorError, match="already; nothing was changed"):
        bring_in(read_schema(SAMPLES / "hundepass_2.xml"), tmp_path)
    assert "x = 1\n" == (tmp_path / "antrag" / "__init__.py").read_text(encoding="utf-8")


def test_another_schema_of_the_same_name_is_refused(tmp_path: Path) -> None:
    """Two schemas are never mixed in one prototype."""
    bring_in(read_schema(SAMPLES / "hundepass_2.xml"), tmp_path)
    with pytest.raises(OperatorError, match="was imported from the schema S99000002, not from S99000001"):
        bring_in(read_schema(SAMPLES / "hundeverein_1.xml"), tmp_path)


def test_a_group_to_choose_from_is_asked_freely_and_noted(tmp_path: Path) -> None:
    """Where exactly one element is wanted none is demanded, and the report says what the prototype does not check."""
    either = Use(1, 1, "", Group("G1", "1", "Entweder", "Entweder", children=fields(2), choice=True))
    done = bring_in(schema(either), tmp_path)
    assert [True, True] == [one.optional for one in loaded(tmp_path).flow().questions.values()]
    assert ["G1"] == [entry["id"] for entry in done.plan.skipped]


def test_dates_and_amounts_keep_their_limits(tmp_path: Path) -> None:
    """A range of dates and one of amounts become limits; what is no limit of its type is reported."""
    day = DataField("F1", "1", "Tag", "Tag", datatype="date", limits={"minValue": "2020-01-31"})
    money = DataField("F2", "1", "Geld", "Geld", datatype="num_currency", limits={"maxValue": "9,50", "minLength": "3"})
    done = bring_in(schema(Use(1, 1, "", day), Use(1, 1, "", money)), tmp_path)
    first, second = loaded(tmp_path).flow().questions.values()
    assert (date(2020, 1, 31), "9.50") == (first.limits["ge"], str(second.limits["le"]))
    assert ["The limit minLength `3` is none for the Datentyp `num_currency`."] == [
        entry["reason"] for entry in done.plan.skipped
    ]


def test_neither_fim_id_nor_law_makes_another_prototype(tmp_path: Path) -> None:
    """The content hash is of what citizens meet: a new version of a data field that asks the same is the same."""

    def hash_of(version: str, law: str, label: str = "Name") -> str:
        one = DataField("F1", version, "Name", label, law=law)
        here = tmp_path / f"{version}{len(law)}{label}"
        bring_in(schema(Use(1, 1, "", one)), here)
        return loaded(here).flow().content_hash

    assert hash_of("1.0", "") == hash_of("2.0", "§ 1 ABC")
    assert hash_of("1.0", "") != hash_of("1.0", "", "Ihr Name")


@pytest.mark.slow
def test_a_thousand_fields_import_in_two_seconds(tmp_path: Path) -> None:
    """A schema of 1,000 fields in groups of ten becomes a prototype in under two seconds."""
    parts = [group(f"Gruppe {number}", number, *fields(10)) for number in range(100)]
    started = time.perf_counter()
    done = bring_in(schema(*parts), tmp_path)
    assert time.perf_counter() - started < 2
    assert (1000, 200) == (done.to_json()["fields"], done.to_json()["pages"])


@pytest.mark.slow
@pytest.mark.skipif(not REAL.is_file(), reason="the shared schema is not here")
def test_the_real_schema_becomes_a_prototype(tmp_path: Path) -> None:
    """It imports in under a second, passes check, and bots walk all its branches; its three rules are conditions."""
    started = time.perf_counter()
    done = bring_in(read_schema(REAL), tmp_path)
    assert time.perf_counter() - started < 1
    said = done.to_json()
    assert (88, 71, 29, 3) == (said["fields"], said["unique_fields"], said["groups"], said["repeatable"])
    assert {"total": 3, "resolved": 3, "unresolved": []} == said["rules"]
    assert ({"found": 0, "missing": 4}, []) == (said["code_lists"], said["skipped"])
    assert max(len(page.questions) for page in done.plan.pages) <= 7
    service = loaded(tmp_path)
    assert [] == [finding for finding in check(service) if finding.level == "error"]
    assert not walk(service).failed
