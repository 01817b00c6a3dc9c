"""Names of fields, pages and classes: readable, importable, each only once."""

import keyword
import re
from collections.abc import Iterable

from pydantic import BaseModel

from labs.service import identifier

_LONGEST = 40
_USED_IN_FILE = (
    "date decimal euro iban email upload longtext postcode declaration str int bool list answer ask Literal Decimal"
)
_RESERVED = frozenset((*dir(BaseModel), *_USED_IN_FILE.split(), *keyword.kwlist, *keyword.softkwlist))


class Names:
    """Gives out names; the same one never twice."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self.taken = set(taken)

    def field(self, wanted: str, group: str = "") -> str:
        """Return a name for a field: its own, else with its group's before it, else with a number behind."""
        plain = field_name(wanted)
        name = plain if plain not in self.taken or not group else field_name(f"{group} {wanted}")
        return self.numbered(name)

    def page(self, wanted: str) -> str:
        """Return an id for a page."""
        return self.numbered(shortened(wanted))

    def exact(self, wanted: object) -> str:
        """Take a name as it stands, where it is one and is free; else return nothing."""
        free = isinstance(wanted, str) and usable(wanted) and wanted not in self.taken
        if not free:
            return ""
        self.taken.add(str(wanted))
        return str(wanted)

    def numbered(self, base: str, between: str = "_") -> str:
        """Return a free name: the wanted one, or with a number behind it."""
        name, number = base, 1
        while name in self.taken:
            number += 1
            name = f"{base}{between}{number}"
        self.taken.add(name)
        return name


def shortened(wanted: str) -> str:
    """Return an identifier of whole words, at most forty characters long.

    >>> shortened("Angaben zur Anerkennung als international Schutzsuchender")
    'angaben_zur_anerkennung_als'
    """
    name = identifier(wanted)
    if len(name) <= _LONGEST:
        return name
    return name[: _LONGEST + 1].rpartition("_")[0] or name[:_LONGEST]


def field_name(wanted: str) -> str:
    """Return the nearest name that a pydantic model takes as a field.

    >>> field_name("Größe der Wohnung (qm)"), field_name("2. Vorname"), field_name("json")
    ('groesse_der_wohnung_qm', 'feld_2_vorname', 'json_')
    """
    name = shortened(wanted)
    if name[0].isdigit() or name.startswith("model_"):
        name = f"feld_{name}"
    return name if usable(name) else f"{name}_"


def usable(name: str) -> bool:
    """Tell whether a model can have a field of this name."""
    plain = re.fullmatch(r"[a-z][a-z0-9_]{0,79}", name, re.ASCII) is not None
    return plain and name not in _RESERVED and not name.startswith("model_")


def class_name(wanted: str) -> str:
    """Return a name for a class.

    >>> class_name("Kontaktmöglichkeiten (privat)")
    'KontaktmoeglichkeitenPrivat'
    """
    name = "".join(part[:1].upper() + part[1:] for part in identifier(wanted)[:60].split("_"))
    return f"Gruppe{name}" if name[0].isdigit() or keyword.iskeyword(name) else name
