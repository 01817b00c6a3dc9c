"""probelauf handover: what it writes with and without a signed decision, and what it refuses."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from deciding_prototypes import ANNA, NOW_MS, STOP, decide, make_lab

from feedback.records import read_file, replay_record, verify_record
from feedback.store import open_store
from labs.cli import main
from labs.handover.case import DRAFT_MARK

LAB_FILES = {"bericht.html", "befunde.json"}
pytestmark = pytest.mark.slow


def hand_over(workspace: Path, *arguments: str, output: str = "out", name: str = "wohngeld") -> Result:
    """Run `probelauf handover` without screenshots."""
    options = ["--no-screenshots", "-o", str(workspace / output), "--workspace", str(workspace)]
    return CliRunner().invoke(main, ["handover", name, *arguments, *options])


def manifest_of(folder: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return document


def written(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_draft_needs_no_decision(tmp_path: Path) -> None:
    """Every file is in the manifest with its hash and in the index; what is missing is said."""
    done = hand_over(tmp_path, "--variant", "A", "--draft")
    folder = tmp_path / "out"
    manifest = manifest_of(folder)
    index = (folder / "README.md").read_text(encoding="utf-8")
    assert (0, DRAFT_MARK, None) == (done.exit_code, manifest["status"], manifest["decision_record"])
    assert written(folder) == {"manifest.json", *(one["path"] for one in manifest["files"])}
    for one in manifest["files"]:
        data = (folder / one["path"]).read_bytes()
        assert (one["sha256"], one["bytes"]) == (hashlib.sha256(data).hexdigest(), len(data))
        assert one["path"] == "README.md" or one["path"] in index
    assert DRAFT_MARK in index
    assert ["Bericht und Befunde", "Bildschirmfotos"] == [one.partition(":")[0] for one in manifest["missing"]]
    assert "Missing: Bericht und Befunde" in done.stderr


def test_a_signed_decision_goes_with_the_handover(tmp_path: Path) -> None:
    """The record can be verified and computed again; report and findings are there; nothing calls itself a draft."""
    store, lab = make_lab(tmp_path)
    record = decide(store, lab, ANNA)
    store.close()
    done = hand_over(tmp_path, "--variant", "A")
    folder = tmp_path / "out"
    manifest = manifest_of(folder)
    assert (0, record.id, record.record_hash) == (
        done.exit_code,
        manifest["decision_record"],
        manifest["decision_record_hash"],
    ), done.output
    assert {*LAB_FILES, "entscheidung.json"} <= written(folder)
    stored = read_file(folder / "entscheidung.json")
    assert ([], True) == (verify_record(stored), replay_record(stored).identical)
    assert manifest["content_hash"] in {one["content_hash"] for one in record.document["prototypes"]}
    texts = {path: (folder / path).read_text(encoding="utf-8") for path in written(folder)}
    assert [] == [path for path, text in texts.items() if DRAFT_MARK in text]
    assert "FREIGEGEBEN" in texts["antrag.schema.json"]
    assert "Anna Muster" in texts["README.md"]


def test_a_draft_with_sessions_has_the_report(tmp_path: Path) -> None:
    """The report and the findings say that they are a draft, and the look at the data is noted."""
    store, _ = make_lab(tmp_path)
    store.close()
    assert 0 == hand_over(tmp_path, "--variant", "A", "--draft").exit_code
    for name in LAB_FILES:
        assert DRAFT_MARK in (tmp_path / "out" / name).read_text(encoding="utf-8")
    store = open_store(tmp_path / "data" / "probelauf.db")
    assert 1 == len(store.looks("wohngeld/runde-1"))
    store.close()


def refusal(done: Result) -> str:
    """Return the one sentence of a refusal."""
    assert (2, 1) == (done.exit_code, done.stderr.count("\n")), done.output
    return done.stderr


def test_without_a_decision_it_refuses(tmp_path: Path) -> None:
    """One sentence says what is missing and what can be done; nothing is written."""
    said = refusal(hand_over(tmp_path, "--variant", "A"))
    assert said.startswith("There is no signed decision on `wohngeld`, variant `A`.")
    assert "--draft" in said
    assert not (tmp_path / "out").exists()


def test_only_the_winner_is_handed_over(tmp_path: Path) -> None:
    """The variant that lost is refused, and so is the winner once a later decision stops it."""
    store, lab = make_lab(tmp_path)
    decide(store, lab, ANNA)
    said = refusal(hand_over(tmp_path, "--variant", "B"))
    assert "decision-0001, says: READY FOR PRODUCTION for arm A." in said
    decide(store, lab, STOP, NOW_MS + 1)
    store.close()
    assert "decision-0002, says: STOP." in refusal(hand_over(tmp_path, "--variant", "A"))


def test_a_changed_prototype_is_refused(tmp_path: Path) -> None:
    """What people tried is not what would be handed over."""
    store, lab = make_lab(tmp_path, changed="A")
    decide(store, lab, ANNA)
    store.close()
    assert "was changed since decision-0001 was signed" in refusal(hand_over(tmp_path, "--variant", "A"))


def test_a_folder_in_use_is_kept(tmp_path: Path) -> None:
    """Without --force nothing is written; with it old files of ours go and those of others stay."""
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    assert "is not empty; name another one, or write over it with --force" in refusal(
        hand_over(tmp_path, "--variant", "A", "--draft")
    )
    assert {"notes.txt"} == written(folder)
    assert 0 == hand_over(tmp_path, "--variant", "A", "--draft", "--force").exit_code
    assert "muster/anlagen/mietvertrag.txt" in written(folder)
    assert 0 == hand_over(tmp_path, "--variant", "A", "--draft", "--force", name="hundesteuer").exit_code
    assert written(folder) == {"notes.txt", "manifest.json", *(one["path"] for one in manifest_of(folder)["files"])}


def test_force_removes_nothing_outside_of_the_folder(tmp_path: Path) -> None:
    """A manifest that names files elsewhere is not believed."""
    (tmp_path / "precious.txt").write_text("mine", encoding="utf-8")
    assert 0 == hand_over(tmp_path, "--variant", "A", "--draft").exit_code
    path = tmp_path / "out" / "manifest.json"
    document = manifest_of(tmp_path / "out")
    document["files"].append({"path": "../precious.txt"})
    path.write_text(json.dumps(document), encoding="utf-8")
    assert 0 == hand_over(tmp_path, "--variant", "A", "--draft", "--force").exit_code
    assert "mine" == (tmp_path / "precious.txt").read_text(encoding="utf-8")


def test_a_file_in_the_way_and_an_unknown_variant_are_told(tmp_path: Path) -> None:
    """Each with what to do about it."""
    (tmp_path / "out").write_text("", encoding="utf-8")
    assert "is a file; name a folder with -o" in refusal(hand_over(tmp_path, "--variant", "A", "--draft"))
    unknown = hand_over(tmp_path, "--variant", "Z", "--draft", output="other")
    assert (1, True) == (unknown.exit_code, "has no variant `Z`" in unknown.stderr)
