"""Finds the passive voice: a form of "werden" with a past participle in the same clause.

Precision comes before recall. "Sie werden bekommen" is future, "wird bekannt" has an adjective, and a participle that
is spelled like its infinitive counts only beside "wurde" or "worden", where there is no infinitive.
"""

import re

from labs.language.lexicon import PARTICIPLES

_WERDEN = re.compile(r"\b(?:werde|wirst|wird|werden|werdet|würde|würden|worden)\b")
_WAS = re.compile(r"\b(?:wurde|wurdest|wurden|wurdet|worden)\b")
_CLAUSE = re.compile(r"[,;:–()]|\s-\s")
_PREFIX = (
    r"(?:ab|an|auf|aus|bei|bereit|da|dar|durch|ein|fest|fort|frei|gegen|her|heraus|herein|hin|hinein|hinter|hinzu|hoch|los|mit"
    r"|nach|nieder|statt|teil|um|unter|über|vor|voraus|vorbei|weg|weiter|wieder|zu|zurück|zusammen|bekannt|klar|sicher|still)"
)
_WITH_GE = re.compile(rf"{_PREFIX}?ge[a-zäöüß]{{2,}}(?:t|en)")
_WITHOUT_GE = re.compile(
    rf"{_PREFIX}?(?:be|ver|er|ent|emp|zer|miss|über|unter|hinter|wider)[a-zäöüß]{{2,}}t|[a-zäöüß]{{3,}}iert"
)
_NOT_FINAL = frozenset({"haben", "sein"})


def passive_in(sentence: str) -> str:
    """Return the words that make a sentence passive, empty for active voice.

    >>> passive_in("Ihr Antrag wird heute geprüft."), passive_in("Sie werden einen Brief bekommen.")
    ('wird ... geprüft', '')
    """
    for clause in _CLAUSE.split(sentence):
        clause = re.sub(r"^\W*W(?=erde|ird|urde|ürde)", lambda begin: begin[0].lower(), clause)
        auxiliary = _WAS.search(clause) or _WERDEN.search(clause)
        words = re.findall(r"[A-Za-zÄÖÜäöüß\u00ad-]+", clause)
        if auxiliary is None or (words and words[-1] in _NOT_FINAL):
            continue
        past = _WAS.search(clause) is not None
        for number, word in enumerate(words):
            first = number == 0 and len(words) > 1 and _WERDEN.fullmatch(words[1].lower()) is not None
            if _is_participle(word.lower() if first else word, past=past):
                return f"{auxiliary[0]} ... {word}"
    return ""


def _is_participle(word: str, *, past: bool) -> bool:
    bare = re.sub(rf"^{_PREFIX}(?=ge)", "", word)
    if word in PARTICIPLES["other"] or bare in PARTICIPLES["infinitive"] or not word[:1].islower():
        return False
    if {word, bare} & PARTICIPLES["as_infinitive"]:
        return past
    return word in PARTICIPLES["strong"] or bool(_WITH_GE.fullmatch(word) or _WITHOUT_GE.fullmatch(word))
