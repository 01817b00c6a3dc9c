"""German words made comparable: stems, the parts of compounds, and the nearest known word for a typing error."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

import snowballstemmer
from rapidfuzz import process
from rapidfuzz.distance import OSA

from labs.catalogue.reading import stop_words

SIMILAR = 0.8
"""From this share of equal letters on (1 - edits / length) a word counts as another one with typing errors."""
SHORTEST_PART, SHORTEST_MISTYPED = 4, 4
_JOINTS = ("", "s", "es", "e", "n", "en", "er")
_WORD = re.compile(r"[^\W_]+")
_SEPARABLE = re.compile(r"^(ab|an|auf|aus|ein|mit|nach|um|vor|weg)(?:ge|zu)(\w{3,}?)(?:e?t|en)?$")


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters, without those that say nothing.

    >>> words_of("Zuschuss zur Miete")
    ['zuschuss', 'miete']
    """
    return [word for word in _WORD.findall(text.lower()) if word not in stop_words()]


@cache
def stem(word: str) -> str:
    """Return the stem of a German word in small letters, umlauts folded.

    >>> stem("häuser"), stem("beantragen"), stem("bafoeg") == stem("bafög")
    ('haus', 'beantrag', True)
    """
    stemmed: str = _stemmer().stemWord(word)
    return stemmed


@cache
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("german")


class Vocabulary:
    """All words that can be found, by their stems. `parts` splits compounds, `nearest` mends typing errors."""

    def __init__(self, words: Iterable[str]) -> None:
        self._stems = {word: stem(word) for word in sorted(words)}
        self._known = frozenset(self._stems.values())
        self._spelled = [word for word in self._stems if len(word) >= SHORTEST_MISTYPED]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __contains__(self, stemmed: str) -> bool:
        return stemmed in self._known

    def parts(self, stemmed: str) -> tuple[str, ...]:
        """Return the two known stems that a compound is made of; nothing where it is none.

        >>> Vocabulary(["miete", "zuschuss"]).parts("mietzuschuss")
        ('miet', 'zuschuss')
        """
        for cut in range(SHORTEST_PART, len(stemmed) - SHORTEST_PART + 1):
            last = stemmed[cut:]
            if last in self._known:
                for joint in _JOINTS:
                    first = stemmed[: cut - len(joint)]
                    fits = stemmed[:cut].endswith(joint) and len(first) >= SHORTEST_PART
                    if fits and first in self._known:
                        return first, last
        return ()

    def base(self, stemmed: str) -> tuple[str, ...]:
        """Return the known stem of a separable verb: of "angemeldet" and "anzumelden" that of "anmelden".

        >>> [Vocabulary(["anmelden"]).base(stem(word)) for word in ("angemeldet", "anzumelden")]
        [('anmeld',), ('anmeld',)]
        """
        plain = _SEPARABLE.sub(r"\1\2", stemmed)
        return (plain,) if plain in self._known else ()

    def nearest(self, word: str) -> tuple[str, ...]:
        """Return the stems of the known words that come nearest to a mistyped one, at most two.

        >>> Vocabulary(["wohngeld", "kindergeld"]).nearest("wohngelt")
        ('wohngeld',)
        """
        if len(word) < SHORTEST_MISTYPED:
            return ()
        found = process.extract(word, self._spelled, scorer=OSA.normalized_similarity, limit=3, score_cutoff=SIMILAR)
        near = [self._stems[one] for one, score, _ in found if score >= found[0][1] - 0.05]
        return tuple(dict.fromkeys(near))[:2]

    def inside(self, stemmed: str) -> tuple[str, ...]:
        """Return the longest known stem that a word begins or ends with; nothing where there is none.

        >>> Vocabulary(["kindergarten", "platz"]).inside("waldkindergart")
        ('kindergart',)
        """
        for length in range(len(stemmed) - 1, SHORTEST_PART, -1):
            for one in (stemmed[-length:], stemmed[:length]):
                if one in self._known:
                    return (one,)
        return ()
