"""What sessions add up to: whole numbers by study, arm and figure, so that adding and taking away are exact.

A dashboard that reads sums does not grow with the crowd. The roll-up can always be thrown away and made anew from the
recordings.
"""

from feedback.rollup.contributing import contribution
from feedback.rollup.keys import (
    KEY_COLUMNS,
    LOG_UNIT,
    LOSTNESS_UNIT,
    SCORE_UNIT,
    RollAmount,
    RollKey,
    Rows,
    bucket_of,
    duration_of,
    merge,
)
from feedback.rollup.reading import Amounts, ArmSums, Place, RollUp

__all__ = [
    "KEY_COLUMNS",
    "LOG_UNIT",
    "LOSTNESS_UNIT",
    "SCORE_UNIT",
    "Amounts",
    "ArmSums",
    "Place",
    "RollAmount",
    "RollKey",
    "RollUp",
    "Rows",
    "bucket_of",
    "contribution",
    "duration_of",
    "merge",
]
