"""Code lists in genericode: read from a folder, found by the address that a data field names."""

from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from feedback.errors import OperatorError
from labs.fim.model import Code, DataField
from labs.fim.reading import child, children, local, read_tree, text

_CODE_NAMES = ("code", "schluessel", "key", "wert")
_WORD_NAMES = ("beschreibung", "name", "bezeichnung", "codename", "value", "text")


@dataclass(frozen=True)
class CodeLists:
    """Code lists by their addresses, with version and without."""

    lists: dict[str, tuple[Code, ...]] = field(default_factory=dict)

    def codes(self, one: DataField) -> tuple[Code, ...]:
        """Return the values of a select: its own, else those of the list it names; none where that is not known."""
        if one.codes or not one.code_list:
            return one.codes
        return self.lists.get(one.code_list) or self.lists.get(one.code_list.rpartition("_")[0], ())


def read_code_lists(folder: Path | None) -> CodeLists:
    """Return all code lists in a folder's XML files; OperatorError for a folder that is not there, or a broken file."""
    found: dict[str, tuple[Code, ...]] = {}
    if folder is None:
        return CodeLists(found)
    if not folder.is_dir():
        raise OperatorError(f"There is no folder {folder} with code lists.")
    for path in sorted((*folder.glob("*.xml"), *folder.glob("*.gc"))):
        root = read_tree(path)
        if local(root) == "CodeList":
            _add(found, root, path)
    return CodeLists(found)


def _add(found: dict[str, tuple[Code, ...]], root: Element, path: Path) -> None:
    named = child(root, "Identification")
    plain, version = text(named, "CanonicalUri"), text(named, "Version")
    address = text(named, "CanonicalVersionUri") or (f"{plain}_{version}" if version else plain)
    if not address:
        raise OperatorError(f"{path}:{root.get('_line')}: The code list has no address.")
    found[address] = _rows(root)
    if plain:
        found[plain] = found[address]


def _rows(root: Element) -> tuple[Code, ...]:
    columns = child(root, "ColumnSet")
    names = {one.get("Id", ""): text(one, "ShortName").lower() for one in children(columns, "Column")}
    order = list(names) or ["code", "name"]
    keys = [one.get("Ref", "") for key in children(columns, "Key") for one in children(key, "ColumnRef")]
    code = _first(names, _CODE_NAMES) or next((key for key in keys if key in names), order[0])
    rest = {name: word for name, word in names.items() if name != code}
    words = _first(rest, _WORD_NAMES) or next(iter(rest), code)
    rows: dict[str, str] = {}
    for row in children(child(root, "SimpleCodeList"), "Row"):
        values = _values(row, order)
        if values.get(code):
            rows.setdefault(values[code], values.get(words) or values[code])
    return tuple(Code(key, name) for key, name in rows.items())


def _values(row: Element, order: list[str]) -> dict[str, str]:
    """Return a row's values by column; a value without a reference belongs to the column after the one before."""
    found: dict[str, str] = {}
    at = -1
    for value in children(row, "Value"):
        named = value.get("ColumnRef", "")
        at = order.index(named) if named in order else at + 1
        found[named or (order[at] if at < len(order) else "")] = text(value, "SimpleValue")
    return found


def _first(names: dict[str, str], wanted: tuple[str, ...]) -> str:
    """Return the column that has the first of these names, by its id or its short name."""
    by_name = {word: id_ for id_, word in names.items()} | {id_.lower(): id_ for id_ in names}
    return next((by_name[word] for word in wanted if word in by_name), "")
