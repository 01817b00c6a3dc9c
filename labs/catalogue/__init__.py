"""The catalogue of administrative services and places, and the finder: words and a place give a service."""

from .competence import Offer, offers_of, roll_up
from .generating import generate
from .index import Hit
from .places import PlaceMatch
from .reading import KEYS_AS_OF, CatalogueService, Place, ServiceKey, places, service_keys, services
from .search import Finder, Findings

__all__ = [
    "KEYS_AS_OF",
    "CatalogueService",
    "Finder",
    "Findings",
    "Hit",
    "Offer",
    "Place",
    "PlaceMatch",
    "ServiceKey",
    "generate",
    "offers_of",
    "places",
    "roll_up",
    "service_keys",
    "services",
]
