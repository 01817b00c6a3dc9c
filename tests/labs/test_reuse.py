"""Reuse: from one lab's prototype and study to a package, and from the package into another lab."""

import ast
import json
import re
import time
import zipfile
from dataclasses import asdict
from pathlib import Path
from types import SimpleNamespace

import jsonschema
import pytest
import yaml

from feedback.errors import OperatorError
from feedback.evidence import assemble
from feedback.lab import Lab
from feedback.records import Signing, draft_record, sign
from feedback.store import open_store
from labs.demo import fill
from labs.discovery import Workspace, shipped_root
from labs.reuse import adopt, compare, find_existing, publish, read_package
from labs.reuse.adopting import params_to_fill_in
from labs.reuse.results import Results

pytestmark = pytest.mark.slow
NOW_MS = 1_795_000_000_000
SHIPPED = shipped_root()
COMMENT = "Die Miete verstehe ich gar nicht, sagte Frau Zimmermann."


def open_all(folder: Path, shipped: Path | None = SHIPPED) -> SimpleNamespace:
    """Open a workspace with a demo study of its own of the dog tax."""
    plan = (SHIPPED / "hundesteuer/studies/runde-1.toml").read_text(encoding="utf-8")
    studies = folder / "prototypes/hundesteuer/studies"
    studies.mkdir(parents=True, exist_ok=True)
    (studies / "demo.toml").write_text(plan.replace("round = 1", "round = 1\ndemo = true"), encoding="utf-8")
    workspace = Workspace(folder, shipped)
    lab = Lab.open(folder, workspace.prototype_roots)
    (folder / "data").mkdir(exist_ok=True)
    return SimpleNamespace(workspace=workspace, lab=lab, store=open_store(lab.database))


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """A lab with a demo study, comments, and one signed verdict."""
    here = open_all(tmp_path_factory.mktemp("origin"))
    fill(here.lab, here.workspace, here.store, "hundesteuer/demo", sessions=44, seed=1, now_ms=NOW_MS)
    first = here.store.sessions("hundesteuer/demo")[0]
    here.store.add_comment(first.session_id, COMMENT, NOW_MS)
    draft = draft_record(assemble(here.store, here.lab.study("hundesteuer/demo"), now_ms=NOW_MS))
    arm = next(iter(draft.arms(draft.decision.verdict)), None)
    sign(here.store, here.lab, draft, Signing(draft.decision.verdict, "Anna Muster", "Leitung", arm), now_ms=NOW_MS)
    return here


@pytest.fixture(scope="module")
def package(origin: SimpleNamespace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("packages") / "hundesteuer.zip"
    publish(origin.workspace, origin.lab, origin.store, "hundesteuer", path, now_ms=NOW_MS)
    return path


@pytest.fixture(scope="module")
def dogs(origin: SimpleNamespace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("packages") / "hundesteuer.zip"
    publish(origin.workspace, origin.lab, origin.store, "hundesteuer", path, now_ms=NOW_MS)
    return path


def test_package_is_complete(package: Path) -> None:
    """Definition, texts of all variants, results, decision, report, licence and publiccode.yml are in it."""
    found = read_package(package)
    assert {
        "LICENSE",
        "evidence/bericht-hundesteuer-demo.html",
        "evidence/records/demo-0001.json",
        "evidence/results.json",
        "prototype/__init__.py",
        "prototype/studies/runde-1.toml",
        "publiccode.yml",
        "texts/A.toml",
        "texts/leicht.toml",
    } <= set(found.files)
    assert ("hundesteuer", "10160") == (found.about.name, found.about.ozg)
    assert not [path for path in found.files if "__pycache__" in path]


def test_same_content_gives_the_same_bytes(origin: SimpleNamespace, package: Path, tmp_path: Path) -> None:
    """A package made a day later of the same lab is the same file to the last byte."""
    again = tmp_path / "again.zip"
    publish(origin.workspace, origin.lab, origin.store, "hundesteuer", again, now_ms=NOW_MS + 86_400_000)
    assert package.read_bytes() == again.read_bytes()
    with zipfile.ZipFile(again) as archive:
        assert {(1980, 1, 1, 0, 0, 0)} == {one.date_time for one in archive.infolist()}
        assert sorted(archive.namelist()) == archive.namelist()


def test_nothing_about_persons_is_in_it(origin: SimpleNamespace, package: Path) -> None:
    """No participant's code, no session's id and no comment is anywhere in the package."""
    content = b"\n".join(read_package(package).files.values()).decode("utf-8", "replace")
    sessions = origin.store.sessions("hundesteuer/demo")
    assert 44 == len(sessions)
    assert COMMENT in {one[-1] for one in origin.store.comments("hundesteuer/demo")}
    secrets = {one.session_id for one in sessions} | {one.participant for one in sessions}
    secrets |= {one[-1] for one in origin.store.comments("hundesteuer/demo")} | {"Zimmermann"}
    assert [] == [secret for secret in secrets if secret in content]


def test_results_are_sums_with_intervals(origin: SimpleNamespace, package: Path) -> None:
    """What the package says is what the study says: n, estimate and interval, by arm."""
    results = Results.model_validate_json(read_package(package).files["evidence/results.json"])
    evidence = assemble(origin.store, origin.lab.study("hundesteuer/demo"), now_ms=NOW_MS)
    (study,) = results.studies
    assert evidence.decision.verdict == study.verdict
    assert evidence.sessions() == {arm.arm: arm.sessions for arm in study.arms}
    told, measured = study.arms[0].metrics["completion.anmelden"], evidence.measured["A"]["completion.anmelden"]
    assert (measured.x, measured.n, measured.low, measured.high) == (told.x, told.n, told.low, told.high)


def test_few_people_are_left_out(tmp_path: Path) -> None:
    """Of an arm with fewer than five sessions nothing is said, not even how many, and there is no report."""
    here = open_all(tmp_path)
    fill(here.lab, here.workspace, here.store, "hundesteuer/demo", sessions=6, seed=1, now_ms=NOW_MS)
    publish(here.workspace, here.lab, here.store, "hundesteuer", tmp_path / "few.zip", now_ms=NOW_MS)
    found = read_package(tmp_path / "few.zip")
    arms = Results.model_validate_json(found.files["evidence/results.json"]).studies[0].arms
    assert {(None, 0)} == {(arm.sessions, len(arm.metrics)) for arm in arms}
    assert [] == [path for path in found.files if path.endswith(".html")]


def test_publiccode(package: Path) -> None:
    """publiccode.yml is YAML, and has the keys that the standard 0.4 requires, in its forms."""
    text = read_package(package).files["publiccode.yml"].decode()
    said = yaml.safe_load(text)
    assert {
        "publiccodeYmlVersion", "name", "url", "platforms", "categories", "developmentStatus", "softwareType",
        "description", "legal", "maintenance", "localisation",
    } == set(said)  # fmt: skip
    english = said["description"]["en"]
    assert ("0.4", "EUPL-1.2", "internal", "standalone/web") == (
        said["publiccodeYmlVersion"],
        said["legal"]["license"],
        said["maintenance"]["type"],
        said["softwareType"],
    )
    assert len(english["shortDescription"]) <= 150 <= len(english["longDescription"]) <= 10_000
    assert {"Variant A: Eine Frage je Seite"} <= set(english["features"])
    assert ["de", "en"] == said["localisation"]["availableLanguages"]
    assert "concept" == said["developmentStatus"], "a demo is no decision"


def test_parameters_schema(dogs: Path) -> None:
    """The schema takes the parameters of the shipped regions and refuses wrong ones; defaults are the origin's."""
    schema = json.loads(read_package(dogs).files["parameters.schema.json"])
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    assert validator.is_valid({"municipality": "Bad Muster", "first_dog": 132})
    assert [False, False] == [validator.is_valid(one) for one in ({"first_dog": "132"}, {"first_dogs": 1})]
    assert ("Musterstadt", 96) == tuple(schema["properties"][name]["default"] for name in ("municipality", "first_dog"))


def test_adopted_prototype_shows_the_regions_figures(dogs: Path, tmp_path: Path) -> None:
    """The prepared file changes nothing until it is filled in; then the pages show its figures."""
    workspace = Workspace(tmp_path)
    done = adopt(workspace, read_package(dogs), "05315")
    assert tmp_path / "prototypes/hundesteuer/params/05315.toml" == done.params
    text = done.params.read_text(encoding="utf-8")
    assert ("Köln (05315)" in text, "# first_dog = 96  # 0 to 5000" in text.splitlines()) == (True, True)
    assert 96 == workspace.load("hundesteuer", "05315").params.first_dog
    done.params.write_text(text.replace("# first_dog = 96", "first_dog = 156"), encoding="utf-8")
    assert "beginnt bei 156 Euro" in workspace.load("hundesteuer", "05315").flow("A").page("start").cost
    uncommented = re.sub(r"^# (\w+ = )", r"\1", params_to_fill_in(read_package(dogs), "05315"), flags=re.MULTILINE)
    done.params.write_text(uncommented, encoding="utf-8")
    assert asdict(workspace.load("hundesteuer").params) == asdict(workspace.load("hundesteuer", "05315").params)


def test_adopting_never_overwrites(dogs: Path, tmp_path: Path) -> None:
    """A prototype of the same name stays, unless force is asked for; own parameters and studies stay even then."""
    workspace, found = Workspace(tmp_path), read_package(dogs)
    folder = adopt(workspace, found, "05315").folder
    for name in ("__init__.py", "params/05315.toml", "studies/runde-1.toml"):
        (folder / name).write_text("# own\n", encoding="utf-8")
    with pytest.raises(OperatorError, match="exists already"):
        adopt(workspace, found, "05315")
    assert "# own\n" == (folder / "__init__.py").read_text(encoding="utf-8")
    assert adopt(workspace, found, "05315", force=True).params is None
    assert found.files["prototype/__init__.py"] == (folder / "__init__.py").read_bytes()
    assert "# own\n" == (folder / "params/05315.toml").read_text(encoding="utf-8")
    assert "# own\n" == (folder / "studies/runde-1.toml").read_text(encoding="utf-8")
    assert [folder] == list((tmp_path / "prototypes").iterdir())


def test_own_study_beside_the_origins(package: Path, tmp_path: Path) -> None:
    """The adopting lab runs its own study; both results stand side by side with their n, and are not added up."""
    adopt(Workspace(tmp_path), read_package(package), "")
    here = open_all(tmp_path, None)
    assert [] == compare(here.workspace, here.lab, here.store, "hundesteuer", now_ms=NOW_MS)
    fill(here.lab, here.workspace, here.store, "hundesteuer/demo", sessions=20, seed=7, now_ms=NOW_MS)
    found = compare(here.workspace, here.lab, here.store, "hundesteuer", now_ms=NOW_MS)
    one = next(one for one in found if (one.variant, one.metric) == ("A", "completion.anmelden"))
    theirs = Results.model_validate_json(read_package(package).files["evidence/results.json"]).studies[0].arms[0]
    ours = assemble(here.store, here.lab.study("hundesteuer/demo"), now_ms=NOW_MS).measured["A"]["completion.anmelden"]
    assert theirs.metrics["completion.anmelden"] == one.origin
    assert (ours.x, ours.n, ours.low) == (one.own.x, one.own.n, one.own.low)
    assert {"A", "B"} <= {one.variant for one in found}


def test_published_again(package: Path, tmp_path: Path) -> None:
    """Who publishes an adopted prototype passes on the prototype, not the origin's evidence as their own."""
    adopt(Workspace(tmp_path), read_package(package), "")
    here = open_all(tmp_path, None)
    publish(here.workspace, here.lab, here.store, "hundesteuer", tmp_path / "again.zip", now_ms=NOW_MS)
    again, before = read_package(tmp_path / "again.zip"), read_package(package)
    kept = {path: data for path, data in again.below("prototype").items() if path != "studies/demo.toml"}
    assert before.below("prototype") == kept
    assert Results() == Results.model_validate_json(again.files["evidence/results.json"])


def test_what_exists(origin: SimpleNamespace, dogs: Path, tmp_path: Path) -> None:
    """Prototypes, studies with their verdicts and packages are found by OZG id, LeiKa key and words."""
    packages = origin.workspace.root / "packages"
    packages.mkdir(exist_ok=True)
    (packages / "hunde.zip").write_bytes(dogs.read_bytes())
    (packages / "kaputt.zip").write_text("kein Archiv", encoding="utf-8")

    def kinds(words: str) -> list[tuple[str, str]]:
        found = find_existing(origin.workspace, origin.lab, origin.store, words)
        return [(one.kind, one.name) for one in found]

    rent = find_existing(origin.workspace, origin.lab, origin.store, "Hund anmelden")
    assert ("prototype", "hundesteuer", "shipped") in {(one.kind, one.name, one.place) for one in rent}
    assert next(one.state for one in rent if one.name == "hundesteuer/demo").startswith("demo-0001: ")
    for words in ("10160", "99102013104000", "Hund anmelden"):
        assert {("prototype", "hundesteuer"), ("package", "hunde.zip"), ("package", "kaputt.zip")} <= set(kinds(words))
        assert ("prototype", "wohngeld") not in kinds(words)
    assert "is no zip file" in next(one.state for one in rent if one.name == "kaputt.zip")
    assert [("package", "kaputt.zip")] == kinds("99999")


def test_without_trust_nothing_is_written(dogs: Path, tmp_path: Path, run_probelauf) -> None:
    """The command shows what a package holds and stops; a wrong hash is refused even with trust."""
    shown = run_probelauf(tmp_path, "adopt", str(dogs), "--region", "05315")
    assert 0 == shown.exit_code, shown.output
    assert "prototype/__init__.py  (runs as a program)" in shown.output
    assert "Nothing was written" in shown.output
    assert [] == list(tmp_path.iterdir())
    refused = run_probelauf(tmp_path, "adopt", str(dogs), "--trust", "--sha256", "0" * 64)
    assert (2, []) == (refused.exit_code, list(tmp_path.iterdir()))
    trusted = run_probelauf(
        tmp_path, "adopt", str(dogs), "--region", "05315", "--trust", "--sha256", read_package(dogs).manifest.sha256
    )
    assert 0 == trusted.exit_code, trusted.output
    assert (tmp_path / "prototypes/hundesteuer/__init__.py").is_file()


def test_commands(origin: SimpleNamespace, package: Path, tmp_path: Path, run_probelauf) -> None:
    """publish, reuse and compare speak to people and to machines."""
    made = run_probelauf(origin.workspace.root, "publish", "hundesteuer", "-o", str(tmp_path / "x.zip"), "--json")
    assert read_package(package).manifest.sha256 == json.loads(made.stdout)["sha256"]
    found = run_probelauf(origin.workspace.root, "reuse", "10160", "--json")
    assert "hundesteuer" in {one["name"] for one in json.loads(found.stdout)}
    other = tmp_path / "other"
    other.mkdir()
    assert 2 == run_probelauf(other, "compare", "hundesteuer").exit_code
    assert 0 == run_probelauf(other, "adopt", str(package), "--trust").exit_code
    assert 1 == run_probelauf(other, "compare", "hundesteuer").exit_code
    here = open_all(other, None)
    fill(
        here.lab,
        here.workspace,
        here.store,
        "hundesteuer/demo",
        sessions=20,
        seed=7,
        now_ms=time.time_ns() // 1_000_000,
    )
    here.store.close()
    table = run_probelauf(other, "compare", "hundesteuer", "--json")
    assert {"A", "B"} <= {one["variant"] for one in json.loads(table.stdout)}
    assert 0 == run_probelauf(other, "compare", "hundesteuer").exit_code


@pytest.fixture
def run_probelauf():
    from click.testing import CliRunner

    from labs.cli import main

    def run(folder: Path, *arguments: str):
        return CliRunner().invoke(main, ["--workspace", str(folder), *arguments])

    return run


def test_reading_a_package_imports_nothing() -> None:
    """The modules that read and list packages never load code: they import no importer, and call no eval or exec."""
    folder = Path(__file__).parents[2] / "labs" / "reuse"
    for name in ("package.py", "adopting.py", "comparing.py"):
        tree = ast.parse((folder / name).read_text(encoding="utf-8"))
        called = {
            node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert set() == called & {"eval", "exec", "compile", "__import__", "load_service"}
