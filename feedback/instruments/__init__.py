"""Questionnaires as data: items, wording version, scale, scoring, source and licence.

>>> get("sus").wording("de")
'sus-de-1'
>>> score("ease", {"ease_1": 6}).value
6.0
"""

from collections.abc import Mapping, Sequence

from feedback.instruments.ease import EASE
from feedback.instruments.grades import Grade, grade, grade_of_interval, percentile
from feedback.instruments.loading import load, load_folder, parse
from feedback.instruments.model import (
    Instrument,
    Item,
    Score,
    Subscale,
    Text,
    contributions,
    score_answers,
    score_subscales,
)
from feedback.instruments.shipped import SHIPPED
from feedback.instruments.sus import SUS
from feedback.instruments.trust import TRUST
from feedback.instruments.ueq_s import UEQ_S
from feedback.instruments.umux_lite import UMUX_LITE, predict_sus
from feedback.stats.reliability import Alpha, cronbach_alpha
from feedback.stats.result import NotEnoughData

INSTRUMENTS = dict(SHIPPED)

__all__ = [
    "EASE",
    "INSTRUMENTS",
    "SHIPPED",
    "SUS",
    "TRUST",
    "UEQ_S",
    "UMUX_LITE",
    "Grade",
    "Instrument",
    "Item",
    "Score",
    "Subscale",
    "Text",
    "get",
    "grade",
    "grade_of_interval",
    "load",
    "load_folder",
    "parse",
    "percentile",
    "predict_sus",
    "register",
    "reliability",
    "score",
    "score_subscales",
]


def get(instrument_id: str) -> Instrument:
    """Return the instrument with this id; KeyError names the known ones."""
    if instrument_id not in INSTRUMENTS:
        raise KeyError(f"no instrument {instrument_id!r}; known: {', '.join(INSTRUMENTS)}")
    return INSTRUMENTS[instrument_id]


def register(*own: Instrument) -> None:
    """Make a lab's own instruments known; a shipped one cannot be replaced (ValueError)."""
    for instrument in own:
        if instrument.id in SHIPPED:
            raise ValueError(f"{instrument.id} is the id of a shipped instrument")
        INSTRUMENTS[instrument.id] = instrument


def score(instrument: Instrument | str, answers: Mapping[str, int | None]) -> Score | NotEnoughData:
    """Return one person's score from `{item id: value}`; None and absent items are missing answers."""
    return score_answers(get(instrument) if isinstance(instrument, str) else instrument, answers)


def reliability(instrument: Instrument, persons: Sequence[Mapping[str, int | None]]) -> Alpha | NotEnoughData:
    """Return Cronbach's alpha of the answers of several people who read the same wording, reverse items
    turned; people with missing answers are left out.

    >>> people = [{"umux_lite_1": 6, "umux_lite_2": 7}, {"umux_lite_1": 2, "umux_lite_2": 3}]
    >>> reliability(UMUX_LITE, people).alpha
    1.0
    """
    given = [contributions(instrument, answers) for answers in persons]
    return cronbach_alpha([[one.get(item.id) for item in instrument.items] for one in given])
