"""The probe's door: what is taken, and that all else leaves no trace."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from probing import (
    DEAD_CLICK,
    EACH_KIND,
    NOW_MS,
    SECRET,
    STARTED_MS,
    TICKET,
    a_batch,
    a_reception,
    a_store,
    stored,
    withdraw,
)
from recordings import ANY_EVENT, FLOW, a_session

from feedback.events import LANE
from feedback.probe import GRACE_MS, MOST_BYTES, MOST_EVENTS, new_lane, read_batch, reception
from feedback.store import Store
from feedback.tokens import ProbeTicket, open_probe, seal_probe


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = a_store(tmp_path)
    yield opened
    opened.close()


def is_taken(store: Store, body: bytes, now_ms: int = NOW_MS) -> bool:
    """Hand in a body; say whether it was stored."""
    future = a_reception(store, now_ms).take(body)
    if future is not None:
        future.result()
    return future is not None


def test_each_kind_is_stored_under_its_lane(store: Store) -> None:
    """Every kind of event that the probe knows arrives, numbered within its lane, with the probe as its source."""
    assert is_taken(store, a_batch(EACH_KIND, first=3))
    found = stored(store)
    assert [7 * LANE + 3 + index for index in range(len(EACH_KIND))] == [seq for seq, _ in found]
    assert [event["type"] for event in EACH_KIND] == [event.type for _, event in found]
    assert {"probe"} == {event.source for _, event in found}


def test_the_server_numbers_on_undisturbed(store: Store) -> None:
    """The lanes of the probe lie above the server's numbers and do not count among them."""
    assert is_taken(store, a_batch())
    assert -1 == store.last_seq("s1")


def test_sending_again_stores_once(store: Store) -> None:
    """A batch whose acknowledgement got lost comes again, alone or with more behind it: each event stands once."""
    for count in (1, 1, 2):
        assert is_taken(store, a_batch(EACH_KIND[:count]))
    assert ["dead_clicked", "clicked"] == [event.type for _, event in stored(store)]


def test_time_is_the_sessions(store: Store) -> None:
    """Client time is session time already; what would lie in the future happened now."""
    assert is_taken(store, a_batch([DEAD_CLICK | {"t_ms": 400}, DEAD_CLICK | {"t_ms": 2**40}]))
    assert [400, NOW_MS - STARTED_MS] == [event.t_ms for _, event in stored(store)]


def test_entry_numbers_are_left_out(store: Store) -> None:
    """Even a forged batch cannot tell how many entries a group has."""
    assert is_taken(store, a_batch([DEAD_CLICK | {"target": "mitglieder.3.name"}]))
    assert ["mitglieder.name"] == [event.target for _, event in stored(store)]


@pytest.mark.parametrize(
    "changes",
    [
        {"page": "elsewhere"},
        {"target": "KANARIE"},
        {"task": "KANARIE"},
        {"page": None},
        {"zone": 48},
        {"zone": -1},
        {"zone": True},
        {"zone": "12"},
        {"t_ms": -1},
        {"t_ms": 1.5},
        {"value": "KANARIE"},
        {"type": "page_shown"},
        {"type": "session_ended", "reason": "finished"},
        {"type": "rage_clicked", "count": 2},
        {"type": "field_timed", "dwell_ms": 86_400_001, "edits": 0},
        {"source": "KANARIE"},
    ],
)
def test_other_words_are_refused(store: Store, changes: dict[str, Any]) -> None:
    """Unknown words, numbers out of bounds, further fields and the server's own kinds refuse the whole batch."""
    assert not is_taken(store, a_batch([DEAD_CLICK, DEAD_CLICK | changes]))
    assert [] == stored(store)


def test_the_size_is_bounded(store: Store) -> None:
    """So many events and so many bytes are taken at once, and not one more."""
    assert is_taken(store, a_batch([DEAD_CLICK] * MOST_EVENTS))
    assert not is_taken(store, a_batch([DEAD_CLICK] * (MOST_EVENTS + 1), first=500))
    assert not is_taken(store, a_batch([]))
    full = a_batch(first=1_000)
    assert is_taken(store, full + b" " * (MOST_BYTES - len(full)))
    assert not is_taken(store, full + b" " * (MOST_BYTES - len(full) + 1))


def test_tokens_of_others_are_refused(store: Store) -> None:
    """A token that is forged, sealed for something else, or for a session that does not exist opens nothing."""
    for token in ("", "made-up", "ä", seal_probe("other", TICKET), seal_probe(SECRET, ProbeTicket("s2", 7))):
        assert not is_taken(store, a_batch(token=token))
    assert [] == stored(store)


def test_tokens_grow_old() -> None:
    """A token says to which session and lane it belongs, for as long as its age allows."""
    token = seal_probe(SECRET, TICKET)
    assert TICKET == open_probe(SECRET, token, max_age_s=60)
    assert open_probe(SECRET, token, max_age_s=-1) is None


def test_consent_is_asked_for(store: Store) -> None:
    """Without the scope nothing is taken; after its withdrawal, or that of taking part, nothing more."""
    store.start_session(a_session("s2", consent_scopes=("taking_part",)), FLOW).result()
    assert not is_taken(store, a_batch(ticket=ProbeTicket("s2", 7)))
    withdraw(store, "quotes")
    assert is_taken(store, a_batch())


@pytest.mark.parametrize("scope", ["probe", "taking_part"])
def test_withdrawal_holds_at_once(store: Store, scope: str) -> None:
    """The next batch after a withdrawal is refused."""
    assert is_taken(store, a_batch())
    withdraw(store, scope)
    assert not is_taken(store, a_batch(first=1))


def test_late_batches_have_ten_minutes(store: Store) -> None:
    """The batch of a tab that closed at the end still counts, for ten minutes."""
    store.end_session("s1", NOW_MS, "finished", []).result()
    assert is_taken(store, a_batch(), NOW_MS + GRACE_MS)
    assert not is_taken(store, a_batch(first=1), NOW_MS + GRACE_MS + 1)


def test_the_rate_is_bounded(store: Store) -> None:
    """A session sends so many batches a minute; the next one is refused, while other sessions go on."""
    store.start_session(a_session("s2", consent_scopes=("taking_part", "probe")), FLOW).result()
    door = a_reception(store)
    for _ in range(reception.SESSION_BATCHES_A_MINUTE):
        assert door.take(a_batch()) is not None
    assert door.take(a_batch()) is None
    assert door.take(a_batch(ticket=ProbeTicket("s2", 7))) is not None


def test_a_session_has_room_for_so_many(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a session is full, it takes nothing more."""
    monkeypatch.setattr(reception, "EVENTS_A_SESSION", 20)
    assert is_taken(store, a_batch([DEAD_CLICK] * 20))
    assert not is_taken(store, a_batch(first=20))
    assert 20 == len(stored(store))


def test_what_is_stored_stays(store: Store) -> None:
    """Another event under the same number changes nothing; nor does one that got an earlier time at first."""
    assert is_taken(store, a_batch())
    assert is_taken(store, a_batch([DEAD_CLICK | {"zone": 13}]))
    ahead = DEAD_CLICK | {"t_ms": NOW_MS * 2}
    assert is_taken(store, a_batch([ahead], first=1))
    assert is_taken(store, a_batch([ahead, ahead], first=1), NOW_MS + 5)
    assert [12, 12, 12] == [getattr(event, "zone", None) for _, event in stored(store)]
    assert [400, NOW_MS - STARTED_MS, NOW_MS - STARTED_MS + 5] == [event.t_ms for _, event in stored(store)]


def test_lanes_differ() -> None:
    """No two loads of a page share a lane, no lane is the server's or the staff's, and numbers fit 63 bits."""
    lanes = [new_lane() for _ in range(1_000)]
    assert 1_000 == len(set(lanes))
    assert all(2 <= lane and lane * LANE + LANE < 2**63 for lane in lanes)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(body=st.binary(max_size=300) | JSON.map(lambda value: json.dumps(value).encode()))
def test_nothing_but_batches_is_read(body: bytes) -> None:
    """Random bytes and random JSON are no batch, and break nothing."""
    assert read_batch(body) is None


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(event=ANY_EVENT)
def test_words_that_the_flow_does_not_know_never_pass(store: Store, event: Any) -> None:
    """Well-formed events about unknown pages, of whatever kind, are refused."""
    assert not is_taken(store, a_batch([event.model_dump() | {"page": "unknown-page"}]))


def test_errors_do_not_repeat_the_body(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing of a refused request is logged."""
    assert not is_taken(store, a_batch([DEAD_CLICK | {"target": "KANARIE"}]))
    assert "KANARIE" not in caplog.text
