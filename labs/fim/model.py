"""A FIM schema as plain data: what XDatenfelder 1, 2 and 3 have in common."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Format = Literal["xdatenfelder_1", "xdatenfelder_2", "xdatenfelder_3"]
LIMITS = ("minLength", "maxLength", "minValue", "maxValue", "pattern")
"""The limits of a data field, by the names that the standard gives them."""
FILE_LIMITS = ("maxSize", "mediaType")
"""The limits of an upload: a prototype never reads files, so they only travel along."""


@dataclass(frozen=True)
class Rule:
    """A rule of a schema in free text. `law` is its reference, `note` what Probelauf itself wrote into an export."""

    id: str
    version: str
    name: str
    text: str
    law: str = ""
    note: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Code:
    """One value of a code list: the code that is sent, the words that are read."""

    code: str
    name: str


@dataclass(frozen=True)
class DataField:
    """A data field.

    `limits` by the standard's names, as text; `note` is what Probelauf itself wrote into an export; `level` the code of
    the Schemaelementart: ABS, HAR or RNG.
    """

    id: str
    version: str
    name: str
    label: str
    hint: str = ""
    law: str = ""
    art: str = "input"
    datatype: str = "text"
    limits: Mapping[str, str] = field(default_factory=dict)
    content: str = ""
    codes: tuple[Code, ...] = ()
    code_list: str = ""
    rules: tuple[Rule, ...] = ()
    note: Mapping[str, Any] = field(default_factory=dict)
    level: str = ""


@dataclass(frozen=True)
class Group:
    """A group of data fields and of further groups; of a `choice` exactly one element is to be filled in."""

    id: str
    version: str
    name: str
    label: str
    hint: str = ""
    law: str = ""
    rules: tuple[Rule, ...] = ()
    children: tuple["Use", ...] = ()
    note: Mapping[str, Any] = field(default_factory=dict)
    level: str = ""
    choice: bool = False


@dataclass(frozen=True)
class Use:
    """An element in its place: how often it comes (`most` None: any number), and the law that asks for it there.

    `path` names the place by the ids from the top, such as `G001/G002/F003`; a second use in one group ends in `#2`.
    """

    least: int
    most: int | None
    law: str
    element: DataField | Group
    path: str = ""

    @property
    def repeats(self) -> bool:
        """Whether the element may come more than once."""
        return self.most is None or self.most > 1

    @property
    def amount(self) -> str:
        """The multiplicity as the standard writes it, such as `0:1` or `1:*`."""
        return f"{self.least}:{'*' if self.most is None else self.most}"


@dataclass(frozen=True)
class Schema:
    """A whole message: a Stammdatenschema, or a single Datenfeldgruppe."""

    id: str
    version: str
    name: str
    label: str
    format: Format
    hint: str = ""
    law: str = ""
    rules: tuple[Rule, ...] = ()
    children: tuple[Use, ...] = ()
    note: Mapping[str, Any] = field(default_factory=dict)

    def uses(self) -> Iterator[tuple[Use, tuple[Use, ...]]]:
        """Yield every use with those above it, from the top, in the schema's order."""
        yield from _below(self.children, ())

    def fields(self) -> list[Use]:
        """Return the uses of data fields."""
        return [use for use, _ in self.uses() if isinstance(use.element, DataField)]

    def groups(self) -> list[Use]:
        """Return the uses of groups."""
        return [use for use, _ in self.uses() if isinstance(use.element, Group)]

    def to_json(self) -> dict[str, Any]:
        """Return the schema as plain JSON, from which `schema_of` makes it again."""
        return asdict(self)


def _below(children: tuple[Use, ...], above: tuple[Use, ...]) -> Iterator[tuple[Use, tuple[Use, ...]]]:
    for use in children:
        yield use, above
        if isinstance(use.element, Group):
            yield from _below(use.element.children, (*above, use))


def placed(children: tuple[Use, ...], above: str = "") -> tuple[Use, ...]:
    """Return the uses with their paths filled in, all the way down."""
    from dataclasses import replace

    seen: dict[str, int] = {}
    found: list[Use] = []
    for use in children:
        seen[use.element.id] = number = seen.get(use.element.id, 0) + 1
        path = f"{above}{use.element.id}" + (f"#{number}" if number > 1 else "")
        element = use.element
        if isinstance(element, Group):
            element = replace(element, children=placed(element.children, f"{path}/"))
        found.append(replace(use, element=element, path=path))
    return tuple(found)


def schema_of(plain: Mapping[str, Any]) -> Schema:
    """Return the schema that `to_json` wrote; KeyError or TypeError where it was not."""
    return Schema(**{**plain, "rules": _rules(plain), "children": _uses(plain)})


def _rules(plain: Mapping[str, Any]) -> tuple[Rule, ...]:
    return tuple(Rule(**rule) for rule in plain["rules"])


def _uses(plain: Mapping[str, Any]) -> tuple[Use, ...]:
    return tuple(Use(**{**use, "element": _element(use["element"])}) for use in plain["children"])


def _element(plain: Mapping[str, Any]) -> DataField | Group:
    if "children" in plain:
        return Group(**{**plain, "rules": _rules(plain), "children": _uses(plain)})
    codes = tuple(Code(**code) for code in plain["codes"])
    return DataField(**{**plain, "rules": _rules(plain), "codes": codes})
