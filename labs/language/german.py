"""What makes one German sentence hard to read."""

import re
from collections.abc import Iterable, Iterator

from labs.language.lexicon import FILLER, NOMINAL, PLAINER, SHORT, WordList
from labs.language.passive import passive_in
from labs.language.remarks import Remark
from labs.language.sentences import Sentence

MOST_WORDS, MOST_COMMAS, LONGEST_WORD = 12, 1, 22
"""Per sentence; the longest word in letters."""

_MODAL = re.compile(
    r"\b(?:darf|dürf\w*|durft\w*|kann|könn\w*|konnt\w*|muss|muß|müss\w*|musst\w*|mag|möge\w*|möcht\w*|soll|sollen|sollt\w*"
    r"|will|wollen|wollt\w*)\b",
    re.IGNORECASE,
)
_DUTY = re.compile(r"\b(?:muss|müss\w*|soll|sollen|sollt\w*)\b", re.IGNORECASE)
_UN = r"un(?!d\b|s\b|ser|ter|ten\b|gefähr|bedingt)\w+(?:lich|ig|bar|sam|haft|isch|cht|lässig|mäßig)(?:e[rnsm]?)?"
_DOUBLE = re.compile(
    rf"\b(?:nicht|kein\w*|nie|niemals|niemand\w*|nichts|ohne)\b(?:(?!\b(?:und|oder|sondern|aber|sonst)\b)[^,;:])*?"
    rf"\b(?:nicht|kein\w*|nie|niemals|niemand\w*|nichts|ohne|{_UN})\b",
    re.IGNORECASE,
)
_UNG = re.compile(r"\b[A-ZÄÖÜ]\w+ung(?:en)?\b")
_WORD = re.compile(r"[A-Za-zÄÖÜäöüß]+")


def check_german(spoken: Iterable[Sentence]) -> Iterator[Remark]:
    """Yield what is hard about the sentences of one text."""
    duties = 0
    for one in spoken:
        yield from _long(one)
        yield from check_voice(one)
        yield from _style(one)
        duties = duties + 1 if _DUTY.search(one.text) else 0
        if duties == 3:
            fix = "Say what to do: „Schicken Sie ...“."
            yield Remark("LANG-modal", one.text, "is the third sentence in a row with „müssen“ or „sollen“.", fix)


def _long(one: Sentence) -> Iterator[Remark]:
    if one.words > MOST_WORDS:
        yield Remark(
            "LANG-length", one.text, f"has {one.words} words.", f"Write at most {MOST_WORDS}; make two sentences."
        )
    if one.commas > MOST_COMMAS:
        yield Remark("LANG-comma", one.text, f"has {one.commas} commas.", "Make two sentences, or a list with points.")
    yield from check_word_length(one)


def check_word_length(one: Sentence) -> Iterator[Remark]:
    """Yield words that a phone cannot break; a hyphen or a soft hyphen breaks them."""
    for word in _WORD.findall(one.text):
        if len(word) > LONGEST_WORD:
            fix = "Put a hyphen or a soft hyphen between its parts, or say it in two words."
            yield Remark("LANG-word", one.text, f"has the word „{word}“ of {len(word)} letters.", fix)


def check_voice(one: Sentence) -> Iterator[Remark]:
    """Yield the passive voice."""
    passive = passive_in(one.text)
    if passive:
        yield Remark("LANG-passive", one.text, f"is passive: „{passive}“.", "Say who does it: „Das Amt prüft ...“.")


def _style(one: Sentence) -> Iterator[Remark]:
    modals = _MODAL.findall(one.text)
    if len(modals) > 1:
        fix = "One is enough; make two sentences."
        yield Remark("LANG-modal", one.text, f"has {len(modals)} modal verbs: {', '.join(modals)}.", fix)
    double = _DOUBLE.search(one.text)
    if double:
        yield Remark("LANG-negation", one.text, f"says no twice: „{double[0]}“.", "Say what is so.")
    if len(_UNG.findall(one.text)) > 2:
        yield Remark("LANG-nominal", one.text, "has three nouns in „-ung“.", "Say it with verbs.")
    yield from check_listed(one)


def _listed(code: str, one: Sentence, words: WordList, what: str, fix: str) -> Iterator[Remark]:
    for word, instead in words.found_in(one.text):
        yield Remark(code, one.text, what.format(word=word), fix.format(instead=instead))


def check_listed(one: Sentence) -> Iterator[Remark]:
    """Yield fillers, abbreviations and official words."""
    yield from _listed("LANG-filler", one, FILLER, "has the filler word „{word}“.", "Leave it out.")
    yield from _listed("LANG-short", one, SHORT, "has the abbreviation „{word}“.", "Write „{instead}“.")
    yield from _listed("LANG-nominal", one, NOMINAL, "has official style: „{word}“.", "Plainer: {instead}.")
    yield from _listed("LANG-term", one, PLAINER, "has the official word „{word}“.", "Write „{instead}“.")
