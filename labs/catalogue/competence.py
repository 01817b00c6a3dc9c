"""Who is competent where: from the municipality up to the federation, the nearest one that offers a service."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from feedback.errors import AuthorError
from labs.catalogue.reading import Place, places, service_keys
from labs.discovery import Workspace

FEDERATION = ""
_LEVELS = (5, 2)


@dataclass(frozen=True)
class Offer:
    """A prototype that offers a service. `region` is the key of its parameters, "" where it has none."""

    prototype: str
    title: str
    ozg: str
    region: str = FEDERATION

    @property
    def office(self) -> Place | None:
        """The place whose office is competent; None for the federation or the prototype as it stands."""
        return places().get(self.region)


def roll_up(key: str) -> tuple[str, ...]:
    """Return a regional key and those above it: municipality, district, state, federation.

    >>> roll_up("991020001001")
    ('991020001001', '99102', '99', '')
    >>> roll_up("05315")
    ('05315', '05', '')
    """
    above = [key[:length] for length in _LEVELS if len(key) > length]
    return tuple(dict.fromkeys((key, *above, FEDERATION)))


def competent(offers: Sequence[Offer], place: Place | None) -> Offer | None:
    """Return the offer of the nearest office above a place; without a place, the one for everybody."""
    by_region = {offer.region: offer for offer in reversed(offers)}
    keys = roll_up(place.key if place else FEDERATION)
    return next((by_region[key] for key in keys if key in by_region), None)


def offers_of(workspace: Workspace) -> dict[str, tuple[Offer, ...]]:
    """Return what the prototypes of a workspace offer, by OZG id. A broken prototype offers nothing.

    A prototype that names only its LeiKa key is filed under the OZG service of that key. Each file
    `params/<regional key>.toml` beside it is one more offer.
    """
    found: dict[str, list[Offer]] = {}
    for name in workspace.names():
        with suppress(AuthorError):
            service = workspace.load(name)
            key = service_keys().get(service.leika)
            ozg = service.ozg or (key.ozg if key else "")
            regions = [FEDERATION, *_regions(workspace.find(name))]
            found.setdefault(ozg, []).extend(Offer(name, service.title, ozg, region) for region in regions)
    found.pop("", None)
    return {ozg: tuple(offers) for ozg, offers in found.items()}


def _regions(declaration: Path) -> list[str]:
    """Return the regional keys for which a prototype has parameters."""
    return sorted(path.stem for path in (declaration.parent / "params").glob("*.toml") if path.stem.isdigit())


Offers = Mapping[str, Sequence[Offer]]
