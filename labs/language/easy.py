"""What does not belong in easy language ("Leichte Sprache")."""

import re
from collections.abc import Iterable, Iterator

from labs.language.german import check_listed, check_voice, check_word_length
from labs.language.remarks import Remark
from labs.language.sentences import Sentence

MOST_WORDS = 8
"""The longest sentence of easy language, in words."""

_SUBJUNCTIVE = re.compile(
    r"\b(?:wäre\w*|hätte\w*|würde\w*|könnte\w*|müsste\w*|dürfte\w*|sollte\w*|wollte\w*|gäbe\w*|käme\w*|sei|seien"
    r"|bekäme\w*|ginge\w*|ließe\w*)\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(r"\b(?:nicht|nie|niemals|kein\w*)\b", re.IGNORECASE)
_BOLD = re.compile(r"\*\*[^*]+\*\*")


def check_easy(spoken: Iterable[Sentence], rich: str) -> Iterator[Remark]:
    """Yield what is hard about the sentences of one text. In the `rich` text, a needed negation stands in bold."""
    for one in spoken:
        if one.words > MOST_WORDS:
            yield Remark("LANG-length", one.text, f"has {one.words} words.", f"Write at most {MOST_WORDS}.")
        if one.commas:
            yield Remark("LANG-comma", one.text, "has a comma.", "Make two sentences.")
        found = _SUBJUNCTIVE.search(one.text)
        if found:
            yield Remark("LANG-subjunctive", one.text, f"has the subjunctive „{found[0]}“.", "Say what is so.")
        yield from check_voice(one)
        yield from check_word_length(one)
        yield from check_listed(one)
    for line in _BOLD.sub("", rich).splitlines():
        negation = _NEGATION.search(line)
        if negation:
            fix = "Say what is so. Where that cannot be, put the word in bold: `**nicht**`."
            yield Remark("LANG-negation", line.strip(), f"says no: „{negation[0]}“.", fix)
