"""Small pure functions of statistics; each names its source, its units and what it does when data are
missing.

Nothing here knows sessions or studies. scipy is imported inside the functions, so that a citizen's page
never pays for it.
"""

from feedback.stats.allocation import allocation_p
from feedback.stats.bayes import gate_probability, mean_gate_probability
from feedback.stats.durations import geometric_mean, geometric_mean_interval
from feedback.stats.lostness import lostness
from feedback.stats.mean import Mean, mean_interval, spread
from feedback.stats.proportion import PointEstimate, fewest_successes, point_estimate, wilson
from feedback.stats.result import Interval, NotEnoughData

__all__ = [
    "Interval",
    "Mean",
    "NotEnoughData",
    "PointEstimate",
    "allocation_p",
    "fewest_successes",
    "gate_probability",
    "geometric_mean",
    "geometric_mean_interval",
    "lostness",
    "mean_gate_probability",
    "mean_interval",
    "point_estimate",
    "spread",
    "wilson",
]
