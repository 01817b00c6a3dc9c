"""What findings say about a study: what blocks, what comes first, what is unknown; and those of a demo."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from finding_facts import DEMO, FACTS, IDS, NOW_MS, STUDY, board, enter, make_facts, pen, store_sessions

from feedback.errors import InternalError
from feedback.events import PageShown, TaskEnded, TaskStarted
from feedback.findings import (
    Note,
    blocking,
    blocking_sentence,
    blocking_titles,
    board_to_json,
    demo_findings,
    load_findings,
    rank_findings,
    read_board,
)
from feedback.findings.discovery import estimate_from_matrix
from feedback.sessions import load_facts
from feedback.stats import NotEnoughData
from feedback.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with contextlib.closing(open_store(tmp_path / "probelauf.db")) as store:
        store_sessions(store, *FACTS)
        yield store


class TestBlocking:
    def test_open_and_severe_blocks_its_arm(self, store: Store) -> None:
        """Not the mended, not the mild, not that of another arm; the plan sets the severity."""
        everywhere = enter(store, 4, title="Überall")
        in_b = enter(store, 3, title="Nur in B", arm="B")
        enter(store, 2, title="Mild")
        enter(store, 4, title="Behoben", status="mended", note="0.2")
        enter(store, 4, title="Hingenommen", status="accepted", note="Gesetz")
        found = board(store).findings
        assert (everywhere, in_b) == blocking(found)
        assert (everywhere,) == blocking(found, 4)
        assert {"A": ("Überall",), "B": ("Überall", "Nur in B")} == blocking_titles(found, ["A", "B"])

    def test_the_sentence_stays_plain(self) -> None:
        """Twelve words a sentence at most, however long the titles are."""
        titles = ["Menschen finden auf der Seite mit der Miete den Knopf zum Weitergehen nicht"] * 5
        for number in range(6):
            for sentence in blocking_sentence(titles[:number]).split(". "):
                assert len(sentence.split()) <= 12, sentence


def test_the_most_urgent_comes_first(store: Store) -> None:
    """A mild problem of many may come before a severe one of few; what cannot be said comes last."""
    enter(store, 4, title="Schwer, niemand")
    enter(store, 2, title="Mild, viele", sessions=tuple(IDS))
    enter(store, 0, title="Keins", sessions=tuple(IDS))
    assert ["Mild, viele", "Schwer, niemand", "Keins"] == [one.title for one in rank_findings(board(store).findings)]
    nobody = read_board(store, STUDY, [])
    assert all(isinstance(one.priority, NotEnoughData) for one in nobody.findings)
    assert "Schwer, niemand" == rank_findings(nobody.findings)[0].title


class TestDiscovery:
    @pytest.mark.parametrize("matrix", [[], [[1, 1]], [[1], [1]], [[0, 0], [0, 0]], [[1, 0], [1, 0]]])
    def test_too_few_people_or_problems(self, matrix: list[list[int]]) -> None:
        """Below two people or two problems it cannot be said."""
        assert isinstance(estimate_from_matrix(matrix), NotEnoughData)

    def test_rare_problems_mean_many_unknown(self) -> None:
        """Met by one person each: much is unknown, and there is no upper bound. Met by all: nothing is."""
        rare = estimate_from_matrix([[int(i == j) for j in range(6)] for i in range(6)])
        common = estimate_from_matrix([[1] * 6 for _ in range(6)])
        assert not isinstance(rare, NotEnoughData)
        assert not isinstance(common, NotEnoughData)
        assert (0, 0, 1) == (common.missing, common.low, common.high)
        assert rare.missing > 3
        assert rare.high is None

    @pytest.mark.parametrize("persons", [3, 8, 30])
    def test_the_estimate_lies_in_its_range(self, persons: int) -> None:
        """Low, estimate, high, in this order."""
        found = estimate_from_matrix([[int((i * (j + 2)) % 5 < 2) for j in range(5)] for i in range(persons)])
        assert not isinstance(found, NotEnoughData)
        assert 0 <= found.low <= found.missing
        assert found.high is None or found.missing <= found.high


class TestDemo:
    def test_a_demo_has_some_findings_once(self, store: Store) -> None:
        """Judged by two invented people, the first one mended; the second call adds nothing."""
        for number in range(60, 66):
            invented = make_facts(number, synthetic=True)
            store_sessions(store, invented)
            page = ("start", "miete")[number % 2]
            events = [
                TaskStarted(t_ms=0, task="antrag"),
                PageShown(t_ms=0, page=page, nav="start"),
                TaskEnded(t_ms=9, task="antrag", outcome="gave_up"),
            ]
            store.end_session(invented.session.session_id, NOW_MS, "finished", list(enumerate(events))).result()
        assert 2 == demo_findings(store, DEMO, now_ms=NOW_MS)
        assert 0 == demo_findings(store, DEMO, now_ms=NOW_MS)
        found = load_findings(store, DEMO, load_facts(store, DEMO.id, now_ms=NOW_MS))
        assert ["mended", "open"] == [one.version.status for one in found]
        assert [2, 2] == [len(one.raters) for one in found]
        assert all(one.synthetic for one in found)

    def test_a_real_study_is_refused(self, store: Store) -> None:
        """No invented judgement in a real study."""
        with pytest.raises(InternalError, match="no demo"):
            demo_findings(store, STUDY, now_ms=NOW_MS)


def test_the_document_names_nobody(store: Store) -> None:
    """Sessions are shortened, participants and authors are not in it."""
    finding = enter(store, sessions=(IDS[0],))
    pen(store).note(finding, Note.read(text="Sie suchte.", session_id=IDS[0]))
    text = str(board_to_json(board(store)))
    assert IDS[0][:8] in text
    assert not any(secret in text for secret in (IDS[0], "'p0'", "'AB'"))
