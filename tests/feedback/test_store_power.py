"""Simulated power cuts: what was acknowledged is on the disk, whole steps only, each once."""

from pathlib import Path

import pytest
from power import BATCHES, cut_power, lose_by_syncing_less

CUTS = 20

pytestmark = pytest.mark.slow


def test_power_cuts_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    """At any moment the disk holds every acknowledged step with its draft, and no half step."""
    found = cut_power(tmp_path, CUTS)
    assert (0, 0, 0, 0) == (found.lost, found.twice, found.half_steps, found.wrong_drafts)
    assert found.acknowledged > BATCHES
    assert found.hit > 0, "no cut hit the writing: the test is too tame"


def test_the_cuts_are_hard_enough(tmp_path: Path) -> None:
    """A database that does not sync at each commit does lose acknowledged rows under the same cuts."""
    assert lose_by_syncing_less(tmp_path, CUTS) > 0
