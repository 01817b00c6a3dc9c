"""`ask`: what an author says about one question."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import Field as ModelField
from pydantic.fields import FieldInfo

from labs.conditions import Condition, Field, Ref, Source, When, as_condition, declared_at

Bound = int | float | Decimal | date


@dataclass(frozen=True)
class Asked:
    """Everything that `ask` was told; it travels in the metadata of the model's field."""

    label: str
    hint: str = ""
    unknown: bool = False
    when: Condition | None = None
    options: Mapping[Any, str] = field(default_factory=dict)
    error: str | Mapping[str, str] = ""
    called: str = ""
    count: Field | int | None = None
    item: str = "Eintrag"
    autocomplete: str = ""
    past: bool = False
    future: bool = False
    fim: str = ""
    law: str = ""
    limits: Mapping[str, Any] = field(default_factory=dict)
    source: Source = field(default_factory=declared_at, compare=False)


def ask(
    label: str,
    *,
    hint: str = "",
    unknown: bool = False,
    when: When | None = None,
    options: Mapping[Any, str] | None = None,
    error: str | Mapping[str, str] = "",
    called: str = "",
    count: Ref | int | None = None,
    item: str = "Eintrag",
    autocomplete: str = "",
    past: bool = False,
    future: bool = False,
    fim: str = "",
    law: str = "",
    ge: Bound | None = None,
    gt: Bound | None = None,
    le: Bound | None = None,
    lt: Bound | None = None,
    multiple_of: int | float | Decimal | None = None,
    pattern: str | None = None,
    min_length: int | None = None,
    max_length: int | None = None,
) -> Any:
    """Ask one question. Write it behind a field: `personen: int = ask("Wie viele Personen?", ge=1)`.

    - `label` is the question, `hint` the line below it; plain text, no markdown.
    - `unknown=True` also takes "weiß ich noch nicht". `X | None` as annotation makes the question optional.
    - `when=answer.wohnform == "Miete"` asks only then. `options={value: label}` puts words to the values.
    - `ge`, `gt`, `le`, `lt`, `multiple_of`, `pattern`, `min_length`, `max_length` limit the answer;
      `past` and `future` limit a date to before and after today.
    - `called="die Zahl der Personen"` (in the accusative) makes the messages read well; `error` replaces the
      message for a wrong answer, or `error={"required": ..., "greater_than": ...}` one for each rule.
    - `fim="F60000000243 1.1"` names the FIM data field (or group) with its version, `law="§ 5 WoGG"` what asks for it;
      neither is shown.
    - A group (`list[Person]`) has as many entries as `count` says; each is titled with `item`.
    """
    limits = {
        "ge": ge, "gt": gt, "le": le, "lt": lt, "multiple_of": multiple_of,
        "pattern": pattern, "min_length": min_length, "max_length": max_length,
    }  # fmt: skip
    given = {name: limit for name, limit in limits.items() if limit is not None}
    plain: Callable[..., FieldInfo] = ModelField
    info = plain(title=label, description=hint or None, **given)
    info.metadata.append(
        Asked(
            label=label,
            hint=hint,
            unknown=unknown,
            when=None if when is None else as_condition(when),
            options=dict(options or {}),
            error=error,
            called=called,
            count=count._field if isinstance(count, Ref) else count,
            item=item,
            autocomplete=autocomplete,
            past=past,
            future=future,
            fim=fim,
            law=law,
            limits=given,
            source=declared_at(),
        )
    )
    return info
