"""The folder of a handover: all files, an index for people, a manifest for programs."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from feedback.errors import OperatorError
from feedback.version import VERSION
from labs.handover.case import DRAFT_NOTICE, Case, Document
from labs.handover.json_schema import to_text
from labs.handover.samples import INVALID, Samples

INDEX, MANIFEST = "README.md", "manifest.json"
FORMAT = "probelauf-handover-1"


def check_folder(folder: Path, *, force: bool) -> None:
    """Refuse a folder that is in use: OperatorError unless `force`, and for a file in its place in any case."""
    if folder.exists() and not folder.is_dir():
        raise OperatorError(f"{folder} is a file; name a folder with -o.")
    if folder.is_dir() and any(folder.iterdir()) and not force:
        raise OperatorError(f"The folder {folder} is not empty; name another one, or write over it with --force.")


def write_folder(
    folder: Path, case: Case, samples: Samples, documents: Sequence[Document], missing: Sequence[str]
) -> list[str]:
    """Write all files, the index and the manifest; return the paths. `missing` says in German what is not there.

    Files of an earlier handover that are no longer part of it go; anything else in the folder stays.
    """
    files = sorted(documents, key=lambda one: one.path)
    index = Document(INDEX, write_index(case, files, missing), "Dieses Verzeichnis.", "Alle")
    manifest = Document(MANIFEST, to_text(build_manifest(case, samples, [index, *files], missing)), "", "")
    written = [index, *files, manifest]
    try:
        for path in sorted(_before(folder) - {one.path for one in written}):
            (folder / path).unlink(missing_ok=True)
        for one in written:
            target = folder / one.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(one.data)
    except OSError as error:
        raise OperatorError(f"{error.filename or folder} cannot be written: {error.strerror}.") from error
    return [one.path for one in written]


def _before(folder: Path) -> set[str]:
    """Return the files that an earlier handover wrote here, as its manifest lists them, none outside of the folder."""
    try:
        plain: Any = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        names = {str(one["path"]) for one in plain["files"]} if plain["format"] == FORMAT else set()
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    root = folder.resolve()
    return {name for name in names if (root / name).resolve().is_relative_to(root)}


def build_manifest(case: Case, samples: Samples, files: Sequence[Document], missing: Sequence[str]) -> dict[str, Any]:
    """Return what the folder holds, with the hash of each file and all ids that the files share."""
    flow = case.flow
    return {
        "format": FORMAT,
        **case.origin,
        "decision_record": None if case.record is None else case.record.id,
        "decision_record_hash": None if case.record is None else case.record.record_hash,
        "title": flow.title,
        "keys": dict(flow.keys),
        "language": flow.language,
        "program_version": VERSION,
        "made": case.made.isoformat(timespec="seconds"),
        "ids": {"pages": [page.id for page in flow.pages], "tasks": [one.id for one in flow.tasks], "fim": case.fim},
        "invalid_sample": {"path": INVALID, "field": samples.field, "rule": samples.rule},
        "missing": list(missing),
        "left_out": list(case.left_out),
        "files": [
            {
                "path": one.path,
                "sha256": hashlib.sha256(one.data).hexdigest(),
                "bytes": len(one.data),
                "what": one.what,
                "for": one.whom,
                **({"timed": one.timed} if one.timed else {}),
            }
            for one in files
        ],
        "timed": {"manifest.json": "made, files"},
    }


def write_index(case: Case, files: Sequence[Document], missing: Sequence[str]) -> str:
    """Return the index in German: what each file is, and for whom."""
    flow = case.flow
    name = next((one.name for one in case.service.variants if one.id == flow.variant), "")
    lines = [f"# Übergabe: {case.title}", ""]
    lines += [f"**{DRAFT_NOTICE}**", ""] if case.draft else []
    lines += [f"- Variante: {flow.variant}{f' ({name})' if name else ''}"]
    lines += [f"- Schlüssel: OZG {flow.keys.get('ozg', 'offen')}, LeiKa {flow.keys.get('leika', 'offen')}"]
    lines += [f"- Stand des Prototyps: `{flow.content_hash}`", f"- Entscheidung: {_decision(case)}", ""]
    lines += ["Jede Frage hat in allen Dateien denselben Namen.", "Dazu gehört überall dieselbe FIM-Kennung.", ""]
    lines += ["| Datei | Inhalt | Für wen |", "| --- | --- | --- |"]
    lines += [f"| [{one.path}]({one.path}) | {one.what} | {one.whom} |" for one in files if not _picture(one)]
    pictures = [one for one in files if _picture(one)]
    lines += [f"| [bilder/](bilder/) | Bildschirmfotos von {len(pictures)} Seiten. | Alle |"] if pictures else []
    lines += [f"| [{MANIFEST}]({MANIFEST}) | Alle Dateien mit Prüfsumme. | Prüfung |", ""]
    if missing:
        lines += ["## Das fehlt", "", *(f"- {one}" for one in missing), ""]
    if case.left_out:
        number = len(case.left_out)
        lines += ["## In FIM ohne Platz", "", f"{number} Angaben. Sie stehen in {MANIFEST} unter `left_out`.", ""]
    return "\n".join(lines)


def _picture(one: Document) -> bool:
    return one.path.startswith("bilder/")


def _decision(case: Case) -> str:
    if case.record is None:
        return "keine"
    signer = case.record.signed_by
    return f"{case.record.id}, unterschrieben von {signer.name} ({signer.role})"
