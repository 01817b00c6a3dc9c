"""What a SUS score means beside others: the curved grading scale of Sauro and Lewis (2012)."""

from bisect import bisect_right
from dataclasses import dataclass

MOST_GRADES = 3  # an interval over more grades than this says too little for a letter


@dataclass(frozen=True)
class Grade:
    """A letter from F to A+ and the percentile range it stands for."""

    letter: str
    percentile_low: int
    percentile_high: int


# lower end of the score range, then the grade; published with one decimal
SCALE = (
    (0.0, Grade("F", 0, 14)),
    (51.7, Grade("D", 15, 34)),
    (62.7, Grade("C-", 35, 40)),
    (65.0, Grade("C", 41, 59)),
    (71.1, Grade("C+", 60, 64)),
    (72.6, Grade("B-", 65, 69)),
    (74.1, Grade("B", 70, 79)),
    (77.2, Grade("B+", 80, 84)),
    (78.9, Grade("A-", 85, 89)),
    (80.8, Grade("A", 90, 95)),
    (84.1, Grade("A+", 96, 100)),
)
LOWER_ENDS = [lower for lower, _ in SCALE]


def rank(score: float) -> int:
    """Return the place of a score (0 to 100) in the scale: 0 is F, 10 is A+. Scores outside raise
    ValueError.
    """
    if not 0 <= score <= 100:
        raise ValueError(f"a SUS score lies between 0 and 100, not at {score}")
    return bisect_right(LOWER_ENDS, round(score, 1)) - 1


def grade(score: float) -> Grade:
    """Return the grade of a mean SUS score from 0 to 100.

    >>> grade(68).letter, grade(80.7).letter, grade(84.1).letter
    ('C', 'A-', 'A+')
    """
    return SCALE[rank(score)][1]


def grade_of_interval(score: float, low: float, high: float) -> Grade | None:
    """Return the grade of `score`, or None when its interval covers more than three grades.

    >>> grade_of_interval(81.5, 79.0, 84.0).letter
    'A'
    >>> grade_of_interval(81.5, 70.0, 93.0) is None
    True
    """
    covered = rank(high) - rank(low) + 1
    return grade(score) if covered <= MOST_GRADES else None


def percentile(score: float) -> float:
    """Return the share (0 to 100) of published products with a lower SUS score, interpolated between the
    grades.

    >>> round(percentile(68))
    50
    """
    place = rank(score)
    lower, at = SCALE[place]
    upper, then = SCALE[place + 1] if place + 1 < len(SCALE) else (100.0, Grade("", 100, 100))
    part = min(max((score - lower) / (upper - lower), 0.0), 1.0)
    return at.percentile_low + (then.percentile_low - at.percentile_low) * part
