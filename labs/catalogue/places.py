"""Places by name, with typing errors: "Kölln" finds Köln."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from labs.catalogue.reading import Place, places

SIMILAR = 0.7
"""From this share of equal letters on a name counts as another one with typing errors."""
_FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "-": " ", ".": " "})
_KIND = re.compile(r"^(landkreis|kreis|lk|stadt|region|regionalverband|staedteregion)\s+|\s+(stadt|kreis)$")
_ADDITION = re.compile(r"\s*\(.*|\s(am|an|im|in|a|i|ob)\s.*")


@dataclass(frozen=True)
class PlaceMatch:
    """A place that was meant; `exact` says that it was written without typing errors."""

    place: Place
    exact: bool


def find_place(text: str) -> PlaceMatch | None:
    """Return the place that somebody means by a name or a regional key; None where none comes near.

    Of several with the same name the town comes before its district, and the larger one before the smaller.

    >>> find_place("Kölln").place.key, find_place("Muenchen").place.key, find_place("Atlantis")
    ('05315', '09162', None)
    """
    wanted = _folded(text)
    if not wanted:
        return None
    if wanted in places():
        return PlaceMatch(places()[wanted], exact=True)
    rural = bool(re.match(r"(landkreis|kreis|lk)\b", wanted)) or wanted.endswith("kreis")
    names = _names()
    plain = _KIND.sub("", wanted)
    name = next((one for one in (wanted, plain) if one in names), None)
    if name is not None:
        return PlaceMatch(_best(names[name], rural), exact=True)
    near = process.extract(plain, names.keys(), scorer=OSA.normalized_similarity, limit=5, score_cutoff=SIMILAR)
    best = [place for one, score, _ in near if score >= near[0][1] - 0.01 for place in names[one]]
    return PlaceMatch(_best(best, rural), exact=False) if best else None


def _best(found: list[Place], rural: bool) -> Place:
    def fit(place: Place) -> tuple[bool, bool, int, int]:
        return (
            (place.kind in ("Kreis", "Landkreis")) == rural,
            place.kind != "Bundesland",
            place.population,
            len(place.key),
        )

    return max(found, key=fit)


@cache
def _names() -> dict[str, list[Place]]:
    """Return the places by all folded names that they may be called by."""
    found: dict[str, list[Place]] = {}
    for place in places().values():
        for name in dict.fromkeys(_called(place)):
            found.setdefault(name, []).append(place)
    return found


def _called(place: Place) -> Iterator[str]:
    name = _folded(place.name)
    yield name
    yield _ADDITION.sub("", name)
    yield _KIND.sub("", name)


def _folded(text: str) -> str:
    return " ".join(text.lower().translate(_FOLDED).split())
