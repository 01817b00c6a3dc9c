"""Publishing: everything that another lab needs of a prototype, and nothing about the people who tried it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import to_jsonable_python

import feedback
from feedback.enrolment import plan_in_force
from feedback.errors import OperatorError
from feedback.lab import Lab
from feedback.records import Record
from feedback.report import Material, collect, file_name, render
from feedback.report.small_groups import SMALLEST
from feedback.store import Store, canonical
from feedback.version import VERSION
from labs.discovery import Workspace
from labs.reuse import publiccode
from labs.reuse.adopting import ORIGIN
from labs.reuse.package import PARAMETERS, PROTOTYPE, RECORDS, RESULTS, About, Manifest, write_package
from labs.reuse.results import Results, results_of
from labs.service import Service, entries_of, write_words

LICENCE = "EUPL-1.2"
READY = "READY FOR PRODUCTION"
SOURCES = {".py", ".toml", ".md", ".txt", ".csv", ".json", ".xml", ".svg", ".png", ".jpg", ".css"}


@dataclass(frozen=True)
class Publication:
    """What was published: the manifest, the studies with results, the number of decisions, files left out."""

    path: Path
    manifest: Manifest
    studies: tuple[str, ...]
    records: int
    left_out: tuple[str, ...]


def publish(
    workspace: Workspace, lab: Lab, store: Store, name: str, path: Path, *, now_ms: int, url: str = ""
) -> Publication:
    """Write the reuse package of a prototype. Raises AuthorError where the prototype is wrong."""
    service, declaration = workspace.load(name), workspace.find(name)
    if declaration.name != "__init__.py":
        raise OperatorError(f"The prototype {name} is a single file. Make it a folder: {name}/__init__.py.")
    sources, left_out = _sources(declaration.parent)
    materials = tuple(_materials(lab, store, name, now_ms))
    records = [record for material in materials for record in material.records]
    files = {f"{PROTOTYPE}/{one}": data for one, data in sources.items()}
    files |= {f"texts/{variant}.toml": text.encode() for variant, text in _texts(service)}
    files |= {one: data for material in materials for one, data in _evidence(material)}
    files[RESULTS] = _json(
        Results(studies=tuple(results_of(one.evidence) for one in materials)).model_dump(mode="json")
    )
    if service.params is not None:
        files[PARAMETERS] = _json(parameters_schema(service.params))
    files["LICENSE"] = _licence()
    files["publiccode.yml"] = publiccode.to_yaml(_publiccode(service, lab, records, url)).encode()
    about = About(
        name=name,
        title=service.title,
        ozg=service.ozg,
        leika=service.leika,
        keys_as_of=service.keys_as_of,
        lab=lab.name,
        authority=lab.authority,
        licence=LICENCE,
        program_version=VERSION,
    )
    manifest = write_package(path, about, files)
    return Publication(path, manifest, tuple(one.study.id for one in materials), len(records), left_out)


def parameters_schema(params: Any) -> dict[str, Any]:
    """Return the parameters of a prototype as JSON Schema; `default` has the values of the origin."""
    schema = TypeAdapter(type(params)).json_schema()
    values = to_jsonable_python(params)
    for name, one in schema["properties"].items():
        one["default"] = values[name]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "additionalProperties": False}


def _sources(folder: Path) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return the files of a prototype by path, and the names of those that are no definition and stay here."""
    found: dict[str, bytes] = {}
    left_out: list[str] = []
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder)
        hidden = any(part.startswith((".", "__pycache__")) for part in inner.parts)
        if not path.is_file() or hidden or inner.parts[0] == ORIGIN:
            continue
        if path.is_symlink() or path.suffix not in SOURCES:
            left_out.append(inner.as_posix())
        else:
            found[inner.as_posix()] = path.read_bytes()
    return found, tuple(left_out)


def _materials(lab: Lab, store: Store, name: str, now_ms: int) -> Iterator[Material]:
    """Yield what is known of each study that tried the prototype; what people said in their own words stays here."""
    for study_id in lab.studies():
        study = plan_in_force(store, lab.study(study_id))
        if name not in {study.prototype_of(arm.id) for arm in study.arms} or not store.sessions(study.id):
            continue
        material = collect(store, lab, study, now_ms=now_ms)
        last_ms = max([one.session.started_ms for one in material.evidence.facts], default=0)
        signed_ms = max([record.signed_ms for record in material.records], default=0)
        yield replace(material, quotes={}, made_ms=max(last_ms, signed_ms))


def _evidence(material: Material) -> Iterator[tuple[str, bytes]]:
    """Yield decisions and report of a study. A report on an arm with one to four people would speak about them."""
    for record in material.records:
        yield f"{RECORDS}/{record.id}.json", _json({"record_hash": record.record_hash, "record": dict(record.document)})
    if all(number == 0 or number >= SMALLEST for number in material.evidence.sessions().values()):
        yield f"evidence/{file_name(material.study.id)}", render(material, "de").encode()


def _texts(service: Service) -> Iterator[tuple[str, str]]:
    for variant in service.variant_ids:
        texts = {entry.key: entry.said for entry in entries_of(service.flow(variant)) if entry.said}
        yield variant, write_words(texts, f"All texts of {service.id}, variant {variant}.")


def _publiccode(service: Service, lab: Lab, records: list[Record], url: str) -> dict[str, Any]:
    languages = sorted({service.flow(variant).language for variant in service.variant_ids})
    variants = [f"Variant {one.id}: {one.name}" if one.name else f"Variant {one.id}" for one in service.variants]
    return publiccode.describe(
        name=service.id,
        title=service.title,
        url=url,
        ready=any(record.verdict == READY and not record.demo for record in records),
        features=variants or ["One variant"],
        languages=languages,
        licence=LICENCE,
        contact=lab.authority,
        email=lab.contact,
    )


def _licence() -> bytes:
    path = Path(feedback.__file__).parent.parent / "LICENSE"
    return path.read_bytes() if path.is_file() else f"{LICENCE}: https://eupl.eu/1.2/en/\n".encode()


def _json(document: Any) -> bytes:
    return (json.dumps(json.loads(canonical(document)), ensure_ascii=False, indent=1) + "\n").encode()
