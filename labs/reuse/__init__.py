"""Reuse ("Einer für Alle"): what exists already, a prototype as one package, and how another lab takes it over."""

from .adopting import Adoption, adopt, require_region
from .comparing import Comparison, compare
from .existing import Existing, find_existing
from .package import Package, read_package, write_package
from .publishing import Publication, publish

__all__ = [
    "Adoption",
    "Comparison",
    "Existing",
    "Package",
    "Publication",
    "adopt",
    "compare",
    "find_existing",
    "publish",
    "read_package",
    "require_region",
    "write_package",
]
