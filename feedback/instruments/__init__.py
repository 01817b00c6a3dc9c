"""Questionnaires as data: items, wording version, scale, scoring, source and licence.

>>> get("sus").wording("de")
'sus-de-1'
>>> score("ease", {"ease_1": 6}).value
6.0
"""

from collections.abc import Mapping

from feedback.instruments.ease import EASE
from feedback.instruments.grades import Grade, grade, grade_of_interval, percentile
from feedback.instruments.model import Instrument, Item, Score, Text, score_answers
from feedback.instruments.sus import SUS
from feedback.instruments.umux_lite import UMUX_LITE, predict_sus
from feedback.stats.result import NotEnoughData

INSTRUMENTS = {instrument.id: instrument for instrument in (EASE, UMUX_LITE, SUS)}

__all__ = [
    "EASE",
    "INSTRUMENTS",
    "SUS",
    "UMUX_LITE",
    "Grade",
    "Instrument",
    "Item",
    "Score",
    "Text",
    "get",
    "grade",
    "grade_of_interval",
    "percentile",
    "predict_sus",
    "score",
]


def get(instrument_id: str) -> Instrument:
    """Return the instrument with this id; KeyError names the known ones."""
    if instrument_id not in INSTRUMENTS:
        raise KeyError(f"no instrument {instrument_id!r}; known: {', '.join(INSTRUMENTS)}")
    return INSTRUMENTS[instrument_id]


def score(instrument: Instrument | str, answers: Mapping[str, int | None]) -> Score | NotEnoughData:
    """Return one person's score from `{item id: value}`; None and absent items are missing answers."""
    return score_answers(get(instrument) if isinstance(instrument, str) else instrument, answers)
