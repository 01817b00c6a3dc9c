"""Sealed drafts: only the participant's own link opens them, and they go with the session."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from recordings import FLOW, a_session, page_shown

from feedback.drafts import DraftKey
from feedback.events import SessionEnded
from feedback.recorder import ABANDONED_MS, Recorder, end_abandoned
from feedback.store import Store, open_store

CANARY = "Kanarienvogel-4711"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "lab.db")
    yield opened
    opened.close()


@given(st.dictionaries(st.text(), JSON))
def test_a_draft_comes_back_as_it_was(draft: dict[str, object]) -> None:
    """Whatever JSON can hold survives the sealing."""
    key = DraftKey("link", "s1")
    assert draft == key.open(key.seal(draft))


def test_only_link_and_session_together_open_a_draft() -> None:
    """Another link, another session, a changed or cut text: nothing comes out, and nothing breaks."""
    sealed = DraftKey("link", "s1").seal({"name": CANARY})
    spoiled = ["", "?", "AAAA", sealed[:-8], sealed[:40] + ("A" if sealed[40] != "A" else "B") + sealed[41:]]
    assert [None] * 5 == [DraftKey("link", "s1").open(text) for text in spoiled]
    assert None is DraftKey("other", "s1").open(sealed)
    assert None is DraftKey("link", "s2").open(sealed)


def test_the_length_tells_little() -> None:
    """Drafts of a short and a somewhat longer answer have the same length."""
    key = DraftKey("link", "s1")
    assert len(key.seal({"name": "Li"})) == len(key.seal({"name": "Donaudampfschifffahrtsgesellschaft"}))


def test_the_same_draft_never_looks_the_same() -> None:
    """Nobody can see that an answer was changed back."""
    key = DraftKey("link", "s1")
    assert key.seal({"a": 1}) != key.seal({"a": 1})


def test_the_newest_draft_is_kept_until_the_end(store: Store, tmp_path: Path) -> None:
    """A draft is stored with its events, replaced by the next one, gone after the end, and never readable."""
    key = DraftKey("link", "s1")
    session = Recorder(store).open(a_session(), FLOW)
    for answer in ("1", CANARY):
        session.record(page_shown(5), draft=key.seal({"miete": answer})).result()
    sealed = store.draft("s1")
    assert {"miete": CANARY} == key.open(sealed or "")
    assert all(CANARY.encode() not in path.read_bytes() for path in tmp_path.iterdir())
    session.end("finished", 99_000).result()
    assert None is store.draft("s1")


def test_a_late_draft_does_not_outlive_the_session(store: Store) -> None:
    """A draft that arrives after the end, from another tab or process, is not kept."""
    session = Recorder(store).open(a_session(), FLOW)
    session.end("finished", 99_000).result()
    store.append("s1", [(7, page_shown(6))], "late").result()
    assert None is store.draft("s1")


def test_who_never_comes_back_is_ended_after_a_day(store: Store) -> None:
    """An abandoned session ends as timed out at its last moment, without its draft; a fresh one goes on."""
    recorder = Recorder(store)
    for session_id, started_ms in (("old", 1_000), ("fresh", 50_000)):
        recorder.open(a_session(session_id, started_ms=started_ms), FLOW).record(page_shown(700), draft="x").result()
    now_ms = ABANDONED_MS + 40_000
    assert (1, 0) == (end_abandoned(store, now_ms), end_abandoned(store, now_ms))
    old, fresh = store.session("old"), store.session("fresh")
    assert old is not None
    assert fresh is not None
    assert ("timed_out", 1_700, None) == (old.end_reason, old.ended_ms, fresh.ended_ms)
    assert SessionEnded(t_ms=700, reason="timed_out") == store.events("old")[-1][1]
    assert (None, "x") == (store.draft("old"), store.draft("fresh"))
