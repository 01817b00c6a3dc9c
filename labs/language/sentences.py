"""Splits the texts of a screen into sentences, without tripping over numbers, dates, citations or addresses."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

_HIDDEN = {".": "\u2024", ":": "\u2025", "!": "\u203c", "?": "\u2047"}  # marks that end no sentence, and stand-ins
_HIDE, _SHOW = str.maketrans(_HIDDEN), str.maketrans({hidden: mark for mark, hidden in _HIDDEN.items()})
LAW = (
    r"(?:§§?|Art\.?|Artikel)\s*\d+\w?(?:\s*(?:Abs\.|Absatz|Satz|Nr\.|Nummer|Buchst\.|S\.|bis|und|,)\s*\w+)*"
    r"(?:\s+[A-ZÄÖÜ]\w*[A-ZÄÖÜ]\w*)?"
)
"""A citation of a law, such as "§ 12 Absatz 1 WoGG"."""
_SHORT = (
    r"\b(?:z\.\s?B|d\.\s?h|u\.\s?a|i\.\s?d\.\s?R|z\.\s?T|o\.\s?ä|v\.\s?a|u\.\s?U|i\.\s?S\.\s?d|s\.\s?o|s\.\s?u|bzw|ggf|usw|etc"
    r"|evtl|inkl|exkl|ca|vgl|Nr|Abs|Art|Dr|Prof|St|Str|Tel|max|min|Mio|Mrd|Std|Min|gem|sog|lt|einschl|e\.\s?g|i\.\s?e)\."
)
_MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_KEPT = (
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    re.compile(r"(?:https?://|www\.)\S+[\w/]"),
    re.compile(r"„[^“”]*[“”]|“[^”]*”|\"[^\"]*\""),
    re.compile(LAW),
    re.compile(_SHORT),
    re.compile(r"\b\d{1,2}\.\d{1,2}\.(?=\s*[a-zäöü(])|\d+(?:[.,:]\d+)+"),
    re.compile(rf"\b\d{{1,2}}\.(?=\s*(?:{_MONTHS}|[a-zäöü(]))"),
    re.compile(r"\b[\w-]+(?:\.[a-z]{2,4})+\b"),
    re.compile(r"\{[^{}]*\}"),
)
_ENDING = re.compile(r"(?<=[.!?])\s+|(?<=[.!?][“”\"')])\s+|(?<=:)\s+(?=[A-ZÄÖÜ„\d])")
_ITEM = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+", re.MULTILINE)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_WORD = re.compile(r"[^\W_](?:[\w\u00ad·'’/-]|(?<=\d)[.,:](?=\d)|\u2024(?=\w))*")


@dataclass(frozen=True)
class Sentence:
    """One sentence, or one line that stands alone. `words` counts numbers and gaps as one word each."""

    text: str

    @property
    def words(self) -> int:
        """The number of words; a law citation, an address, a date or a number counts as one."""
        return len(_WORD.findall(self._folded))

    @property
    def commas(self) -> int:
        """The number of commas outside numbers and citations."""
        return self._folded.count(",")

    @cached_property
    def _folded(self) -> str:
        text = re.sub(LAW, "Gesetz", self.text)
        text = re.sub(r"(?<=\d)[\s\u00a0](?=\d|€|%)", "", text)
        for kept in (_KEPT[0], _KEPT[1], _KEPT[5], _KEPT[8]):
            text = kept.sub("x ", text)
        return re.sub(r"\b(\w)\.\s?(?=\w\.)", r"\1", text)


def plain(text: str) -> str:
    """Return a text without markdown.

    >>> plain("**Fett** und [Link](https://x.de)")
    'Fett und Link'
    """
    text = _LINK.sub(r"\1", text)
    text = re.sub(r"^\s*#+\s*", "", text, flags=re.MULTILINE)
    return text.replace("**", "").replace("__", "").replace("`", "")


@lru_cache(maxsize=4096)
def sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a text; a heading, a list's point and a paragraph end one, whatever stands there.

    >>> [one.text for one in sentences("Am 1. Mai gilt § 12 Abs. 1 WoGG. Das sind 512,50 Euro, z. B. bar.")]
    ['Am 1. Mai gilt § 12 Abs. 1 WoGG.', 'Das sind 512,50 Euro, z. B. bar.']
    """
    found: list[Sentence] = []
    for block in re.split(r"\n\s*\n|\n(?=\s*(?:[-*•]|\d+[.)])\s)|\n(?=#)", plain(text)):
        line = " ".join(_ITEM.sub("", block, count=1).split())
        for kept in _KEPT:
            line = kept.sub(_protect, line)
        found += [Sentence(part.translate(_SHOW).strip()) for part in _ENDING.split(line) if part.strip()]
    return tuple(found)


def _protect(match: re.Match[str]) -> str:
    """Hide the marks within a kept piece. A quotation that ends its sentence still ends it."""
    kept = match[0].translate(_HIDE)
    after = match.string[match.end() : match.end() + 3]
    ends = re.match(r"\s+[A-ZÄÖÜ„]", after)
    abbreviation = re.fullmatch(_SHORT, match[0]) is not None
    closes = kept[-1:] in ("“", "”", '"') and kept[-2:-1] in tuple(_HIDDEN.values())
    if ends and closes:
        return kept[:-2] + match[0][-2:]
    if ends and kept.endswith(_HIDDEN["."]) and not abbreviation and not re.fullmatch(r"\d{1,2}\.", match[0]):
        return kept[:-1] + "."
    return kept
