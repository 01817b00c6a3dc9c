"""Parameters of a service: one definition, other figures in each state and municipality."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from feedback.errors import AuthorError
from feedback.study import parse
from labs.casting import mismatches, services_of
from labs.check import check_prototype
from labs.discovery import Workspace, shipped_root
from labs.service import roll_up

SHIPPED = Workspace(Path("/nonexistent"), shipped_root())
REGIONS = ("99102", "991020001001", "991025002010")

DECLARATION = """
from dataclasses import dataclass
from labs import BaseModel, Page, Service, ask, read_params

@dataclass(frozen=True)
class Office:
    name: str = "Bürgeramt"

@dataclass(frozen=True)
class Fees:
    town: str = "Musterstadt"
    fee: int = 10
    days: int = 14
    reasons: tuple[str, ...] = ("a",)
    office: Office = Office()

TOWN = read_params(__file__, Fees())

class Form(BaseModel):
    name: str = ask("Wie heißen Sie?")

service = Service("probe", TOWN.town, Form, pages=[Page("fee", f"{TOWN.fee} Euro", "name")], params=TOWN)
"""


def lab(folder: Path, files: Mapping[str, str], declaration: str = DECLARATION) -> Workspace:
    """Write a prototype with files of parameters and return its workspace."""
    path = folder / "prototypes" / "probe"
    (path / "params").mkdir(parents=True)
    (path / "__init__.py").write_text(declaration, encoding="utf-8")
    for name, text in files.items():
        (path / "params" / name).write_text(text, encoding="utf-8")
    return Workspace(folder)


def test_roll_up_to_the_state(tmp_path: Path) -> None:
    """The nearest file wins, name by name; the origin has the rest, as for the whole federation."""
    files = {"05.toml": "fee = 1\ndays = 2", "05315.toml": "fee = 3", "053150000000.toml": 'town = "Köln"'}
    workspace = lab(tmp_path, files)
    found = {
        key: workspace.load("probe", key).params for key in ("", "05", "05315", "05111", "053150000000", "051110000000")
    }
    assert [(10, 14), (1, 2), (3, 2), (1, 2), (3, 2), (1, 2)] == [(one.fee, one.days) for one in found.values()]
    assert ["Musterstadt"] * 4 + ["Köln", "Musterstadt"] == [one.town for one in found.values()]
    assert ("053150000000", "053150000", "05315", "05") == roll_up("053150000000")


def test_tables_and_lists(tmp_path: Path) -> None:
    """A table of a file becomes the declared part, a list a tuple."""
    params = lab(tmp_path, {"05.toml": 'reasons = ["x", "y"]\n[office]\nname = "Amt"\n'}).load("probe", "05").params
    assert (("x", "y"), "Amt") == (params.reasons, params.office.name)


def test_all_mistakes_at_once(tmp_path: Path) -> None:
    """Wrong names, kinds and file names come together, with line and nearest name."""
    files = {
        "05.toml": '# c\nfees = 1\nfee = "2"\n[office]\nname = 5\n',
        "5315.toml": "fee = 1",
        "06.toml": "fee = = 1",
    }
    workspace = lab(tmp_path, files)
    found = {
        (finding.code, finding.place.partition("params/")[2]): finding
        for finding in check_prototype(workspace, "probe", language=False)
        if finding.code.startswith("params")
    }
    assert {
        ("params.unknown-key", "05.toml:2"),
        ("params.value", "05.toml:3"),
        ("params.value", "05.toml:5"),
        ("params.key", "5315.toml:1"),
        ("params.syntax", "06.toml:1"),
    } == set(found)
    assert "Did you mean `fee`?" == found["params.unknown-key", "05.toml:2"].fix
    with pytest.raises(AuthorError) as refused:
        workspace.load("probe", "05")
    assert 3 == len(refused.value.findings)


def test_unknown_region(tmp_path: Path) -> None:
    """A region without any file is a mistake, not silently the origin."""
    with pytest.raises(AuthorError, match="no parameters for the region `06412`"):
        lab(tmp_path, {"05.toml": "fee = 1"}).load("probe", "06412")


def test_a_prototype_without_parameters(tmp_path: Path) -> None:
    """Who asks for a region of a prototype that takes no parameters is told so; files for it are a finding."""
    plain = DECLARATION.replace(", params=TOWN", "").replace("read_params(__file__, Fees())", "Fees()")
    workspace = lab(tmp_path, {"05.toml": "fee = 1"}, plain)
    with pytest.raises(AuthorError, match="has no parameters"):
        workspace.load("probe", "05")
    assert "params.unused" in {one.code for one in check_prototype(workspace, "probe", language=False)}


def test_regions_do_not_mix() -> None:
    """Each load answers for its own region, whatever is loaded after it: nothing is kept in the process."""
    loaded = {key: SHIPPED.load("hundesteuer", key) for key in ("", *REGIONS)}
    assert {"": 96, "99102": 96, "991020001001": 60, "991025002010": 132} == {
        key: service.params.first_dog for key, service in loaded.items()
    }
    anna = loaded[""].all_personas["anna"].answers
    taxes = {
        key: " ".join(str(service.flow().page("steuer").says(answers_of(service, anna))).split())
        for key, service in loaded.items()
    }
    assert all(tax in taxes[key] for key, tax in (("", "48"), ("991020001001", "30"), ("991025002010", "33")))
    assert 4 == len({service.flow().content_hash for service in loaded.values()})


def answers_of(service, answers):
    from datetime import date

    from labs.journey import Journey

    return Journey(service.flow(), today=date(2026, 11, 24), answers=answers).answers


@pytest.mark.parametrize(
    ("region", "variant", "texts"),
    [
        ("991020001001", "A", ("beginnt bei 60 Euro", "in Beispielhausen", "ersten 21 Tagen", "Kreissteueramt")),
        ("991025002010", "leicht", ("mindestens 132 Euro", "in Bad Muster", "30 Tage Zeit", "Bürgerbüro Bad Muster")),
        ("991025002010", "englisch", ("begins at 132 euros", "dog in Bad Muster", "first 30 days", "Bürgerbüro")),
    ],
)
def test_pages_show_the_figures_of_the_region(region: str, variant: str, texts: tuple[str, ...]) -> None:
    """Fee, deadline, name and office of the region stand on the pages, in every language."""
    flow = SHIPPED.load("hundesteuer", region).flow(variant)
    start, deadline, done = flow.page("start"), flow.page("seit"), flow.page("done")
    shown = (start.cost, start.who, str(deadline.text), " ".join(done.next_steps))
    assert [True] * 4 == [text in where for text, where in zip(texts, shown, strict=True)]
    assert "Musterstadt" not in " ".join((str(start.text), *shown))


def test_a_study_compares_regions() -> None:
    """An arm names a region; a region that has no parameters is a finding at its line."""
    text = (shipped_root() / "hundesteuer/studies/runde-1.toml").read_text(encoding="utf-8")
    text = text.replace('id = "A"\nvariant = "A"', 'id = "A"\nvariant = "A"\nparams = "991020001001"')
    plan = parse(text.replace('id = "B"\nvariant = "B"', 'id = "B"\nvariant = "A"\nparams = "991025002010"'), "x/y")
    found = services_of(plan, SHIPPED)
    assert {"hundesteuer@991020001001": 60, "hundesteuer@991025002010": 132} == {
        shown: service.params.first_dog for shown, service in found.items()
    }
    assert [] == mismatches(plan, found)
    wrong = parse(text.replace("991020001001", "05315"), "x/y")
    finding = mismatches(wrong, services_of(wrong, SHIPPED))[0]
    line = next(number for number, line in enumerate(wrong.plan_text.splitlines(), 1) if "05315" in line)
    assert ("study.params", True) == (finding.code, finding.place.endswith(f":{line}"))


def test_unknown_parameter_in_words(tmp_path: Path) -> None:
    """A text that names a parameter that does not exist is a finding at its line."""
    declaration = DECLARATION.replace("ask, read_params", "Variant, ask, read_params, read_words").replace(
        "params=TOWN)", 'params=TOWN, variants=[Variant("A", words=read_words(__file__, "w.toml", TOWN))])'
    )
    workspace = lab(tmp_path, {}, declaration)
    words = workspace.folder / "probe" / "w.toml"
    words.write_text('title = "{params.fee} Euro"\n\n[pages.fee]\ntitle = "{params.fe}"\n', encoding="utf-8")
    with pytest.raises(AuthorError, match=r"w\.toml:4: params\.word .*`fe`.*Did you mean `fee`") as refused:
        workspace.load("probe")
    assert 1 == len(refused.value.findings)
    words.write_text('title = "{params.fee} Euro"\n', encoding="utf-8")
    assert "10 Euro" == workspace.load("probe").flow("A").title
