"""Posterior probabilities that a gate holds."""

from collections.abc import Sequence
from math import sqrt

from feedback.stats.mean import spread
from feedback.stats.result import NotEnoughData

JEFFREYS = (0.5, 0.5)


def gate_probability(x: int, n: int, gate: float, prior: tuple[float, float] = JEFFREYS) -> float:
    """Return P(p >= gate) after x successes in n trials, under the Beta posterior of the given Beta prior.

    With no trial this is the probability under the prior, so a caller asks for n > 0 before it says anything.
    Source: Beta-binomial conjugacy; Jeffreys prior Beta(.5, .5).

    >>> round(gate_probability(13, 13, 0.78), 6)
    0.989733
    """
    from scipy.special import betaincc

    if not 0 <= x <= n:
        raise ValueError(f"{x} of {n} is no rate: 0 <= x <= n must hold")
    if not 0 < gate < 1:
        raise ValueError(f"a gate for a rate lies between 0 and 1, not at {gate}")
    return float(betaincc(x + prior[0], n - x + prior[1], gate))


def mean_gate_probability(values: Sequence[float], gate: float, step: float = 0.0) -> float | NotEnoughData:
    """Return P(mu >= gate) under the posterior t of a normal mean with the reference prior 1/sigma.

    `step` is the smallest difference the scale can show; see `spread` for what equal values then mean.
    With `step` 0 and equal values nothing can be said. Source: Box and Tiao 1973, section 2.4.

    >>> round(mean_gate_probability([60.0, 70.0, 80.0, 90.0], 68.0), 3)
    0.821
    >>> mean_gate_probability([80.0], 68.0).need
    2
    """
    from scipy.special import stdtr

    if len(values) < 2:
        return NotEnoughData(len(values), 2, "Für eine Streuung sind zwei Werte nötig.")
    sd = spread(values, step)
    if sd == 0:
        return NotEnoughData(len(values), len(values) + 1, "Alle Werte sind gleich. Die Streuung ist unbekannt.")
    n = len(values)
    return float(stdtr(n - 1, (sum(values) / n - gate) / (sd / sqrt(n))))
