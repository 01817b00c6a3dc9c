"""Checks texts: short sentences, active voice, plain words. Pure functions, for prototypes and for our own texts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from labs.language.easy import check_easy
from labs.language.german import check_german
from labs.language.remarks import Remark
from labs.language.sentences import sentences
from labs.language.terms import Explained, check_address, check_terms

MOST_WORDS_EN = 16
"""The longest English sentence, in words."""

__all__ = ["Piece", "Remark", "check_texts"]


@dataclass(frozen=True)
class Piece:
    """One text of a screen. `rich` texts may use markdown, `legal` ones may name statutes and terms as they are."""

    text: str
    rich: bool = False
    legal: bool = False


def check_texts(pieces: Mapping[str, Piece | str], language: str = "de") -> Iterator[tuple[str, Remark]]:
    """Yield what makes the texts hard to read, each with the key of its text.

    The texts belong together: a term that one of them explains is explained for all, and all address people the same
    way. Texts whose keys differ only behind the last dot stand side by side on the screen, such as label and hint.
    `language` is "de", "de-leicht" or "en"; English texts are checked for the length of their sentences only.

    >>> [remark.code for _, remark in check_texts({"hint": "Der Antrag wird geprüft."})]
    ['LANG-passive']
    """
    known = {key: piece if isinstance(piece, Piece) else Piece(piece) for key, piece in pieces.items()}
    for key, piece in known.items():
        for remark in _each(piece, language):
            yield key, remark
    if language != "en":
        texts = {key: piece.text for key, piece in known.items()}
        groups: dict[str, list[str]] = {}
        for key, text in texts.items():
            groups.setdefault(key.rpartition(".")[0], []).append(text)
        explained = Explained("\n\n".join(group) for group in groups.values())
        for key, piece in known.items():
            if not piece.legal:
                yield from ((key, remark) for remark in check_terms(piece.text, explained))
        yield from check_address(texts)


@lru_cache(maxsize=4096)
def _each(piece: Piece, language: str) -> tuple[Remark, ...]:
    """Return what concerns one text alone; variants share most of their texts."""
    spoken = sentences(piece.text)
    if language == "en":
        fix = f"Write at most {MOST_WORDS_EN}."
        long = (one for one in spoken if one.words > MOST_WORDS_EN)
        return tuple(Remark("LANG-length", one.text, f"has {one.words} words.", fix) for one in long)
    if language == "de-leicht":
        return tuple(check_easy(spoken, piece.text if piece.rich else ""))
    return tuple(check_german(spoken))
