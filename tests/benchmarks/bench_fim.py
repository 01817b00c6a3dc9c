"""How long the import of a FIM schema takes, from the file to the written prototype, and its export.

    python tests/benchmarks/bench_fim.py [--fields 1000] [--file SCHEMA.xml]

Prints one JSON document: seconds (the best of three runs) for a generated schema, and for FILE where one is given.
"""

import argparse
import json
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from labs.discovery import load_service
from labs.fim import baseline
from labs.fim.codelists import read_code_lists
from labs.fim.exporting import export_service
from labs.fim.importing import import_schema
from labs.fim.model import Code, DataField, Group, Rule, Schema, Use, placed
from labs.fim.reading import read_schema
from labs.fim.writing_xml import write_xml

RUNS = 3
_TYPES = [
    ("text", {"minLength": "1", "maxLength": "80"}), ("num_int", {"minValue": "1", "maxValue": "99"}), ("bool", {}),
    ("date", {}), ("num_currency", {"minValue": "0"}), ("text", {"pattern": r"\d{5}"}), ("file", {}),
]  # fmt: skip


def generated(fields: int) -> Schema:
    """A schema in groups of ten: all types, selects, repeated groups, and a certain rule in every group."""
    groups = [_group(number, min(10, fields - number * 10)) for number in range((fields + 9) // 10)]
    return Schema("S99000000001", "1.0.0", "Groß", "Groß", "xdatenfelder_3", children=placed(tuple(groups)))


def _group(number: int, size: int) -> Use:
    uses = tuple(Use(at % 2, 1, "§ 1 ABC", _field(number * 10 + at)) for at in range(size))
    named = [use.element for use in uses]
    booleans = [one for one in named if isinstance(one, DataField) and one.datatype == "bool"]
    rules: tuple[Rule, ...] = ()
    if booleans and named[-1] is not booleans[0]:
        text = f'{named[-1].id} "X" ist nur dann zu befüllen, wenn {booleans[0].id} "Y" bejaht wurde.'
        rules = (Rule(f"R{number:011d}", "1.0.0", "Regel", text),)
    group = Group(f"G{number:011d}", "1.0.0", f"Gruppe {number}", f"Gruppe {number}", rules=rules, children=uses)
    return Use(1, None if number % 10 == 9 else 1, "", group)


def _field(number: int) -> DataField:
    id_, name, hint = f"F{number:011d}", f"Angabe {number}", f"Ein Hinweis zur Angabe {number}, der etwas länger ist."
    if number % 11 == 0:
        codes = tuple(Code(f"{code:03d}", f"Wert {code}") for code in range(30))
        return DataField(id_, "1.0.0", name, name, hint, art="select", codes=codes)
    datatype, limits = _TYPES[number % len(_TYPES)]
    return DataField(id_, "1.0.0", name, name, hint, datatype=datatype, limits=limits)


def measure(path: Path) -> dict[str, Any]:
    """Import and export one file; return seconds and sizes."""
    imports, exports = [], []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as folder:
            started = time.perf_counter()
            done = import_schema(read_schema(path), "probe", Path(folder), read_code_lists(None), 7)
            imports.append(time.perf_counter() - started)
            service = load_service(done.path, "probe")
            started = time.perf_counter()
            write_xml(export_service(service, "", baseline.load(done.path.parent)).schema, datetime.now(UTC))
            exports.append(time.perf_counter() - started)
            counts = done.to_json()
    return {
        "fields": counts["fields"], "pages": counts["pages"], "bytes": path.stat().st_size,
        "import_seconds": round(min(imports), 3), "export_seconds": round(min(exports), 3),
    }  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fields", type=int, default=1000)
    parser.add_argument("--file", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "generated.xml"
        path.write_text(write_xml(generated(given.fields), datetime.now(UTC)), encoding="utf-8")
        document = {"generated": measure(path)}
    if given.file is not None and given.file.is_file():
        document["file"] = measure(given.file)
    json.dump(document, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
