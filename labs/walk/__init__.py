"""Bots that walk prototypes, headless and fast."""

from .bot import Bot
from .branches import Branch, branches
from .inventing import invent, wrong
from .report import TODAY, WalkReport, walk

__all__ = ["TODAY", "Bot", "Branch", "WalkReport", "branches", "invent", "walk", "wrong"]
