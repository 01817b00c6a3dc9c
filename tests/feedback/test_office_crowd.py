"""What the office says of a crowd, of the sources of its data, and of what the client probe saw."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from test_evidence_crowd import MINUTE_MS, STUDY, fill

from feedback.events import LANE, DeadClicked, FieldTimed
from feedback.evidence import StudyEvidence, assemble
from feedback.office.measures import all_values, tell_crowd
from feedback.office.paths import draw_mistakes
from feedback.office.recorded import draw_completeness, draw_probe, tell_seconds
from feedback.office.verdict import draw_attendance, draw_verdict
from feedback.rollup import bucket_of, duration_of
from feedback.store import Store, open_store

SENTENCE = "Diese Werte zeigen alle"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "probelauf.db")
    yield store
    store.close()


def read(store: Store, sessions: int = 30, *, exact: bool = False) -> StudyEvidence:
    """Return the evidence of so many sessions, all over."""
    now_ms = fill(store, Random(3), sessions) + 60 * MINUTE_MS
    return assemble(store, STUDY, now_ms=now_ms, exact=exact)


def test_a_crowd_is_named_and_not_linked(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page says what its numbers show; only the sessions of the verdict can be opened."""
    monkeypatch.setattr("feedback.evidence.assembling.LARGE", 5)
    evidence = read(store)
    assert evidence.crowd is not None
    usable = evidence.usable("A") + evidence.usable("B")
    assert f"{SENTENCE} {usable} Sitzungen, die zählen. Zeiten sind auf 5\xa0% genau." == tell_crowd(
        evidence, times=True
    )
    assert "Das Urteil beruht auf den ersten 4 Sitzungen je Variante." in draw_verdict(evidence)
    assert "href" not in all_values(evidence) + draw_mistakes(evidence)
    assert 2 <= draw_attendance(evidence).count("href") <= 4


def test_few_sessions_are_not_called_a_crowd(store: Store) -> None:
    """The numbers are exact, and lead to their sessions."""
    evidence = read(store)
    assert "" == tell_crowd(evidence)
    assert SENTENCE not in draw_mistakes(evidence)
    assert "href" in all_values(evidence)


def test_gaps_and_sources_are_told(store: Store) -> None:
    """One lost event of the server, sessions by source; nothing before the first session is over."""
    assert "" == draw_completeness(assemble(store, STUDY, now_ms=0))
    read(store, 3)
    store.append("s000", [(9, DeadClicked(t_ms=9, page="start", zone=1, source="server"))]).result()
    told = draw_completeness(assemble(store, STUDY, now_ms=2_000_000_000_000))
    assert "Server: 3." in told
    assert "1 von 3" in told


def test_the_probe_block_appears_with_the_first_probe(store: Store) -> None:
    """Its numbers name the sessions behind them, also those of arms that nobody allowed to be watched."""
    evidence = read(store, 12)
    assert "" == draw_probe(evidence)
    watched = evidence.counted.so_far["A"].usable[0].session.session_id
    events = [
        FieldTimed(t_ms=9, page="start", target="qm", hesitation_ms=3_000, dwell_ms=900, edits=2),
        DeadClicked(t_ms=9, page="start", zone=1),
    ]
    store.append(watched, [(2 * LANE + n, event) for n, event in enumerate(events)]).result()
    evidence = assemble(store, STUDY, now_ms=2_000_000_000_000)
    told = draw_probe(evidence)
    assert f"1 von {evidence.usable('A')} Sitzungen mit Klick-Aufzeichnung." in told
    assert "Hier erlaubte niemand die Klick-Aufzeichnung." in told
    assert "1 von 1" in told
    assert tell_seconds(duration_of(bucket_of(3_000)) / 1000) in told
