"""Small pure functions of statistics; each names its source, its units and what it does when data are
missing.

Nothing here knows sessions or studies. scipy is imported inside the functions, so that a citizen's page
never pays for it.
"""

from feedback.stats.agreement import any_two, krippendorff_alpha
from feedback.stats.allocation import allocation_p
from feedback.stats.bayes import JEFFREYS, gate_probability, mean_gate_probability
from feedback.stats.comparison import MeanTest, paired_t, welch_t
from feedback.stats.difference import RateTest, difference_interval, n1_chi_square
from feedback.stats.discovery import (
    Discovery,
    adjusted_discovery,
    discovery_from_summary,
    discovery_rate,
    discovery_sample_size,
)
from feedback.stats.durations import geometric_mean, geometric_mean_interval
from feedback.stats.efficiency import Efficiency, efficiency
from feedback.stats.lostness import lostness
from feedback.stats.mean import Mean, mean_interval, spread
from feedback.stats.multicriteria import partial_value, rank1_probabilities, rank1_shares
from feedback.stats.multiplicity import Holm, holm
from feedback.stats.paired import PairedDifference, mcnemar_midp, paired_interval
from feedback.stats.planning import margin_sample, two_rates_sample, zero_failure_sample
from feedback.stats.proportion import PointEstimate, fewest_successes, point_estimate, wilson
from feedback.stats.reliability import Alpha, cronbach_alpha
from feedback.stats.result import Interval, NotEnoughData
from feedback.stats.sums import (
    geometric_mean_from_sums,
    kaplan_meier_from_counts,
    mean_from_sums,
    quantile_from_counts,
)
from feedback.stats.superiority import expected_loss, superiority_probability
from feedback.stats.survival import LogRank, SurvivalCurve, kaplan_meier, logrank

__all__ = [
    "JEFFREYS",
    "Alpha",
    "Discovery",
    "Efficiency",
    "Holm",
    "Interval",
    "LogRank",
    "Mean",
    "MeanTest",
    "NotEnoughData",
    "PairedDifference",
    "PointEstimate",
    "RateTest",
    "SurvivalCurve",
    "adjusted_discovery",
    "allocation_p",
    "any_two",
    "cronbach_alpha",
    "difference_interval",
    "discovery_from_summary",
    "discovery_rate",
    "discovery_sample_size",
    "efficiency",
    "expected_loss",
    "fewest_successes",
    "gate_probability",
    "geometric_mean",
    "geometric_mean_from_sums",
    "geometric_mean_interval",
    "holm",
    "kaplan_meier",
    "kaplan_meier_from_counts",
    "krippendorff_alpha",
    "logrank",
    "lostness",
    "margin_sample",
    "mcnemar_midp",
    "mean_from_sums",
    "mean_gate_probability",
    "mean_interval",
    "n1_chi_square",
    "paired_interval",
    "paired_t",
    "partial_value",
    "point_estimate",
    "quantile_from_counts",
    "rank1_probabilities",
    "rank1_shares",
    "spread",
    "superiority_probability",
    "two_rates_sample",
    "welch_t",
    "wilson",
    "zero_failure_sample",
]
