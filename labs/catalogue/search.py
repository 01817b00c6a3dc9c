"""The finder: words and a place give the service and the competent office's prototype. Offline, nothing is kept."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from labs.catalogue.competence import Offer, competent
from labs.catalogue.index import Hit, Index
from labs.catalogue.places import PlaceMatch, find_place

SHOWN = 10
"""So many services are shown at most."""
_PLACE_BEHIND = re.compile(r"^(.*\S)\s+in\s+(\S.*)$", re.IGNORECASE)


@dataclass(frozen=True)
class Findings:
    """What a search found: services, the best first, and the place that was meant, if any."""

    hits: tuple[Hit, ...]
    place: PlaceMatch | None
    offers: Mapping[str, Offer]

    @property
    def ids(self) -> tuple[str, ...]:
        """The OZG ids of the services in their order."""
        return tuple(hit.service.ozg for hit in self.hits)

    def offer(self, ozg: str) -> Offer | None:
        """Return the prototype that offers a service at the place; None where there is none yet."""
        return self.offers.get(ozg)


class Finder:
    """Finds services. `offers` says by OZG id which prototypes there are (see `offers_of`)."""

    def __init__(self, offers: Mapping[str, Sequence[Offer]] | None = None) -> None:
        self._index = Index()
        self._offers = offers or {}

    def find(self, words: str, place: str = "", limit: int = SHOWN) -> Findings:
        """Return the services that fit the words, and who offers them at a place.

        Without a place, "Hund anmelden in Köln" names it, too.
        """
        match = find_place(place)
        behind = None if place.strip() else _PLACE_BEHIND.match(words.strip())
        if behind is not None:
            named = find_place(behind[2])
            if named is not None and named.exact:
                words, match = behind[1], named
        hits = tuple(self._index.search(words, limit))
        found = {
            hit.service.ozg: competent(self._offers.get(hit.service.ozg, ()), match.place if match else None)
            for hit in hits
        }
        return Findings(hits, match, {ozg: offer for ozg, offer in found.items() if offer is not None})
