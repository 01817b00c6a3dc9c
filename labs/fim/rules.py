"""Rules in free text: the one wording that is certain becomes a condition, every other stays on the list."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from labs.fim.model import DataField, Group, Rule, Schema, Use

_ID = r"[FG]\d{1,14}"
_NAMED = rf'(?:"({_ID})\b[^"]*"|({_ID})(?:\s*"[^"]*")?)'
_SEVERAL = rf"{_NAMED}(?:(?:\s*,\s*(?:und\s+)?|\s+und\s+){_NAMED})*"
_CERTAIN = re.compile(
    rf"(?P<targets>{_SEVERAL})\s+(?:ist|sind) nur dann zu befüllen,?\s+wenn\s+(?P<source>{_NAMED})\s+bejaht wurde\.?"
)


@dataclass(frozen=True)
class Reading:
    """A certain rule: the elements that are asked for only where the yes/no field `source` is answered with yes."""

    targets: tuple[str, ...]
    source: str


def read_rule(text: str) -> Reading | None:
    """Return what a rule says, or None where its wording is not the certain one.

    >>> read_rule('"F01 Träger" ist nur dann zu befüllen, wenn "F02 Versichert" bejaht wurde.')
    Reading(targets=('F01',), source='F02')
    >>> read_rule('Es muss entweder "F01 Träger" oder "F02 Kasse" befüllt werden.')
    """
    found = _CERTAIN.fullmatch(" ".join(text.translate(str.maketrans("„“”»«", '"""""')).split()))
    if found is None:
        return None
    return Reading(_ids(found["targets"]), _ids(found["source"])[0])


def _ids(text: str) -> tuple[str, ...]:
    return tuple(quoted or bare for quoted, bare in re.findall(_NAMED, text))


def say_rule(targets: Sequence[tuple[str, str]], source: tuple[str, str]) -> str:
    """Return a rule in the certain wording, for ids with their names.

    >>> say_rule([("F01", "Träger")], ("F02", "Versichert"))
    'F01 "Träger" ist nur dann zu befüllen, wenn F02 "Versichert" bejaht wurde.'
    """
    named = [f'{id_} "{name.replace(chr(34), chr(39))}"' for id_, name in (*targets, source)]
    verb = "ist" if len(targets) == 1 else "sind"
    return f"{', '.join(named[:-1])} {verb} nur dann zu befüllen, wenn {named[-1]} bejaht wurde."


@dataclass(frozen=True)
class Settled:
    """What became of the rules: the sources by the path of the use that waits for them, and the rules left over."""

    conditions: Mapping[str, tuple[str, ...]]
    unresolved: tuple[Rule, ...]
    total: int


@dataclass(frozen=True)
class Placed:
    """A rule with the path of its group, and for a certain one the paths of its targets and of the yes/no field."""

    scope: str
    rule: Rule
    targets: tuple[str, ...] = ()
    source: str = ""


def place_rules(schema: Schema) -> list[Placed]:
    """Return all rules of a schema where they stand.

    Certain is a rule whose ids are each used exactly once within its group, whose yes/no field comes before the
    elements that wait for it, and lies in no repeated group that they are not in.
    """
    order = {use.path: (number, use, above) for number, (use, above) in enumerate(schema.uses())}
    return [Placed(scope, rule, *(_resolved(rule, scope, order) or ((), ""))) for scope, rule in _rules(schema)]


def settle(schema: Schema) -> Settled:
    """Return the conditions that are certain, and all other rules, each once."""
    conditions: dict[str, tuple[str, ...]] = {}
    placed = place_rules(schema)
    for one in placed:
        for target in one.targets:
            conditions[target] = tuple(dict.fromkeys((*conditions.get(target, ()), one.source)))
    open_ = {(one.rule.id, one.rule.version): one.rule for one in placed if not one.source}
    return Settled(conditions, tuple(open_.values()), len({(one.rule.id, one.rule.version) for one in placed}))


def _rules(schema: Schema) -> list[tuple[str, Rule]]:
    """Return each rule with the path of the group in which its ids are looked for; a field's rule: its group."""
    found = [("", rule) for rule in schema.rules]
    for use, above in schema.uses():
        inner = use.path if isinstance(use.element, Group) else above[-1].path if above else ""
        found += [(inner, rule) for rule in use.element.rules]
    return list(dict.fromkeys(found))


_Order = Mapping[str, tuple[int, Use, tuple[Use, ...]]]


def _resolved(rule: Rule, scope: str, order: _Order) -> tuple[tuple[str, ...], str] | None:
    said = read_rule(rule.text)
    if said is None:
        return None
    paths = [[path for path in _within(scope, order) if order[path][1].element.id == id_] for id_ in said.targets]
    sources = [path for path in _within(scope, order) if order[path][1].element.id == said.source]
    if len(sources) != 1 or any(len(found) != 1 for found in paths):
        return None
    source, targets = sources[0], tuple(found[0] for found in paths)
    number, use, above = order[source]
    is_yes_no = isinstance(use.element, DataField) and (use.element.art, use.element.datatype) == ("input", "bool")
    if not is_yes_no or use.repeats or any(order[target][0] <= number for target in targets):
        return None
    repeated = [one.path for one in above if one.repeats]
    if any(f"{group}/" != target[: len(group) + 1] for group in repeated for target in targets):
        return None
    return targets, source


def _within(scope: str, order: _Order) -> list[str]:
    return [path for path in order if not scope or path.startswith(f"{scope}/")]
