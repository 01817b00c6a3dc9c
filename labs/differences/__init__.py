"""What differs between two designs, in words: two variants of a service, or one variant before and after an edit."""

from .comparing import compare
from .difference import Difference

__all__ = ["Difference", "compare"]
