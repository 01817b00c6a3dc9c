"""Terms that need an explanation, abbreviations, and how people are addressed: what concerns all texts together."""

import re
from collections.abc import Iterable, Iterator, Mapping

from labs.language.lexicon import KNOWN, TERMS
from labs.language.remarks import Remark
from labs.language.sentences import LAW, sentences

_ACRONYM = re.compile(r"(?<![\w§/-])(?:[A-ZÄÖÜ]{2,}[a-z]?|[A-ZÄÖÜ][a-zäöü]*[A-ZÄÖÜ]{1,}[a-zäöüA-ZÄÖÜ]*)(?![\w-])")
_STANDARD = re.compile(r"\b(?:[A-Z]{2,}[/ ])*[A-Z]{2,} \d[\d:-]*")  # the name of a standard, such as DIN SPEC 66336
_ROMAN = re.compile(r"[IVXL]+")
_EXPLAINS = re.compile(
    r"^(?:(?:Das|Dies|Diese[rs]?|Er|Es|Beides|Beide|So|Damit|Darin|Dazu|Gemeint)\b[^.]*"
    r"\b(?:ist|sind|heißt|bedeutet|nennt|zeigt|steht|gehör\w+|sagt|meint|bekommen)"
    r"|Sie (?:ist|heißt|bedeutet|zeigt|sagt))\b"
)
_MAN = re.compile(r"\bman\b")
_DU = re.compile(r"\b(?:du|dich|dir|dein(?:e[rnms]?)?)\b")
_SIE = re.compile(r"(?<=[a-zäöüß,] )Sie\b|\bIhre?[rnms]?\b|\bIhnen\b|^(?:Haben|Sind|Geben|Wählen|Lesen) Sie\b")
_THIRD = re.compile(
    r"\b(?:[Dd]e[rnms]|[Dd]ie|[Dd]as|[Ee]in(?:e[rnms]?)?|[Jj]ede[rnms]?)\s+(?:\w+\s)?(?:Antragsteller(?:in(?:nen)?|s|n)?|antragstellende[rn]?"
    r"|Antragstellende[rn]?|Nutzer(?:in|s|n)?|Benutzer(?:in|s|n)?|Anwender(?:in|s|n)?|Bürger(?:in|s|n)?"
    r"|Leistungsempfänger(?:in|s|n)?|Steuerpflichtige[rn]?|Anmeldende[rn]?|Anzeigende[rn]?)\b"
)


class Explained:
    """What some texts explain: terms in brackets, terms that they define, terms with a sentence after them."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.blocks = [[one.text for one in sentences(text)] for text in texts]
        self._known: dict[str, bool] = {}

    def covers(self, term: str) -> bool:
        """Tell whether one of the texts explains a term.

        >>> Explained(["Sie bekommen einen Bescheid. Das ist die Antwort des Amtes."]).covers("Bescheid")
        True
        """
        if term not in self._known:
            self._known[term] = self._covers(term)
        return self._known[term]

    def _covers(self, term: str) -> bool:
        name = rf"(?<!\w){re.escape(term)}"
        defines = re.compile(
            rf"{name}\w*\s*\(|\({name}\)|{name}\w* (?:ist|sind|heißt|bedeutet|zeigt|gehör\w+)\b"
            rf"|\b(?:heißt|nennt man|nennen wir) [^.]*{name}",
            re.IGNORECASE,
        )
        return any(
            defines.search(one) or (re.search(name, one) and after and _EXPLAINS.search(after))
            for block in self.blocks
            for one, after in zip(block, [*block[1:], ""], strict=True)
        )


def check_terms(text: str, explained: Explained) -> Iterator[Remark]:
    """Yield terms and abbreviations that none of the texts explains."""
    for one in sentences(text):
        bare = _STANDARD.sub("", re.sub(LAW, "", one.text))
        for word, meaning in TERMS.found_in(bare):
            if not explained.covers(word):
                fix = f"Say once what it is, for example: {meaning}."
                yield Remark("LANG-term", one.text, f"has the term „{word}“, which no text explains.", fix)
        for short in dict.fromkeys(_ACRONYM.findall(bare)):
            listed = short in KNOWN or _ROMAN.fullmatch(short) or any(True for _ in TERMS.found_in(short))
            if not listed and not explained.covers(short):
                fix = "Write it out, or put it in brackets behind the words: „... (ABC)“."
                yield Remark("LANG-short", one.text, f"has the abbreviation „{short}“, which no text explains.", fix)


def check_address(texts: Mapping[str, str]) -> Iterator[tuple[str, Remark]]:
    """Yield texts that address people in another way than the rest: "du" among "Sie", "man", the third person."""
    formal = any(_SIE.search(text) for text in texts.values())
    for key, text in texts.items():
        for one in sentences(text):
            informal = _DU.search(one.text)
            if informal and formal:
                what = f"says „{informal[0]}“; other texts say „Sie“."
                yield key, Remark("LANG-address", one.text, what, "Use one form of address everywhere.")
            if _MAN.search(one.text):
                yield key, Remark("LANG-address", one.text, "says „man“.", "Say who: „Sie“, „wir“ or the office.")
            third = _THIRD.search(one.text)
            if third:
                what = f"speaks of the reader as „{third[0]}“."
                yield key, Remark("LANG-address", one.text, what, "Write „Sie“.")
