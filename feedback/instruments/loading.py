"""A lab's own questionnaires: one TOML file each, checked whole, so that all mistakes come at once.

id = "amtsdeutsch"
version = 1                       # raise it when a word changes
title = { de = "Die Sprache", en = "The language" }
low = 1
high = 5
low_label = { de = "gar nicht", en = "not at all" }
high_label = { de = "völlig", en = "completely" }
source = "own"
licence = "EUPL-1.2"
# bottom, top: range of the score (default: low, high); min_answers (default: all); per_task (default: false)

[[item]]
id = "amtsdeutsch_1"
de = "Ich verstand jeden Satz."
en = "I understood every sentence."
# reverse = true                  # a low answer is good
"""

import hashlib
import json
import re
import tomllib
from pathlib import Path
from typing import Any

from feedback.errors import AuthorError, Finding, OperatorError
from feedback.instruments.model import Instrument, Item, Text
from feedback.instruments.reading import Table, find_lines
from feedback.instruments.shipped import SHIPPED

TOP_KEYS = (
    *("id", "version", "title", "low", "high", "low_label", "high_label", "source", "licence", "item"),
    *("bottom", "top", "min_answers", "per_task"),
)
ITEM_KEYS = ("id", "de", "en", "reverse")
TEXT_KEYS = ("de", "en")
WIDEST = 11  # points on a scale; more fit on no phone
ID = re.compile(r"[a-z][a-z0-9_]{0,29}")


def load(path: Path) -> Instrument:
    """Return the questionnaire of a file; an unreadable file is an OperatorError, mistakes an AuthorError."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        finding = Finding("instrument.encoding", "error", str(path), "The file is not UTF-8.", "Save it as UTF-8.")
        raise AuthorError([finding]) from error
    except OSError as error:
        raise OperatorError(f"The questionnaire {path} cannot be read: {error.strerror}.") from error
    return parse(text, str(path))


def load_folder(folder: Path) -> tuple[Instrument, ...]:
    """Return the questionnaires of all `*.toml` files of a folder, which need not exist; all mistakes of all
    files come at once.
    """
    found: dict[str, Instrument] = {}
    findings: list[Finding] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            instrument = load(path)
        except AuthorError as error:
            findings += error.findings
            continue
        if instrument.id in found:
            what = f"Another file of this folder has the id `{instrument.id}`, too."
            findings.append(Finding("instrument.id", "error", str(path), what, "Choose another id."))
        found[instrument.id] = instrument
    if findings:
        raise AuthorError(findings)
    return tuple(found.values())


def parse(text: str, place: str = "instrument.toml") -> Instrument:
    """Return the questionnaire of a TOML text; see the module for its keys.

    Its wording carries a fingerprint of all words and the scale: a changed word is a new wording, even where
    `version` was forgotten, and is not pooled with the old one.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        where = f"{place}:{at[1] if at else text.count(chr(10)) + 1}"
        what = re.sub(r"\s*\(at .*\)$", ".", str(error))
        raise AuthorError([Finding("instrument.syntax", "error", where, what, "Texts need quotes.")]) from error
    findings: list[Finding] = []
    instrument = build(Table(data, TOP_KEYS, place, find_lines(text), findings))
    if findings:
        raise AuthorError(findings)
    return instrument


def build(table: Table) -> Instrument:
    """Return the questionnaire; what is wrong stands in the findings of the table."""
    low, high = table.whole("low", 1), table.whole("high", 5)
    items = read_items(table)
    instrument = Instrument(
        id=read_id(table),
        title=read_text(table, "title"),
        items=items,
        low=low,
        high=high,
        low_label=read_text(table, "low_label"),
        high_label=read_text(table, "high_label"),
        bottom=table.number("bottom", low),
        top=table.number("top", high),
        min_answers=table.whole("min_answers", len(items), optional=True),
        version=table.whole("version", 1),
        source=table.words("source"),
        licence=table.words("licence"),
        per_task=table.flag("per_task"),
        fingerprint=fingerprint(table.data),
    )
    check_ranges(table, instrument)
    return instrument


def check_ranges(table: Table, instrument: Instrument) -> None:
    """Report numbers that do not go together."""
    low, high, count = instrument.low, instrument.high, len(instrument.items)
    if not low < high < low + WIDEST:
        table.report("high", f"The scale runs from {low} to {high}.", f"It needs 2 to {WIDEST} points, upwards.")
    elif instrument.bottom >= instrument.top:
        table.report("top", f"The score runs from {instrument.bottom:g} to {instrument.top:g}.", "It must rise.")
    if count and not 1 <= instrument.min_answers <= count:
        table.report("min_answers", f"`min_answers = {instrument.min_answers}`, but there are {count} items.")
    if instrument.version < 1:
        table.report("version", f"`version = {instrument.version}`: versions count from 1.")
    if instrument.id in SHIPPED:
        table.report("id", f"`{instrument.id}` comes with Probelauf.", "Choose another id.")


def read_id(table: Table) -> str:
    """Return the id, which becomes part of every stored answer."""
    found = table.words("id")
    if found and not ID.fullmatch(found):
        table.report("id", f"`{found}` is no id.", "Use up to 30 small letters, digits and _, a letter first.")
    return found


def read_text(table: Table, key: str) -> Text:
    """Return a text in both languages."""
    return Text(*map(table.inner(key, TEXT_KEYS).words, TEXT_KEYS))


def read_items(table: Table) -> tuple[Item, ...]:
    """Return the items; each has an id of its own."""
    items: list[Item] = []
    for inner in table.rows("item", ITEM_KEYS):
        item = Item(read_id(inner), Text(inner.words("de"), inner.words("en")), inner.flag("reverse"))
        if item.id and item.id in {other.id for other in items}:
            inner.report("id", f"Two items have the id `{item.id}`.", "Choose another id.")
        items.append(item)
    return tuple(items)


def fingerprint(data: dict[str, Any]) -> str:
    """Return eight characters that change with whatever a person reads or how it is scored."""
    shown = {key: value for key, value in data.items() if key not in ("version", "source", "licence")}
    return hashlib.sha256(json.dumps(shown, sort_keys=True, default=str).encode()).hexdigest()[:8]
