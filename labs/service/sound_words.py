"""Mistakes in the words of a variant: keys that do not exist, texts that are missing, gaps that nobody fills."""

import re
from collections.abc import Iterable, Mapping
from string import Formatter

from feedback.errors import Finding, nearest
from labs.pages import Page
from labs.service.complaints import Complaints
from labs.service.declaration import Service, Variant
from labs.service.rewording import Entry, entries_of
from labs.service.words import Said, Words

LANGUAGES = ("de", "de-leicht", "en")
"""Languages that a variant can have. "de-leicht" is easy language; the shell around it speaks German."""
_MOST_MISSING = 10


def check_words(complaints: Complaints, service: Service, variant: Variant) -> None:
    """Note what is wrong with the language and the words of a variant."""
    from labs.service.flow import build_plain

    where = f"The variant `{variant.id}`"
    if variant.language:
        complaints.unknown("language-unknown", variant.source, f"{where} has the language", variant.language, LANGUAGES)
    if not variant.words or variant.language not in ("", *LANGUAGES):
        return
    entries = {entry.key: entry for entry in entries_of(build_plain(service, variant, "de"))}
    for key, said in variant.words.said.items():
        for finding in _wrong(variant.words, key, said, entries):
            complaints.findings[finding] = None
    missing = [entry for entry in entries.values() if (entry.said or entry.computed) and not is_own(variant, entry.key)]
    for entry in missing if len(missing) <= _MOST_MISSING else ():
        what = f"{where} has no words of its own for `{entry.key}`"
        what += ", which a function says." if entry.computed else "."
        complaints.add("TEXT-missing", variant.words.source(entry.key), what, _fix(entry, entry.key), "hint")
    if len(missing) > _MOST_MISSING:
        named = ", ".join(f"`{entry.key}`" for entry in missing[:3])
        what = f"{where} has no words of its own for {len(missing)} texts: {named}, ..."
        fix = f"`probelauf texts {service.id} --variant {variant.id} -o FILE` writes them all."
        complaints.add("TEXT-missing", variant.words.source(""), what, fix, "hint")


def is_own(variant: Variant, key: str) -> bool:
    """Tell whether a variant says this text itself: in its words, or in its declaration."""
    return key in variant.words.said or key.startswith(_own_keys(variant))


def _wrong(words: Words, key: str, said: Said, entries: Mapping[str, Entry]) -> Iterable[Finding]:
    place = str(words.source(key))
    entry = entries.get(key)
    if entry is None:
        what = f"`{key}` is no text of this service."
        yield Finding("TEXT-unknown", "error", place, what, _near(key, entries))
        return
    if isinstance(said, tuple) != isinstance(entry.said, tuple):
        kind = "a list of texts" if isinstance(entry.said, tuple) else "one text"
        yield Finding("TEXT-kind", "error", place, f"`{key}` is {kind} in this service.", f"Write {kind} here, too.")
    elif (
        re.match(r"pages\.[^.]+\.(?:sentences|drawn)\.", key) and isinstance(said, str) and isinstance(entry.said, str)
    ):
        mine, known = gaps_of(said), gaps_of(entry.said)
        if mine is None:
            yield Finding("TEXT-gap", "error", place, f"The braces in `{key}` do not fit together.", "Write `{name}`.")
        for gap in sorted((mine or set()) - (known or set())):
            what = f"Nothing fills the gap `{{{gap}}}` in `{key}`."
            yield Finding("TEXT-gap", "error", place, what, nearest(gap, known or ()))


def _near(key: str, entries: Mapping[str, Entry]) -> str:
    """Return the nearest key; a list of hundreds would help nobody."""
    said = nearest(key, entries)
    return said if said.startswith("Did") else "`probelauf texts NAME` lists all keys."


def _fix(entry: Entry, key: str) -> str:
    if key.endswith(".drawn"):
        return "Let the page draw `Drawn(...)`, whose words can be replaced."
    if entry.computed:
        return "Let the page say `Told(...)`, whose sentences can be replaced, or write one text for everybody."
    said = entry.said if isinstance(entry.said, str) else " / ".join(entry.said)
    shown = said if len(said) <= 80 else f"{said[:79]}…"
    return f"Add it; the service says: {' '.join(shown.split())}"


def _own_keys(variant: Variant) -> tuple[str, ...]:
    """Return the beginnings of the keys whose texts the variant replaces in its declaration."""
    return (
        *(f"pages.{page.id}." for page in variant.pages if isinstance(page, Page)),
        *(f"pages.{page}.title" for page in variant.titles),
        *(f"pages.{page}.{part}" for page in variant.texts for part in ("text", "sentences")),
        *(f"fields.{name}.label" for name in variant.labels),
        *(f"fields.{name}.hint" for name in variant.hints),
        *(f"fields.{name}." for name in variant.questions),
    )


def gaps_of(text: str) -> set[str] | None:
    """Return the names of the gaps in a sentence; None where its braces do not fit together.

    >>> gaps_of("Bis {limit:euro}"), gaps_of("Bis {")
    ({'limit'}, None)
    """
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return None
