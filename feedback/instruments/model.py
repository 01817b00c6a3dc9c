"""The shape of a questionnaire, and the one rule that scores all of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil

from feedback.stats.result import NotEnoughData


@dataclass(frozen=True)
class Text:
    """A text on a screen in German and English."""

    de: str
    en: str

    def show(self, language: str, service: str = "") -> str:
        """Return the text in `language` ("de" or "en") with the name of the service put in.

        >>> Text("{service} ist einfach.", "{service} is easy.").show("de", "Wohngeld")
        'Wohngeld ist einfach.'
        """
        return (self.en if language == "en" else self.de).replace("{service}", service)


@dataclass(frozen=True)
class Item:
    """One question; in a `reverse` item a low answer is good."""

    id: str
    text: Text
    reverse: bool = False


@dataclass(frozen=True)
class Subscale:
    """Some items of a questionnaire that are scored on their own, too."""

    id: str
    title: Text
    items: tuple[str, ...]


@dataclass(frozen=True)
class Instrument:
    """A questionnaire: answers run from `low` to `high`, its score from `bottom` to `top` (higher is better).

    `version` counts the wordings: it rises with every changed word, and two wordings are never pooled.
    A person with fewer than `min_answers` answers has no score. `per_task` questionnaires follow each task.
    A lab's own questionnaire carries the `fingerprint` of its words, so that they cannot change unnoticed.
    """

    id: str
    title: Text
    items: tuple[Item, ...]
    low: int
    high: int
    low_label: Text
    high_label: Text
    bottom: float
    top: float
    min_answers: int
    version: int
    source: str
    licence: str
    per_task: bool = False
    subscales: tuple[Subscale, ...] = ()
    fingerprint: str = ""

    def wording(self, language: str) -> str:
        """Return the id of the wording that a person has read; it is stored with each answer."""
        return "-".join(filter(None, (self.id, language, str(self.version), self.fingerprint)))

    def accepts(self, item_id: str, value: int) -> bool:
        """Return whether the item is one of this questionnaire and the value on its scale."""
        return self.low <= value <= self.high and any(item.id == item_id for item in self.items)

    @property
    def step(self) -> float:
        """The smallest difference between two scores."""
        return (self.top - self.bottom) / (len(self.items) * (self.high - self.low))


@dataclass(frozen=True)
class Score:
    """One person's score; `imputed` says that missing answers were filled with the person's own mean
    contribution.
    """

    instrument: str
    value: float
    answered: int
    imputed: bool


def score_answers(instrument: Instrument, answers: Mapping[str, int | None]) -> Score | NotEnoughData:
    """Score the answers of one person.

    Each answer contributes its distance from the bad end of the scale; the score is the mean contribution,
    stretched to the range of the instrument. For SUS this is Brooke's rule (odd x - 1, even 5 - x, sum
    times 2.5). Taking the mean over the given answers is the same as filling each missing one with the
    person's mean contribution. Answers to unknown items or outside the scale raise ValueError.
    """
    given = contributions(instrument, answers)
    if len(given) < instrument.min_answers:
        return NotEnoughData(len(given), instrument.min_answers, "Es fehlen zu viele Antworten.")
    width = len(given) * (instrument.high - instrument.low)
    value = instrument.bottom + sum(given.values()) * (instrument.top - instrument.bottom) / width
    return Score(instrument.id, value, len(given), imputed=len(given) < len(instrument.items))


def score_subscales(instrument: Instrument, answers: Mapping[str, int | None]) -> dict[str, Score | NotEnoughData]:
    """Return the score of each subscale by its id; it needs the same share of answers as the whole."""
    found = {}
    for scale in instrument.subscales:
        need = ceil(instrument.min_answers * len(scale.items) / len(instrument.items))
        part = replace(
            instrument,
            id=f"{instrument.id}.{scale.id}",
            items=tuple(item for item in instrument.items if item.id in scale.items),
            min_answers=need,
        )
        found[scale.id] = score_answers(part, {item: answers.get(item) for item in scale.items})
    return found


def contributions(instrument: Instrument, answers: Mapping[str, int | None]) -> dict[str, int]:
    """Return the distance of each given answer from the bad end of the scale, in the order of the items.

    Answers to unknown items or outside the scale raise ValueError.
    """
    given = {item: value for item, value in answers.items() if value is not None}
    for item, answer in given.items():
        if not instrument.accepts(item, answer):
            raise ValueError(f"{instrument.id}: {item} = {answer} is not on the scale")
    return {
        item.id: instrument.high - given[item.id] if item.reverse else given[item.id] - instrument.low
        for item in instrument.items
        if item.id in given
    }
