"""Reads XDatenfelder 1, 2 and 3, whoever wrote the file: no entities, no huge files, one sentence for each flaw."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from feedback.errors import OperatorError
from labs.fim.model import FILE_LIMITS, LIMITS, Code, DataField, Format, Group, Rule, Schema, Use, placed

LARGEST_BYTES = 30_000_000
DEEPEST = 120
"""How deep elements may be nested: three XML elements make one level of a schema."""
NOTE = "urn:probelauf:note"
"""The address of the keyword in which an export keeps what the standard has no element for."""
_FORMATS: dict[str, Format] = {
    "1": "xdatenfelder_1", "2": "xdatenfelder_2", "3": "xdatenfelder_3",
}  # fmt: skip
_NAMESPACE = re.compile(r"urn:xoev-de:fim:standard:xdatenfelder_(\d)[^}]*\}.*")
_AMOUNT = re.compile(r"(\d{1,6}):(\d{1,6}|\*)")
_NOTHING = {"", "-", "."}
_LINE = "_line"


class _Careful:
    """Builds the tree, notes the line of each element, and refuses what a schema never has."""

    def __init__(self, path: Path) -> None:
        self.path, self.builder, self.depth = path, TreeBuilder(), 0
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.refuse_doctype
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.builder.data

    def refuse_doctype(self, *_: Any) -> None:
        line = self.parser.CurrentLineNumber
        raise OperatorError(f"{self.path}:{line}: The file declares a document type; with it come entities, so no.")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        line = self.parser.CurrentLineNumber
        if self.depth > DEEPEST:
            raise OperatorError(f"{self.path}:{line}: The file is nested more than {DEEPEST} levels deep.")
        self.builder.start(tag, {**attributes, _LINE: str(line)})

    def end(self, tag: str) -> None:
        self.depth -= 1
        self.builder.end(tag)


def read_tree(path: Path) -> Element:
    """Return the root of an XML file, each element with its line in `_line`; OperatorError with file and line."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise OperatorError(f"{path} is larger than {LARGEST_BYTES // 1_000_000} MB; nothing was read.")
        content = path.read_bytes()
    except OSError as error:
        raise OperatorError(f"{path} cannot be read: {error.strerror}.") from error
    careful = _Careful(path)
    try:
        careful.parser.Parse(content, True)
    except expat.ExpatError as error:
        raise OperatorError(f"{path}:{error.lineno}: This is no XML: {expat.ErrorString(error.code)}.") from error
    except (LookupError, ValueError) as error:
        raise OperatorError(f"{path}:1: The encoding of the file cannot be read: {error}.") from error
    return careful.builder.close()


def read_schema(path: Path) -> Schema:
    """Return the schema in a file of XDatenfelder 1, 2 or 3; OperatorError in one sentence, with the line."""
    root = read_tree(path)
    found = _NAMESPACE.match(root.tag)
    if found is None or found[1] not in _FORMATS:
        raise OperatorError(f"{path}:{line_of(root)}: `{local(root)}` is no message of XDatenfelder 1, 2 or 3.")
    reader = _Reader(path)
    schema = child(root, "stammdatenschema")
    group = child(root, "datenfeldgruppe")
    if schema is not None:
        return reader.schema(schema, _FORMATS[found[1]])
    if group is not None:
        return reader.lone_group(group, _FORMATS[found[1]])
    raise OperatorError(f"{path}:{line_of(root)}: The message has neither a Stammdatenschema nor a Datenfeldgruppe.")


def local(element: Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def line_of(element: Element) -> str:
    """Return the line on which an element begins."""
    return element.get(_LINE, "?")


def child(element: Element | None, name: str) -> Element | None:
    """Return the first child with a name, in any namespace."""
    return next(children(element, name), None)


def children(element: Element | None, name: str) -> Iterator[Element]:
    """Yield the children with a name, in any namespace."""
    yield from (one for one in (element if element is not None else ()) if local(one) == name)


def text(element: Element | None, *path: str) -> str:
    """Return the text at a path of names as one line; nothing for the dashes that mean nothing."""
    for name in path:
        element = child(element, name)
    words = " ".join((element.text or "").split()) if element is not None else ""
    return "" if words in _NOTHING else words


class _Reader:
    def __init__(self, path: Path) -> None:
        self.path = path

    def refuse(self, element: Element, what: str) -> OperatorError:
        return OperatorError(f"{self.path}:{line_of(element)}: {what}")

    def schema(self, element: Element, format_: Format) -> Schema:
        id_, version = self.identified(element)
        name = text(element, "name") or text(element, "bezeichnung") or text(element, "bezeichnungEingabe") or id_
        label = text(element, "bezeichnungEingabe") or text(element, "bezeichnung") or name
        hint = text(element, "hilfetext") or text(element, "beschreibung")
        return Schema(
            id_, version, name, label, format_, hint, _law(element), self.rules(element),
            placed(self.uses(element)), _note(element),
        )  # fmt: skip

    def lone_group(self, element: Element, format_: Format) -> Schema:
        group = self.group(element)
        use = Use(1, 1, "", group)
        return Schema(group.id, group.version, group.name, group.label, format_, children=placed((use,)))

    def identified(self, element: Element) -> tuple[str, str]:
        place = child(element, "identifikation")
        place = element if place is None else place
        if not text(place, "id"):
            raise self.refuse(element, f"This `{local(element)}` has no id.")
        return text(place, "id"), text(place, "version")

    def uses(self, element: Element) -> tuple[Use, ...]:
        return tuple(self.use(one) for one in children(element, "struktur"))

    def use(self, element: Element) -> Use:
        amount = _AMOUNT.fullmatch(text(element, "anzahl"))
        if amount is None:
            raise self.refuse(element, f"`{text(element, 'anzahl')}` is no Anzahl; it is written `0:1` or `1:*`.")
        least, most = int(amount[1]), None if amount[2] == "*" else int(amount[2])
        if most is not None and most < max(least, 1):
            raise self.refuse(element, f"The Anzahl `{amount[0]}` allows nothing.")
        within = child(element, "enthaelt")
        for one in within if within is not None else element:
            if local(one) == "datenfeldgruppe":
                return Use(least, most, _law(element), self.group(one))
            if local(one) == "datenfeld":
                return Use(least, most, _law(element), self.data_field(one))
        raise self.refuse(element, "This `struktur` has neither a Datenfeld nor a Datenfeldgruppe.")

    def group(self, element: Element) -> Group:
        id_, version = self.identified(element)
        name, label = _named(element, id_)
        return Group(
            id_, version, name, label, text(element, "hilfetextEingabe"), _law(element), self.rules(element),
            self.uses(element), _note(element), _coded(element, "schemaelementart"), _coded(element, "art") == "X",
        )  # fmt: skip

    def data_field(self, element: Element) -> DataField:
        id_, version = self.identified(element)
        name, label = _named(element, id_)
        codes = [Code(text(one, "code"), text(one, "name")) for one in children(child(element, "werte"), "wert")]
        note = _note(element)
        codes = codes or [Code(*pair) for pair in note.pop("codes", ()) if _is_code(pair)]
        return DataField(
            id_, version, name, label, text(element, "hilfetextEingabe"), _law(element),
            _coded(element, "feldart") or "input", _coded(element, "datentyp") or "text",
            self.limits(element), text(element, "inhalt"), tuple(code for code in codes if code.code),
            _list_address(element), self.rules(element), note, _coded(element, "schemaelementart"),
        )  # fmt: skip

    def limits(self, element: Element) -> dict[str, str]:
        files = {name: ", ".join(filter(None, map(text, children(element, name)))) for name in FILE_LIMITS}
        exact = child(element, "praezisierung")
        if exact is None:
            return {name: said for name, said in files.items() if said}
        found = {name: exact.get(name, "") for name in LIMITS}
        said = (exact.text or "").strip()
        if said.startswith("{"):
            try:
                found |= {str(name): str(value) for name, value in json.loads(said).items()}
            except (ValueError, AttributeError) as error:
                raise self.refuse(exact, "The `praezisierung` is no JSON.") from error
        kept = {name: value.strip() for name, value in found.items() if value.strip() and name in LIMITS}
        return kept | {name: said for name, said in files.items() if said}

    def rules(self, element: Element) -> tuple[Rule, ...]:
        return tuple(self.rule(one) for one in children(element, "regel"))

    def rule(self, element: Element) -> Rule:
        id_, version = self.identified(element)
        said = text(element, "freitextRegel") or text(element, "definition") or text(element, "beschreibung")
        return Rule(id_, version, text(element, "name") or id_, said, _law(element), _note(element))


def _named(element: Element, id_: str) -> tuple[str, str]:
    name = text(element, "name") or text(element, "bezeichnungEingabe") or id_
    return name, text(element, "bezeichnungEingabe") or name


def _coded(element: Element, name: str) -> str:
    """Return a code: a child `code`, or the element's own text."""
    return text(element, name, "code") or text(element, name)


def _law(element: Element) -> str:
    return "; ".join(filter(None, (text(one) for one in children(element, "bezug"))))


def _list_address(element: Element) -> str:
    """Return the address of the code list: with its version where it has one."""
    reference = child(element, "codelisteReferenz")
    if reference is None:
        reference = child(element, "codeliste")
    inner = child(reference, "genericodeIdentification")
    place = reference if inner is None else inner
    plain = text(place, "canonicalIdentification") or text(place, "kennung")
    version = text(place, "version")
    return text(place, "canonicalVersionUri") or (f"{plain}_{version}" if plain and version else plain)


def _is_code(pair: object) -> bool:
    return isinstance(pair, list) and len(pair) == 2 and all(isinstance(part, str) for part in pair)


def _note(element: Element) -> dict[str, Any]:
    for one in children(element, "stichwort"):
        if one.get("uri") == NOTE:
            try:
                found = json.loads(one.text or "")
            except ValueError:
                return {}
            return found if isinstance(found, dict) else {}
    return {}
