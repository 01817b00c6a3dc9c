"""Events: what can be said about a session, and that nothing typed can."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from recordings import ANY_EVENT, FLOW, a_session, events_of, page_shown

from feedback.errors import OperatorError
from feedback.events import EVENT_COLUMNS, EVENT_TYPES, AnyEvent, Event, FieldChanged, from_row, to_row

TYPED = [
    "Ich wohne mit meinen zwei Kindern in einer Wohnung zur Miete.",
    "Jürgen Müller",
    "Größe",
    "DE89 3704 0044 0532 0130 00",
    "erika.mustermann@example.org",
    "1.234,50 €",
    "miete\n",
    "x" * 81,
    "",
]


def string_fields() -> list[tuple[type[Event], str]]:
    """Each field of each type that takes an identifier or a word of a closed list."""
    example = {kind: example_of(kind).model_dump() for kind in EVENT_TYPES.values()}
    return [(kind, name) for kind, values in example.items() for name, value in values.items() if takes_words(value)]


def takes_words(value: Any) -> bool:
    return isinstance(value, str | tuple) or value is None


def example_of(kind: type[Event]) -> Event:
    values: dict[str, Any] = {
        "t_ms": 1,
        "count": 3,
        "missing": 1,
        "interactive": True,
        "visible": True,
        "zone": 47,
        "hesitation_ms": 1,
        "dwell_ms": 1,
        "duration_ms": 1,
        "edits": 1,
        "results": 10,
        "rank": 1,
        "fits": True,
        "value": 4,
        "nav": "next",
        "outcome": "success",
        "reason": "finished",
        "scopes": ("recording",),
    }
    needed = {name: values.get(name, "miete") for name, info in kind.model_fields.items() if info.is_required()}
    return kind(**needed)


@pytest.mark.parametrize("kind", EVENT_TYPES.values(), ids=EVENT_TYPES)
@given(data=st.data())
def test_every_type_survives_the_way_to_a_row_and_back(kind: type[Event], data: st.DataObject) -> None:
    """Whatever its values, an event read from its row equals the event that was written."""
    event = data.draw(events_of(kind))
    assert event == from_row(to_row(event))


@given(ANY_EVENT)
def test_the_row_has_one_value_for_each_column(event: Event) -> None:
    """Rows fit the table, and their strings are what the columns say."""
    row = dict(zip(EVENT_COLUMNS, to_row(event), strict=True))
    assert (event.t_ms, event.type, event.page) == (row["t_ms"], row["type"], row["page"])


@given(ANY_EVENT)
def test_the_tagged_union_finds_the_type(event: Event) -> None:
    """Events from JSON come back as their own type."""
    assert event == TypeAdapter(AnyEvent).validate_json(event.model_dump_json())


@pytest.mark.parametrize(
    ("kind", "name"), string_fields(), ids=lambda value: value if isinstance(value, str) else value.__name__
)
@pytest.mark.parametrize("typed", TYPED)
def test_no_string_field_takes_what_a_citizen_types(kind: type[Event], name: str, typed: str) -> None:
    """Sentences, umlauts, IBANs with blanks and e-mail addresses are refused everywhere, and not repeated."""
    values = example_of(kind).model_dump()
    values[name] = (typed,) if isinstance(values[name], tuple) else typed
    with pytest.raises(ValidationError) as caught:
        kind(**values)
    assert typed == "" or typed not in str(caught.value)


def test_the_search_for_string_fields_finds_them() -> None:
    """The list above is not empty by accident: it holds the common fields and the own ones of each type."""
    found = {(kind.__name__, name) for kind, name in string_fields()}
    assert {("PageShown", "from_page"), ("Answered", "wording"), ("ConsentGiven", "scopes")} <= found
    assert {(kind.__name__, "target") for kind in EVENT_TYPES.values()} <= found


def test_unknown_fields_are_refused() -> None:
    """There is no place to put a value."""
    with pytest.raises(ValidationError, match="value"):
        FieldChanged(t_ms=0, page="miete", target="miete", count=1, value="650")  # type: ignore[call-arg]


def test_events_do_not_change() -> None:
    """What happened has happened."""
    with pytest.raises(ValidationError, match="frozen"):
        page_shown().page = "miete"  # type: ignore[misc]


def test_time_before_the_session_is_refused() -> None:
    """Milliseconds count from the start of the session."""
    with pytest.raises(ValidationError, match="t_ms"):
        page_shown(t_ms=-1)


@pytest.mark.parametrize(("name", "attrs"), [("page_folded", "{}"), ("gap_found", '{"v":2,"missing":1}')])
def test_events_of_a_newer_version_are_named_as_such(name: str, attrs: str) -> None:
    """An unknown type or a newer version of a type is no crash, but a sentence that says what to do."""
    with pytest.raises(OperatorError, match="update the program"):
        from_row((0, "server", name, None, None, None, attrs))


def test_a_session_has_no_free_text_either() -> None:
    """Study ids have one slash, all else are identifiers."""
    assert a_session(study="wohngeld/runde-1").study == "wohngeld/runde-1"
    for name in ("study", "participant", "segment", "arm"):
        with pytest.raises(ValidationError):
            a_session(**{name: "Erika Mustermann"})


def test_a_flow_survives_json() -> None:
    """The snapshot is stored as JSON and read back as it was."""
    assert type(FLOW).model_validate_json(FLOW.model_dump_json()) == FLOW
