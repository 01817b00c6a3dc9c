"""The language check: whether citizens understand a text at the first reading."""

from .checking import Piece, Remark, check_texts
from .prototype import check_language

__all__ = ["Piece", "Remark", "check_language", "check_texts"]
