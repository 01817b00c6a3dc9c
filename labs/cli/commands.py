"""All commands: each of these modules adds its own to `main`."""

from labs.cli import authoring, exchanging, findings, planning, recording, reporting, running, statistics, studying
from labs.cli.program import main

__all__ = [
    "authoring",
    "exchanging",
    "findings",
    "main",
    "planning",
    "recording",
    "reporting",
    "running",
    "statistics",
    "studying",
]
