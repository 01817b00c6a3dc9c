"""The word lists of the language check, compiled once."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources

_LISTS = tomllib.loads(resources.files("labs.language").joinpath("words.toml").read_text(encoding="utf-8"))


class WordList:
    """Patterns of words, each with what to say instead."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self.instead = list(words.values())
        parts = (f"({pattern})" for pattern in words)
        self._all = re.compile(rf"(?<![\w§-])(?:{'|'.join(parts)})(?![\w-])", re.IGNORECASE)

    def found_in(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield each word of the list in a text, with what to say instead.

        >>> list(PLAINER.found_in("Melden Sie sich unverzüglich."))
        [('unverzüglich', 'sofort')]
        """
        for match in self._all.finditer(text):
            yield match[0], self.instead[(match.lastindex or 1) - 1]


FILLER = WordList(dict.fromkeys(_LISTS["filler"], ""))
SHORT = WordList(_LISTS["short"])
NOMINAL = WordList(_LISTS["nominal"])
PLAINER = WordList(_LISTS["plainer"])
TERMS = WordList(_LISTS["terms"])
KNOWN: frozenset[str] = frozenset(_LISTS["known"])
"""Abbreviations that people know without an explanation."""
PARTICIPLES: Mapping[str, frozenset[str]] = {name: frozenset(words) for name, words in _LISTS["participles"].items()}
"""What the search for the passive voice has to know: `strong`, `as_infinitive`, `infinitive`, `other`."""
