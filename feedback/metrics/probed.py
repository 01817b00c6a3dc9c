"""What the client probe saw on the pages of an arm; only people who allowed it stand behind these numbers."""

from collections.abc import Mapping
from dataclasses import dataclass

from feedback.metrics.values import Metric, rate_metric
from feedback.rollup import ArmSums, Place, RollAmount, duration_of
from feedback.stats import NotEnoughData, quantile_from_counts

NONE = RollAmount(0, 0, 0)
Buckets = list[tuple[float, int]]
"""Seconds with how many sessions have them."""


@dataclass(frozen=True)
class ProbedField:
    """A field of a page, filled in by `n` persons: the median seconds before the first input and with the focus there
    (within 5 %; None where nobody has a value), and the corrections a person.
    """

    page: str
    target: str
    n: int
    hesitation_s: float | None
    dwell_s: float | None
    edits: float


@dataclass(frozen=True)
class ProbedPage:
    """A page: the share of the probed persons who clicked where nothing happened, or hastily again and again."""

    page: str
    dead: Metric | NotEnoughData
    rage: Metric | NotEnoughData
    dead_clicks: int
    rage_clicks: int


@dataclass(frozen=True)
class Probed:
    """What the probe saw of an arm: `n` sessions were recorded by it, among `of` that count."""

    n: int
    of: int
    fields: tuple[ProbedField, ...]
    pages: tuple[ProbedPage, ...]


def read_probe(sums: ArmSums, titles: Mapping[str, str]) -> Probed:
    """Return what the probe saw of an arm, pages in the order of `titles`."""
    n = sums.counts("source").get("probe", 0)
    order = {page: place for place, page in enumerate(titles)}
    hesitations, dwells = (group_buckets(sums, measure) for measure in ("hesitation_ms", "dwell_ms"))
    pages = {place.page for measure in ("dead_clicks", "rage_clicks") for place in amounts(sums, measure)}
    return Probed(
        n=n,
        of=sums.kinds["usable"],
        fields=tuple(
            read_field(sums, place, hesitations, dwells)
            for place in sorted(amounts(sums, "dwell_ms"), key=lambda one: (order.get(one.page, len(order)), one))
        ),
        pages=tuple(
            read_page(sums, page, n) for page in sorted(pages, key=lambda one: (order.get(one, len(order)), one))
        ),
    )


def amounts(sums: ArmSums, measure: str) -> Mapping[Place, RollAmount]:
    """Return the amounts of a measure of the probe."""
    return sums.figures.get(f"probe.{measure}", {})


def group_buckets(sums: ArmSums, measure: str) -> dict[Place, Buckets]:
    """Return the histogram of a time in seconds for each place."""
    found: dict[Place, Buckets] = {}
    for place, amount in amounts(sums, f"{measure}.bucket").items():
        counted = duration_of(int(place.value)) / 1000, amount.n
        found.setdefault(Place(place.task, place.page, place.target), []).append(counted)
    return found


def read_field(
    sums: ArmSums, place: Place, hesitations: Mapping[Place, Buckets], dwells: Mapping[Place, Buckets]
) -> ProbedField:
    """Return the numbers of one field."""
    n = amounts(sums, "dwell_ms")[place].n
    edits = amounts(sums, "edits").get(place, NONE)
    hesitation_s, dwell_s = (median_of(buckets.get(place, [])) for buckets in (hesitations, dwells))
    return ProbedField(place.page, place.target, n, hesitation_s, dwell_s, edits.total / edits.n if edits.n else 0.0)


def median_of(buckets: Buckets) -> float | None:
    """Return the median of a histogram, None where nobody has a value."""
    found = quantile_from_counts(buckets, 0.5)
    return None if isinstance(found, NotEnoughData) else found


def read_page(sums: ArmSums, page: str, n: int) -> ProbedPage:
    """Return the clicks on one page, of `n` probed sessions."""
    dead, rage = (amounts(sums, measure).get(Place(page=page), NONE) for measure in ("dead_clicks", "rage_clicks"))
    return ProbedPage(page, rate_metric(dead.n, n), rate_metric(rage.n, n), dead.total, rage.total)
