"""How many people a study needs."""

from math import ceil, log, sqrt

from feedback.stats.proportion import normal_quantile

ROUNDING = 1e-9


def zero_failure_sample(gate: float, confidence: float) -> int:
    """Return the fewest people who must all succeed to show a rate of at least `gate`.

    It is the smallest n with gate^n <= 1 - confidence. Source: the "rule of three" made exact (Hanley and
    Lippman-Hand 1983).

    >>> zero_failure_sample(0.78, 0.95), zero_failure_sample(0.5, 0.75)
    (13, 2)
    """
    if not 0 < gate < 1 or not 0 < confidence < 1:
        raise ValueError(f"gate and confidence lie between 0 and 1, not at {gate} and {confidence}")
    return ceil(log(1 - confidence) / log(gate) - ROUNDING)


def two_rates_sample(p1: float, p2: float, alpha: float = 0.05, power: float = 0.8) -> float:
    """Return how many people a group are needed to tell two rates apart, two-sided; round it up.

    Equal rates raise ValueError: no sample tells them apart.
    Source: normal approximation, as R's power.prop.test, which does not round either.

    >>> round(two_rates_sample(0.50, 0.75, power=0.90), 1)
    76.7
    """
    if p1 == p2 or not all(0 <= p <= 1 for p in (p1, p2)) or not 0 < alpha < 1 or not 0 < power < 1:
        raise ValueError(f"need two different rates, alpha and power within 0 and 1: {p1}, {p2}, {alpha}, {power}")
    z_alpha, z_power = normal_quantile(1 - alpha), normal_quantile(2 * power - 1)
    middle = (p1 + p2) / 2
    by_chance = z_alpha * sqrt(2 * middle * (1 - middle))
    by_power = z_power * sqrt(p1 * (1 - p1) + p2 * (1 - p2))
    return max(by_chance + by_power, 0.0) ** 2 / (p1 - p2) ** 2


def margin_sample(p: float, margin: float, level: float = 0.95) -> int:
    """Return how many people give a rate near `p` an adjusted Wald interval of plus or minus `margin`.

    Source: Sauro and Lewis, Quantifying the User Experience, chapter 6: z^2 p(1-p)/d^2 - z^2, rounded up,
    but at least 1.

    >>> margin_sample(0.5, 0.1)
    93
    """
    if not 0 <= p <= 1 or not 0 < margin < 1:
        raise ValueError(f"rate and margin lie between 0 and 1, not at {p} and {margin}")
    z2 = normal_quantile(level) ** 2
    return max(1, ceil(z2 * p * (1 - p) / margin**2 - z2 - ROUNDING))
