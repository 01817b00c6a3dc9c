"""Cleans the published lists into the files of `labs/catalogue/data`.

`python -m labs.catalogue.cleaning FOLDER`, where FOLDER holds `ozg_services_2019.csv`, `leika_services_2019.csv` and
`districts_ags5.csv`. Dropped are test rows, the column of digitalisation laboratories (its values are tests), the
priority (1 everywhere), and all keys that are not a LeiKa key of 14 digits from 99. Nothing is corrected or added.
"""

import csv
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from labs.catalogue.reading import DATA

LEIKA_KEY = re.compile(r"99\d{12}")
Row = Mapping[str, str]


def clean_services(rows: Iterable[Row]) -> list[tuple[str, ...]]:
    """Return `(ozg_id, name, situation, field)` of the OZG services, by id."""
    return sorted(
        (row["ozg_id"], _text(row["ozg_leistung"]), _text(row["lage"]), _text(row["themenfeld"]))
        for row in rows
        if row["ozg_id"].isdigit()
    )


def clean_keys(rows: Iterable[Row]) -> list[tuple[str, ...]]:
    """Return `(leika_key, name, ozg_id, law)` of the valid LeiKa keys, by key.

    >>> clean_keys([{"leika_key": "3233", "leika_name": "Test 4", "ozg_id": "10513", "laws": ""}])
    []
    """
    return sorted(
        (row["leika_key"], _text(row["leika_name"]), row["ozg_id"], _text(row["laws"]))
        for row in rows
        if LEIKA_KEY.fullmatch(row["leika_key"])
    )


def clean_districts(rows: Iterable[Row]) -> list[tuple[str, ...]]:
    """Return `(key, kind, name, population)` of the districts, by key; the name without ", Stadt" and the like."""
    return sorted((row["AGS"], row["type"], row["name"].partition(",")[0], row["population"]) for row in rows)


def clean(folder: Path, into: Path = DATA) -> None:
    """Write the cleaned files from the published ones in `folder`."""
    written = {
        "ozg_services.csv": (
            ("ozg_id", "name", "situation", "field"),
            clean_services(_rows(folder / "ozg_services_2019.csv")),
        ),
        "leika_keys.csv": (
            ("leika_key", "name", "ozg_id", "law"),
            clean_keys(_rows(folder / "leika_services_2019.csv")),
        ),
        "districts.csv": (
            ("key", "kind", "name", "population"),
            clean_districts(_rows(folder / "districts_ags5.csv", ";")),
        ),
    }
    for name, (head, rows) in written.items():
        with (into / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([head, *rows])


def _rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def _text(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    clean(Path(sys.argv[1]))
