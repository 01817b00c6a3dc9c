"""Writes a schema as a message of XDatenfelder 3.

Element names and their order follow published messages of the standard; its XSD is not part of this project.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from labs.fim.model import FILE_LIMITS, DataField, Group, Rule, Schema, Use
from labs.fim.reading import NOTE

NAMESPACE = "urn:xoev-de:fim:standard:xdatenfelder_3.0.0"
DRAFT = "3"
"""The status Entwurf in the code list urn:xoev-de:xprozess:codeliste:status (1 in Planung, 2 in Bearbeitung,
3 Entwurf, 4 methodisch freigegeben, 5 and 6 fachlich freigegeben, 7 inaktiv, 8 vorgesehen zum Löschen)."""
_STATUS_VERSION = "2020-03-19"
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

register_namespace("xdf", NAMESPACE)


def write_xml(schema: Schema, now: datetime) -> str:
    """Return the message as text. `now` (with a time zone) is written as the time of the last change."""
    stamp = now.isoformat(timespec="seconds").replace("+00:00", "Z")
    root = Element(_name("xdatenfelder.stammdatenschema.0102"))
    header = SubElement(root, _name("header"))
    digest = hashlib.sha256(repr(schema).encode()).hexdigest()[:16].upper()
    _add(header, "nachrichtID", digest)
    _add(header, "erstellungszeitpunkt", stamp)
    _Writer(stamp).schema(root, schema)
    indent(root)
    body: str = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _add(parent: Element, name: str, text: str = "") -> Element:
    one = SubElement(parent, _name(name))
    one.text = _UNWRITABLE.sub("", text) or None
    return one


def _code(parent: Element, name: str, code: str) -> Element:
    """Add a coded value; its `code` is in no namespace."""
    one = _add(parent, name)
    SubElement(one, "code").text = code
    return one


class _Writer:
    def __init__(self, stamp: str) -> None:
        self.stamp = stamp

    def schema(self, root: Element, schema: Schema) -> None:
        one = _add(root, "stammdatenschema")
        self.general(one, schema.id, schema.version, schema.name, schema.law)
        self.note(one, schema.note)
        _add(one, "bezeichnung", schema.label)
        _add(one, "hilfetext", schema.hint)
        _code(one, "ableitungsmodifikationenStruktur", "0")
        _code(one, "ableitungsmodifikationenRepraesentation", "0")
        for rule in schema.rules:
            self.rule(one, rule)
        for use in schema.children:
            self.use(one, use)

    def general(self, one: Element, id_: str, version: str, name: str, law: str) -> None:
        self.identity(one, id_, version)
        _add(one, "name", name)
        for norm in filter(None, law.split("; ")):
            _add(one, "bezug", norm)
        _code(one, "freigabestatus", DRAFT).set("listVersionID", _STATUS_VERSION)
        _add(one, "letzteAenderung", self.stamp)

    def identity(self, parent: Element, id_: str, version: str) -> None:
        place = _add(parent, "identifikation")
        _add(place, "id", id_)
        if version:
            _add(place, "version", version)

    def note(self, one: Element, note: Mapping[str, Any]) -> None:
        if note:
            text = json.dumps(note, ensure_ascii=False, separators=(",", ":"))
            _add(one, "stichwort", text).set("uri", NOTE)

    def element(self, one: Element, element: DataField | Group, note: Mapping[str, Any]) -> None:
        self.general(one, element.id, element.version, element.name, element.law)
        self.note(one, note)
        _add(one, "bezeichnungEingabe", element.label)
        _add(one, "bezeichnungAusgabe", element.label)
        _code(one, "schemaelementart", element.level or ("RNG" if element.law else "HAR"))
        _add(one, "hilfetextEingabe", element.hint)
        _add(one, "hilfetextAusgabe")

    def use(self, parent: Element, use: Use) -> None:
        place = _add(parent, "struktur")
        _add(place, "anzahl", use.amount)
        for norm in filter(None, use.law.split("; ")):
            _add(place, "bezug", norm)
        within = _add(place, "enthaelt")
        if isinstance(use.element, Group):
            self.group(within, use.element)
        else:
            self.data_field(within, use.element)

    def group(self, parent: Element, group: Group) -> None:
        one = _add(parent, "datenfeldgruppe")
        self.element(one, group, group.note)
        if group.choice:
            _code(one, "art", "X")
        for rule in group.rules:
            self.rule(one, rule)
        for use in group.children:
            self.use(one, use)

    def data_field(self, parent: Element, field: DataField) -> None:
        one = _add(parent, "datenfeld")
        listed = {"codes": [[code.code, code.name] for code in field.codes]} if field.code_list and field.codes else {}
        self.element(one, field, {**field.note, **listed})
        _code(one, "feldart", field.art)
        _code(one, "datentyp", field.datatype)
        exact = {name: _UNWRITABLE.sub("", limit) for name, limit in field.limits.items() if name not in FILE_LIMITS}
        if exact:
            _add(one, "praezisierung").attrib.update(exact)
        if field.content:
            _add(one, "inhalt", field.content)
        _code(one, "vorbefuellung", "keine")
        if field.code_list:
            self.reference(one, field.code_list)
        elif field.codes:
            values = _add(one, "werte")
            for code in field.codes:
                value = _add(values, "wert")
                _add(value, "code", code.code)
                _add(value, "name", code.name)
        for rule in field.rules:
            self.rule(one, rule)
        for name in FILE_LIMITS:
            for limit in filter(None, field.limits.get(name, "").split(", ")):
                _add(one, name, limit)

    def reference(self, parent: Element, address: str) -> None:
        """Name a code list; what stands behind the last `_` of its address is its version."""
        place = _add(parent, "codelisteReferenz")
        plain, _, version = address.rpartition("_")
        _add(place, "canonicalIdentification", plain or address)
        if plain:
            _add(place, "version", version)
        _add(place, "canonicalVersionUri", address)

    def rule(self, parent: Element, rule: Rule) -> None:
        one = _add(parent, "regel")
        self.identity(one, rule.id, rule.version)
        _add(one, "name", rule.name)
        _add(one, "freitextRegel", rule.text)
        for norm in filter(None, rule.law.split("; ")):
            _add(one, "bezug", norm)
        _add(one, "letzteAenderung", self.stamp)
        _code(one, "typ", "K")
        self.note(one, rule.note)
