"""The methods by the names of the file format, with the inputs and outputs that it names.

What cannot be said (`NotEnoughData`) is None in every output.
"""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any, TypeAlias

from feedback import instruments, stats
from feedback.stats import NotEnoughData

Method: TypeAlias = Callable[..., dict[str, Any]]
Prior: TypeAlias = str | Sequence[float]

PRIORS = {"jeffreys": stats.JEFFREYS, "uniform": (1.0, 1.0)}
LEVELS: tuple[Any, ...] = ("nominal", "ordinal", "interval", "ratio")


def pick(found: object, **paths: str) -> dict[str, Any]:
    """Return the named attributes of a result; all None where nothing can be said.

    >>> pick(stats.Interval(0.1, 0.2), low="low")
    {'low': 0.1}
    >>> pick(NotEnoughData(0, 1, "..."), low="low", high="high")
    {'low': None, 'high': None}
    """
    if isinstance(found, NotEnoughData):
        return dict.fromkeys(paths)
    return {name: attrgetter(path)(found) for name, path in paths.items()}


def number(found: float | NotEnoughData) -> float | None:
    """Return the number, or None where nothing can be said."""
    return None if isinstance(found, NotEnoughData) else found


def shapes(prior: Prior) -> tuple[float, float]:
    """Return the shapes of a Beta prior, given as two numbers or by name.

    >>> shapes("jeffreys"), shapes([1, 1])
    ((0.5, 0.5), (1.0, 1.0))
    """
    if isinstance(prior, str):
        if prior not in PRIORS:
            raise ValueError(f"unknown prior {prior!r}; known: {', '.join(PRIORS)}")
        return PRIORS[prior]
    first, second = prior
    return float(first), float(second)


def score(instrument_id: str, responses: Sequence[int | None]) -> Any:
    """Return the score of responses in the order of the items."""
    return instruments.score(instrument_id, answers(instrument_id, responses))


def answers(instrument_id: str, responses: Sequence[int | None]) -> dict[str, int | None]:
    """Return responses by item; ValueError unless there is one, or None, for each."""
    items = instruments.get(instrument_id).items
    return {item.id: value for item, value in zip(items, responses, strict=True)}


def umux_lite(responses: Sequence[int | None]) -> dict[str, Any]:
    """Return the UMUX-Lite score and the SUS score it predicts."""
    value = pick(score("umux_lite", responses), score="value")["score"]
    return {"score": value, "sus_predicted": None if value is None else instruments.predict_sus(value)}


def ueq_s(responses: Sequence[int | None]) -> dict[str, Any]:
    """Return the UEQ-S score and those of its two halves."""
    parts = instruments.score_subscales(instruments.UEQ_S, answers("ueq_s", responses))
    halves = {name: pick(part, value="value")["value"] for name, part in parts.items()}
    return {**halves, **pick(score("ueq_s", responses), overall="value")}


def superiority(x1: int, n1: int, x2: int, n2: int, prior: Prior = "jeffreys") -> dict[str, Any]:
    """Return the chance that the first rate is higher."""
    return {"p": stats.superiority_probability(x1, n1, x2, n2, shapes(prior))}


def superiority_and_loss(x1: int, n1: int, x2: int, n2: int, prior: Prior = "jeffreys") -> dict[str, Any]:
    """Return the same, and what choosing the first costs on average."""
    loss = stats.expected_loss(x1, n1, x2, n2, shapes(prior))
    return {**superiority(x1, n1, x2, n2, prior), "expected_loss_of_1": loss}


def holm(p: Sequence[float], alpha: float = 0.05) -> dict[str, Any]:
    """Return adjusted p values and rejections."""
    found = stats.holm(p, alpha)
    return {"adjusted": list(found.adjusted), "reject": [int(fell) for fell in found.reject]}


def survival(t: Sequence[float], e: Sequence[int], at: Sequence[float]) -> dict[str, Any]:
    """Return the share not finished at the times asked for."""
    curve = stats.kaplan_meier(t, e)
    return {"surv": None if isinstance(curve, NotEnoughData) else [curve.at(time) for time in at]}


def medians(t1: Sequence[float], e1: Sequence[int], t2: Sequence[float], e2: Sequence[int]) -> dict[str, Any]:
    """Return the median time of two groups."""
    return {
        **pick(stats.kaplan_meier(t1, e1), median1="median"),
        **pick(stats.kaplan_meier(t2, e2), median2="median"),
    }


def krippendorff(data: Sequence[Sequence[float | str | None]]) -> dict[str, Any]:
    """Return alpha on the four scales; those that the ratings do not have are None."""
    rated = [value for row in data for value in row if value is not None]
    numbers = [value for value in rated if not isinstance(value, str)]
    words, negative = len(numbers) < len(rated), any(value < 0 for value in numbers)
    missing = {"ordinal", "interval", "ratio"} if words else {"ratio"} if negative else set()
    return {level: None if level in missing else number(stats.krippendorff_alpha(data, level)) for level in LEVELS}


def partial_values(x: float | Sequence[float], cutoffs: list[float], values: list[float]) -> dict[str, Any]:
    """Return the value of one number, or of each of several."""
    if isinstance(x, int | float):
        return {"value": stats.partial_value(x, cutoffs, values)}
    return {"value": [stats.partial_value(one, cutoffs, values) for one in x]}


def rank1(values: Sequence[Sequence[float]], weights: Any = None) -> dict[str, Any]:
    """Return the chance of the highest weighted sum: for weights uniform on the simplex (nothing, a word, or
    ones), for one vector of weights, or for drawn weights.
    """
    if weights is None or isinstance(weights, str | int) or all(weight == 1 for weight in weights):
        return {"p_rank1": list(stats.rank1_probabilities(values))}
    draws = weights if isinstance(weights[0], list | tuple) else [weights]
    return {"p_rank1": list(stats.rank1_shares(values, draws))}


TEST = {"t": "t", "df": "df", "p": "p", "ci_low": "interval.low", "ci_high": "interval.high"}
RANGE = {"low": "low", "high": "high"}
INNER_RANGE = {"low": "interval.low", "high": "interval.high"}
ESTIMATES = ("best", "jeffreys", "laplace", "mle", "wilson")
ADJUSTED = ("adjusted", "good_turing", "normalized")
DISCOVERY = (*ADJUSTED, "p", "singletons")

METHODS: dict[str, Method] = {
    "sus.score": lambda responses: pick(score("sus", responses), score="value"),
    "sus.grade": lambda score: pick(
        instruments.grade(score),
        grade="letter",
        percentile_low="percentile_low",
        percentile_high="percentile_high",
    ),
    "sus.percentile": lambda score: {"percentile": instruments.percentile(score)},
    "umux_lite.score": umux_lite,
    "ueq_s.score": ueq_s,
    # the published interval counts the people left out, too
    "cronbach_alpha": lambda data, missing="listwise": pick(
        stats.cronbach_alpha(data, missing, count_all=True), alpha="alpha", **INNER_RANGE
    ),
    "proportion.wilson": lambda x, n, level=0.95: pick(stats.wilson(x, n, level), **RANGE),
    "proportion.point_estimate": lambda x, n: pick(stats.point_estimate(x, n), **{name: name for name in ESTIMATES}),
    "bayes.gate_probability": lambda x, n, gate, prior="jeffreys": {
        "p_ge_gate": stats.gate_probability(x, n, gate, shapes(prior))
    },
    "bayes.prob_superior": superiority,
    "bayes.prob_superior_and_loss": superiority_and_loss,
    "two_prop.n1_chi2": lambda x1, n1, x2, n2: pick(
        stats.n1_chi_square(x1, n1, x2, n2), chisq="chi_square", p="p", z="z"
    ),
    "two_prop.newcombe_ci": lambda x1, n1, x2, n2, level=0.95: pick(
        stats.difference_interval(x1, n1, x2, n2, level), **RANGE
    ),
    "paired.mcnemar_midp": lambda b, c: {"p_midp": number(stats.mcnemar_midp(b, c))},
    "paired.newcombe_ci": lambda a, b, c, d, level=0.95: pick(
        stats.paired_interval(a, b, c, d, level), diff="difference", **INNER_RANGE
    ),
    "multiplicity.holm": holm,
    "time.geomean": lambda times: {"gm": stats.geometric_mean(times) if times else None},
    "time.geomean_ci": lambda times, level=0.95: pick(stats.geometric_mean_interval(times, level), **INNER_RANGE),
    "survival.km": survival,
    "survival.km_median": medians,
    "survival.logrank": lambda t1, e1, t2, e2: pick(stats.logrank(t1, e1, t2, e2), chisq="chi_square", p="p"),
    "mean.welch_t": lambda a, b: pick(stats.welch_t(a, b), **TEST),
    "mean.paired_t": lambda a, b: pick(stats.paired_t(a, b), diff="difference", **TEST),
    "lostness": lambda unique, total, optimum: {"lostness": stats.lostness(unique, total, optimum)},
    "efficiency.time_based_and_relative": lambda success, seconds: pick(
        stats.efficiency(success, seconds), time_based="time_based", overall_relative="relative"
    ),
    "discovery.rate": lambda p, n: {"rate": stats.discovery_rate(p, n)},
    "discovery.sample_size": lambda p, goal: {"n": stats.discovery_sample_size(p, goal)},
    "discovery.adjusted_p": lambda matrix: pick(stats.adjusted_discovery(matrix), **{name: name for name in DISCOVERY}),
    "discovery.adjusted_p_from_summary": lambda p, n, n_problems, singletons: pick(
        stats.discovery_from_summary(p, n, n_problems, singletons), **{name: name for name in ADJUSTED}
    ),
    "agreement.any_two": lambda problem_sets: {"any_two": number(stats.any_two([set(one) for one in problem_sets]))},
    "agreement.krippendorff_alpha": krippendorff,
    "mcda.partial_value": partial_values,
    "mcda.smaa_rank1": rank1,
    "samplesize.zero_failure": lambda gate, confidence: {"n": stats.zero_failure_sample(gate, confidence)},
    "samplesize.n_two_prop": lambda p1, p2, alpha=0.05, power=0.8: {"n": stats.two_rates_sample(p1, p2, alpha, power)},
    "samplesize.n_adjusted_wald_margin": lambda p, margin, level=0.95: {"n": stats.margin_sample(p, margin, level)},
}
