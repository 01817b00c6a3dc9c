"""The command `probelauf`."""

from .commands import main

__all__ = ["main"]
