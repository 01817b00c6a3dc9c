"""Checks: every mistake that an author can make, with its line and the nearest name."""

from pathlib import Path

import pytest

from labs.check import check, check_all, check_prototype
from labs.discovery import Workspace

HEAD = """from typing import Literal
from labs import *
from labs import declaration as sworn
class P(BaseModel):
    name: str = ask("Name?")
class F(BaseModel):
    wohnform: Literal["Miete", "Eigentum"] = ask("Wie wohnen Sie?")
    miete: euro = ask("Wie hoch ist die Miete?", gt=0)
    personen: int = ask("Wie viele Personen?", ge=1, le=9)
"""
PAGES = 'Page("w", "Wohnen", "wohnform"), Page("m", "Miete", "miete", "personen")'


def found(root: Path, text: str) -> dict[str, tuple[str, str, int]]:
    """Return what and fix by code for a declaration, and its line."""
    path = root / "prototypes" / "s.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(HEAD + text, encoding="utf-8")
    result = {}
    for finding in check_prototype(Workspace.open(root), "s"):
        file, _, line = finding.place.rpartition(":")
        assert str(Path("prototypes") / "s.py") == file
        result[finding.code] = (finding.what, finding.fix, int(line))
    return result


def declared(pages: str = PAGES, more: str = "") -> str:
    return f'service = Service("s", "S", F, pages=[{pages}]{more})\n'


def test_a_good_declaration_has_no_findings(tmp_path: Path) -> None:
    """Silence is the answer to a sound file."""
    assert {} == found(tmp_path, declared())


CASES = [
    (declared('Page("w", "W", "wonform", "miete", "personen", "wohnform")'),
     "field-unknown", "Did you mean `wohnform`?", 10),
    (declared('Page("w", "W", "wohnform", "miete")'), "field-unused", "Name it on a page", 9),
    (declared(PAGES + ', Page("w", "X")'), "page-twice", "own name", 10),
    (declared(PAGES + ', Page("x", "X", "miete")'), "field-twice", "Ask once", 10),
    (declared('Page("w", "W", "wohnform", "wohnform", "miete", "personen")'), "field-twice", "own name", 10),
    (declared(more=', variants=[Variant("A"), Variant("A")]'), "variant-twice", "own name", 10),
    (declared(more=', tasks=[Task("t", "T"), Task("t", "T")]'), "task-twice", "own name", 10),
    (declared(more=', rules=[Rule("r", answer.miete > 1, "M"), Rule("r", answer.miete > 1, "M")]'),
     "rule-twice", "own", 10),
    (declared(PAGES + ', Page("x", "X", when=answer.wohnform == "miete")'),
     "option-unknown", "Did you mean `Miete`?", 10),
    (declared(PAGES + ', Page("x", "X", when=answer.wonform == "Miete")'),
     "field-unknown", "Did you mean `wohnform`?", 10),
    (declared(PAGES + ', Page("x", "X", when=answer.personen == "drei")'), "condition-type", "number", 10),
    (declared(PAGES + ', Page("x", "X", when=answer.personen.contains(3))'),
     "condition-type", "answer.personen ==", 10),
    (declared(PAGES + ', Page("x", "X", when=answer.wohnform < answer.miete)'), "condition-type", "one kind", 10),
    (declared(PAGES + ', Page("x", "X", when=answer.wohnform.unknown)'), "unknown-not-offered", "unknown=True", 10),
    (declared(PAGES + ', Page("x", "X", when=lambda a: a.miete > 3)'),
     "condition-fails", "Missing answers are None", 10),
    (declared(PAGES + ', InfoPage("x", "X", lambda a: "Miete: " + a.miete)'),
     "text-fails", "Missing answers are None", 10),
    (declared(PAGES + ', InfoPage("x", "X", lambda a: a.miete)'), "text-fails", "Missing answers are None", 10),
    (declared(PAGES + ', Page("x", "X", when=(answer.personen > 3) & (answer.personen < 2))'),
     "page-unreachable", "never", 10),
    (declared(PAGES + ', Page("x", "X", when=answer.personen > 9)'),
     "page-unreachable", "Personen ist größer als 9", 10),
    (declared('Page("x", "X", when=answer.personen > 3), ' + PAGES), "asked-later", "before it", 10),
    (declared(PAGES + ', Page("x", "X", when=answer.wohnform == "Miete")',
              ', variants=[Variant("A"), Variant("B", without=["w"])]'),
     "field-not-asked", "Ask for `wohnform`", 10),
    (declared(PAGES + ', ConfirmationPage("e", "E", when=answer.personen > 3)'), "dead-end", "no condition", 10),
    (declared(PAGES + ', ConfirmationPage("e", "E"), Page("x", "X")', ', tasks=[Task("t", "T", ends="e")]'),
     "page-unreachable", "always the end", 10),
    (declared(more=', tasks=[Task("t", "T", ends="don")]'), "page-unknown", "Did you mean `done`?", 10),
    (declared(more=', tasks=[Task("t", "T", ends="m")], variants=[Variant("A"), Variant("B", pages=["w", '
                   'Page("z", "Z", "miete", "personen")])]'),
     "end-unreachable", "Known", 10),
    (declared(more=', tasks=[Task("t", "T", persona={"miet": 3})]'), "field-unknown", "Did you mean `miete`?", 10),
    (declared(more=', tasks=[Task("t", "T", persona={"wohnform": "miete"})]'),
     "value-wrong", "Did you mean `Miete`?", 10),
    (declared(more=', personas=[Persona("p", "", {"personen": 99})]'), "value-wrong", "at most 9", 10),
    (declared(more=', walks=[Walk("w", {"personn": 3})]'), "field-unknown", "Did you mean `personen`?", 10),
    (declared(more=', walks=[Walk("w", {}, ["w", "n"])]'), "page-unknown", "Known", 10),
    (declared(more=', walks=[Walk("w", {}, variant="Z")]'), "variant-unknown", "Known: A.", 10),
    (declared(more=', variants=[Variant("A", order=["m", "v"])]'), "page-unknown", "Known", 10),
    (declared(more=', variants=[Variant("A", labels={"mite": "M"})]'), "field-unknown", "Did you mean `miete`?", 10),
    (declared(more=', variants=[Variant("A", questions={"miete": "Wie?"})]'), "ask-missing", "ask(", 10),
    (declared(more=', variants=[Variant("A", pages=["w", "mm"])]'), "page-unknown", "Did you mean `m`?", 10),
    (declared(more=', rules=[Rule("r", answer.meite > 1, "M", at="miete")]'),
     "field-unknown", "Did you mean `miete`?", 10),
    (declared(more=', rules=[Rule("r", answer.miete > 1, "M", at="meite")]'),
     "field-unknown", "Did you mean `miete`?", 10),
    (declared(PAGES + ', Page("größe", "X")'), "page-id", "`groesse`", 10),
    (declared(PAGES + ', Page("x", "")'), "title-missing", "Heading", 10),
    (declared(PAGES + ', DeclarationPage("x", "X")'), "declaration-empty", "declaration", 10),
    (declared("", ""), "pages-missing", "Page(", 10),
    ('    x: int\n' + declared(PAGES + ', Page("x", "X", "x")'), "label-missing", 'ask("...?")', 10),
    ('    x: bytes = ask("X?")\n' + declared(PAGES + ', Page("x", "X", "x")'), "type-unknown", "Use one of", 10),
    ('    x: str = ask("**X**?")\n' + declared(PAGES + ', Page("x", "X", "x")'), "label-markdown", "plain words", 10),
    ('    x: int = ask("X?", ge=3, le=2)\n' + declared(PAGES + ', Page("x", "X", "x")'), "dead-end", "Widen", 10),
    ('    x: int = ask("X?")\n    x: str = ask("X?")\n' + declared(PAGES + ', Page("x", "X", "x")'),
     "field-twice", "own", 11),
    ('    x: list[P] = ask("X?", count=answer.wohnform)\n' + declared(PAGES + ', Page("x", "X", "x")'),
     "count-no-number", "personen", 10),
    ('    x: list[P] = ask("X?", count=answer.person)\n' + declared(PAGES + ', Page("x", "X", "x")'),
     "field-unknown", "personen", 10),
    ('    x: str = ask("X?", when=answer.mite > 1)\n' + declared(PAGES + ', Page("x", "X", "x")'),
     "field-unknown", "miete", 10),
    ('    x: str = ask("X?", when=answer.personen > 9)\n' + declared(PAGES[:-1] + ', "x")'),
     "question-unreachable", "größer", 10),
    ('service = Service("t", "S", F, pages=[' + PAGES + "])", "service-name", 'Service("s"', 10),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "fix", "line"), CASES)
def test_every_mistake_is_found_with_its_line_and_a_way_to_mend_it(
    tmp_path: Path, text: str, code: str, fix: str, line: int
) -> None:
    """The finding says where, and names the nearest thing that exists."""
    findings = found(tmp_path, text)
    assert code in findings, findings
    assert fix in findings[code][1], findings
    assert line == findings[code][2]


def test_all_mistakes_come_at_once(tmp_path: Path) -> None:
    """One run, the whole list."""
    text = declared(
        'Page("w", "W", "wonform", when=answer.x == 1), Page("w", "", "miete")', ', tasks=[Task("t", "T", ends="n")]'
    )
    assert {"field-unknown", "field-unused", "page-twice", "title-missing", "page-unknown"} <= found(
        tmp_path, text
    ).keys()


def test_a_mistake_in_one_variant_is_found(tmp_path: Path) -> None:
    """Variant B asks for the tenure after the page that depends on it."""
    pages = PAGES + ', Page("x", "X", when=answer.wohnform == "Miete")'
    findings = found(tmp_path, declared(pages, ', variants=[Variant("A"), Variant("B", order=["x", "m", "w"])]'))
    assert {"asked-later"} == findings.keys()
    assert "variant `B`" in findings["asked-later"][0]


def test_a_broken_file_is_a_finding_among_the_others(tmp_path: Path) -> None:
    """One file that cannot be read does not hide the rest."""
    folder = tmp_path / "prototypes"
    folder.mkdir()
    (folder / "a.py").write_text("x = (", encoding="utf-8")
    (folder / "b.py").write_text(
        HEAD + 'service = Service("b", "B", F, pages=[Page("w", "W", "wohnform", "x")])', encoding="utf-8"
    )
    report = check_all(Workspace.open(tmp_path))
    assert ("a", "b") == report.prototypes
    assert ["syntax", "field-unused", "field-unused", "field-unknown"] == [finding.code for finding in report.findings]
    assert not report.ok
    assert {"code", "level", "place", "what", "fix"} == report.to_json()["findings"][0].keys()


def test_hints_alone_are_no_reason_to_fail(tmp_path: Path) -> None:
    """An unused field is only a hint."""
    folder = tmp_path / "prototypes"
    folder.mkdir()
    (folder / "s.py").write_text(HEAD + declared('Page("w", "W", "wohnform", "miete")'), encoding="utf-8")
    report = check_all(Workspace.open(tmp_path), ["s"])
    assert (1, True) == (len(report.findings), report.ok)


def test_the_shipped_prototype_is_sound() -> None:
    """Wohngeld has no findings."""
    workspace = Workspace.open(Path(__file__).parents[2])
    assert [] == check(workspace.load("wohngeld"))
