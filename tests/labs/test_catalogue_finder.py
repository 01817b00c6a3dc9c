"""The finder: how well and how fast it finds, and what it does with words that it does not know."""

import sys
import threading
import time
import tomllib
from pathlib import Path

import pytest

from labs.catalogue import Finder, Offer
from labs.catalogue.search import SHOWN

QUERIES = tomllib.loads((Path(__file__).parent / "finder_queries.toml").read_text(encoding="utf-8"))
JUDGED = [query for part in ("tuned", "held_out", "second") for query in QUERIES[part]]
LIMIT_MS = 20


@pytest.fixture(scope="module")
def finder() -> Finder:
    """A finder that knows a prototype for Wohngeld, with parameters for Köln."""
    offers = [Offer("wohngeld", "Wohngeld", "10092", region) for region in ("", "05315")]
    return Finder({"10092": offers})


def rank_of(finder: Finder, query: list[str]) -> int | None:
    """Return the place of the right service, from 1."""
    words, right, *place = query
    ids = finder.find(words, place[0] if place else "").ids
    return next((rank for rank, ozg in enumerate(ids, 1) if ozg in right.split("|")), None)


def test_the_right_service_comes_first(finder: Finder) -> None:
    """Of at least 120 everyday queries 90 % have the right service first and 97 % within three."""
    assert len(JUDGED) >= 120
    ranks = {query[0]: rank_of(finder, query) for query in JUDGED}
    missed = [words for words, rank in ranks.items() if rank != 1]
    far = [words for words, rank in ranks.items() if rank not in (1, 2, 3)]
    assert len(missed) <= 0.10 * len(ranks), missed
    assert len(far) <= 0.03 * len(ranks), far


def test_unseen_queries_do_not_get_worse(finder: Finder) -> None:
    """Of long and clumsy queries that nobody tuned for, more than half are right at once: measured, 58 % and 73 %."""
    ranks = [rank_of(finder, query) for query in QUERIES["unseen"]]
    assert sum(rank == 1 for rank in ranks) >= 0.55 * len(ranks)
    assert sum(rank in (1, 2, 3) for rank in ranks) >= 0.70 * len(ranks)


def test_places_of_the_queries_are_found(finder: Finder) -> None:
    """The place is found in spite of typing errors."""
    for words, _, place, key in (query for query in JUDGED if len(query) == 4):
        found = finder.find(words, place).place
        assert found is not None
        assert found.place.key.startswith(key), place


def test_a_query_is_fast(finder: Finder) -> None:
    """No query takes more than 20 ms of the processor, not even a long one of unknown words."""
    slowest = 0.0
    for words in [*(query[0] for query in JUDGED), " ".join(f"unbekanntewortfolge{number}" for number in range(9))]:
        began = time.process_time()
        finder.find(words, "Kölln")
        slowest = max(slowest, time.process_time() - began)
    assert slowest * 1000 <= LIMIT_MS


def test_the_competent_prototype_is_found(finder: Finder) -> None:
    """In Köln its own parameters serve, elsewhere the prototype as it stands, and other services have none."""
    regions = {place: finder.find("Wohngeld", place).offer("10092") for place in ("Köln", "Bonn", "")}
    assert ["05315", "", ""] == [offer.region for offer in regions.values() if offer]
    assert finder.find("Hundesteuer").offer("10160") is None


def test_a_place_may_stand_behind_the_words(finder: Finder) -> None:
    """ "Hund anmelden in Köln" names the place; "in" before another word names none."""
    found = finder.find("Hund anmelden in Köln")
    assert found.place is not None
    assert ("10160", "05315") == (found.ids[0], found.place.place.key)
    assert finder.find("Kind in Schule").place is None


@pytest.mark.parametrize("words", ["", "   ", "!?", "und der die", '"', 'a" OR "b', "NEAR(", "*", "x" * 5000, "🐕"])
def test_no_words_break_it(finder: Finder, words: str) -> None:
    """Signs of the search language, nothing at all, or very long words find something or nothing."""
    assert len(finder.find(words).ids) <= SHOWN


def test_many_search_at_once(finder: Finder) -> None:
    """Searches of several threads do not mix."""
    found: list[str] = []

    def ask(words: str) -> None:
        found.extend(f"{words}:{finder.find(words).ids[0]}" for _ in range(20))

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        threads = [threading.Thread(target=ask, args=(words,)) for words in ("Hundesteuer", "Wohngeld", "Kita")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(before)
    assert {"Hundesteuer:10160", "Wohngeld:10092", "Kita:10019"} == set(found)
    assert 60 == len(found)
