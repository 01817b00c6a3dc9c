"""The index: every name, key and everyday phrase of the services in SQLite's full-text search, in memory."""

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from labs.catalogue.reading import CatalogueService, everyday_words, same_meaning, service_keys, services
from labs.catalogue.words import Vocabulary, stem, words_of

WEIGHTS = {"name": 1.0, "everyday": 1.0, "key": 0.7}
"""What a match is worth by where it was found: in the service's name, an everyday phrase, the name of a LeiKa key."""
OTHER_MATCHES, MOST_OTHERS = 0.1, 2
"""What further matches of a service add, compared with its best one, and how many of them count."""
_MOST_ROWS = 400


@dataclass(frozen=True)
class Hit:
    """A service that was found; `score` has no unit and compares only hits of one search."""

    service: CatalogueService
    score: float


class Index:
    """The whole catalogue, built in memory in a fraction of a second. Any thread may search."""

    def __init__(self) -> None:
        rows = list(_rows())
        words = {text: words_of(text) for _, _, text in rows}
        meanings = _meanings()
        same = {stem(word): stem(first) for word, first in meanings.items()}
        self._vocabulary = Vocabulary({one for found in words.values() for one in found} | meanings.keys())
        self._terms = {
            one: tuple(same.get(part, part) for part in (one, *self._vocabulary.parts(one))) for one in self._vocabulary
        }
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(":memory:", check_same_thread=False)
        self._connection.execute("CREATE VIRTUAL TABLE entry USING fts5(terms, ozg UNINDEXED, kind UNINDEXED)")
        self._connection.executemany(
            "INSERT INTO entry VALUES (?, ?, ?)",
            ((" ".join(self._indexed(words[text])), ozg, kind) for ozg, kind, text in rows),
        )

    def search(self, words: str, limit: int = 10) -> list[Hit]:
        """Return the services that fit the words, the best first."""
        terms = self.terms(words)
        if not terms:
            return []
        wanted = " OR ".join(f'"{term}"' for term in terms)
        with self._lock:
            rows = self._connection.execute(
                "SELECT ozg, kind, -bm25(entry) FROM entry WHERE entry MATCH ? ORDER BY bm25(entry) LIMIT ?",
                (wanted, _MOST_ROWS),
            ).fetchall()
        scores: dict[str, list[float]] = {}
        for ozg, kind, score in rows:
            scores.setdefault(ozg, []).append(score * WEIGHTS[kind])
        hits = [Hit(services()[ozg], _total(found)) for ozg, found in scores.items()]
        return sorted(hits, key=lambda hit: (-hit.score, hit.service.ozg))[:limit]

    def terms(self, words: str) -> list[str]:
        """Return the stems to look for: of the words and their parts, mended where they are mistyped."""
        found: list[str] = []
        for word in words_of(words):
            found += [term for one in self._known(word) for term in self._terms[one]]
        return list(dict.fromkeys(found))

    def _indexed(self, words: Iterable[str]) -> list[str]:
        """Return the terms by which a text of these words is found, each once."""
        return list(dict.fromkeys(term for word in words for term in self._terms[stem(word)]))

    def _known(self, word: str) -> tuple[str, ...]:
        known, stemmed = self._vocabulary, stem(word)
        if stemmed in known:
            return (stemmed,)
        return known.base(stemmed) or known.parts(stemmed) or known.nearest(word) or known.inside(stemmed)


def _total(scores: list[float]) -> float:
    """Return what the matches of one service are worth together."""
    best, *others = sorted(scores, reverse=True)
    return best + OTHER_MATCHES * sum(others[:MOST_OTHERS])


def _rows() -> Iterator[tuple[str, str, str]]:
    """Yield `(ozg, kind, text)` of everything that a service is called."""
    for service in services().values():
        yield service.ozg, "name", service.name
    for key in service_keys().values():
        if key.ozg in services():
            yield key.ozg, "key", key.name
    for ozg, phrases in everyday_words().items():
        for phrase in phrases:
            yield ozg, "everyday", phrase


def _meanings() -> dict[str, str]:
    """Return the word that stands for each of a group of words with the same meaning: the first of the group."""
    return {word.lower(): group[0].lower() for group in same_meaning() for word in group}
