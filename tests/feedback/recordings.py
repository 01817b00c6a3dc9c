"""Small recordings for the tests of events, store and recorder (not a test itself)."""

from typing import Any

from hypothesis import strategies as st

from feedback.events import (
    EVENT_TYPES,
    Event,
    FieldChanged,
    FlowField,
    FlowPage,
    FlowSnapshot,
    FlowTask,
    PageShown,
    Session,
)

FLOW = FlowSnapshot(
    content_hash="c0ffee",
    prototype="wohngeld",
    variant="A",
    title="Wohngeld beantragen",
    language="de",
    pages=(
        FlowPage(id="haushalt", title="Ihr Haushalt", kind="form", fields=("personen", "mitglieder.name")),
        FlowPage(id="miete", title="Ihre Miete", kind="form", fields=("miete",)),
    ),
    fields=(
        FlowField(id="personen", label="Personen", kind="integer"),
        FlowField(id="mitglieder.name", label="Name", kind="text"),
        FlowField(id="miete", label="Kaltmiete", kind="euro"),
    ),
    rules=("required", "greater_than"),
    tasks=(FlowTask(id="antrag", title="Antrag stellen", end_page="miete", ideal_path=("haushalt", "miete")),),
)


def a_session(session_id: str = "s1", **changes: Any) -> Session:
    values: dict[str, Any] = {
        "session_id": session_id,
        "study": "wohngeld/runde-1",
        "round": 1,
        "prototype": "wohngeld",
        "variant": "A",
        "arm": "A",
        "content_hash": FLOW.content_hash,
        "mode": "alone",
        "participant": f"p-{session_id}",
        "position": 0,
        "consent_version": "v1",
        "consent_scopes": ("recording", "survey"),
        "segment": None,
        "app_version": "0.1.0",
        "synthetic": False,
        "started_ms": 1_000,
    }
    return Session(**(values | changes))


def page_shown(t_ms: int = 0, page: str = "haushalt") -> PageShown:
    return PageShown(t_ms=t_ms, task="antrag", page=page, nav="next")


def field_changed(t_ms: int = 0, count: int = 1) -> FieldChanged:
    return FieldChanged(t_ms=t_ms, task="antrag", page="miete", target="miete", count=count)


IDENTIFIERS = st.from_regex(r"[A-Za-z0-9_.\-]{1,80}", fullmatch=True)
_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "t_ms": st.integers(0, 10**9),
    "source": st.sampled_from(["server", "probe", "staff", "import"]),
    "nav": st.sampled_from(["start", "next", "back", "jump", "resume"]),
    "outcome": st.sampled_from(["success", "success_with_help", "failed", "gave_up", "timed_out", "technical_failure"]),
    "reason": st.sampled_from(["finished", "stopped", "timed_out", "technical_failure"]),
    "scopes": st.lists(IDENTIFIERS, max_size=3).map(tuple),
    "count": st.integers(3, 999),
    "missing": st.integers(1, 10**6),
    "after_error": st.booleans(),
    "interactive": st.booleans(),
    "visible": st.booleans(),
    "zone": st.integers(0, 47),
    "hesitation_ms": st.none() | st.integers(0, 10**7),
    "dwell_ms": st.integers(0, 10**7),
    "duration_ms": st.integers(0, 10**7),
    "edits": st.integers(0, 999),
    "results": st.integers(0, 999),
    "rank": st.integers(1, 999),
    "fits": st.booleans(),
    "value": st.none() | st.integers(-(10**6), 10**6),
}


def events_of(kind: type[Event]) -> st.SearchStrategy[Event]:
    """All events of one type; a new field needs a strategy above, unless it is an identifier."""
    fields = {}
    for name, info in kind.model_fields.items():
        if name != "type":
            words = _VALUES.get(name, IDENTIFIERS)
            fields[name] = words if info.is_required() or name in _VALUES else st.none() | words
    return st.builds(kind, **fields)


ANY_EVENT = st.sampled_from(list(EVENT_TYPES.values())).flatmap(events_of)
