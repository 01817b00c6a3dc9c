"""Several criteria at once: value functions, and who wins under weights that nobody knows exactly."""

from collections.abc import Sequence
from itertools import pairwise
from math import factorial
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from numpy import floating
    from numpy.typing import NDArray

    Numbers: TypeAlias = NDArray[floating]

THIN = 1e-9  # a region of weights narrower than this has no share worth telling


def partial_value(x: float, cutoffs: Sequence[float], values: Sequence[float]) -> float:
    """Return the value of `x` on the piecewise linear function through (cutoffs, values), clamped at the
    ends.

    Cutoffs ascend; values may ascend or descend. Absolute anchors instead of the best and worst of a study
    keep the order of two prototypes when a third one joins. Source: Keeney and Raiffa 1976.

    >>> partial_value(0.1, [-0.15, 0, 0.25, 0.35], [0, 0.1, 0.9, 1]).__round__(6)
    0.42
    >>> partial_value(400, [120, 300], [1, 0])
    0.0
    """
    import numpy as np

    if len(cutoffs) != len(values) or not cutoffs:
        raise ValueError(f"each cutoff has one value, not {len(cutoffs)} and {len(values)}")
    if any(one >= other for one, other in pairwise(cutoffs)):
        raise ValueError(f"cutoffs ascend: {list(cutoffs)}")
    return float(np.interp(x, cutoffs, values))


def rank1_probabilities(values: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """Return for each alternative (row of values, a column a criterion) the chance that its weighted sum is
    highest when all weights that sum to 1 are equally likely.

    It is the exact share of the weight simplex, not a simulation; equal alternatives share theirs.
    Source: Lahdelma, Hokkanen and Salminen 1998, SMAA.

    >>> rank1_probabilities([[1.0, 0.0], [0.0, 0.5]])[0].__round__(4)
    0.6667
    >>> rank1_probabilities([[1.0, 1.0], [0.0, 0.5], [1.0, 1.0]])
    (0.5, 0.0, 0.5)
    """
    rows = [tuple(map(float, row)) for row in values]
    if not rows or len({len(row) for row in rows}) > 1 or not rows[0]:
        raise ValueError("each alternative has one value for each criterion")
    shares = {row: best_share(row, [other for other in set(rows) if other != row]) for row in set(rows)}
    total = sum(shares.values())
    return tuple(shares[row] / rows.count(row) / total for row in rows)


def rank1_shares(values: Sequence[Sequence[float]], draws: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """Return how often each alternative (row of values) is best under the drawn weights (a row a draw); the
    first of equals wins.

    >>> rank1_shares([[1.0, 0.0], [0.0, 0.5]], [[0.5, 0.5], [0.1, 0.9]])
    (0.5, 0.5)
    """
    import numpy as np

    winners = np.argmax(np.asarray(draws, dtype=float) @ np.asarray(values, dtype=float).T, axis=1)
    return tuple(float(share) for share in np.bincount(winners, minlength=len(values)) / len(winners))


def best_share(row: Sequence[float], others: Sequence[Sequence[float]]) -> float:
    """Return the share of the weight simplex in which `row` beats all `others`."""
    import numpy as np

    criteria = len(row)
    ahead = np.array(others, dtype=float).reshape(-1, criteria) - np.array(row)
    if criteria == 1:
        return float(bool((ahead <= 0).all()))
    # the last weight is one minus the others: normal @ w + offset <= 0, and the simplex itself
    normals = np.vstack([ahead[:, :-1] - ahead[:, -1:], -np.eye(criteria - 1), np.ones(criteria - 1)])
    offsets = np.concatenate([ahead[:, -1], np.zeros(criteria - 1), [-1.0]])
    lengths = np.linalg.norm(normals, axis=1)
    flat = lengths == 0
    if (offsets[flat] > 0).any():
        return 0.0
    halfspaces = np.column_stack([normals, offsets])[~flat] / lengths[~flat, None]
    return volume(halfspaces) * factorial(criteria - 1)


def volume(halfspaces: "Numbers") -> float:
    """Return the volume of a bounded region; each row is a unit normal and an offset of n @ w + c <= 0."""
    import numpy as np
    from scipy.optimize import linprog
    from scipy.spatial import ConvexHull, HalfspaceIntersection

    normals, offsets = halfspaces[:, :-1], halfspaces[:, -1]
    size = normals.shape[1]
    if size == 1:
        ends = -offsets / normals[:, 0]
        upper, lower = ends[normals[:, 0] > 0].min(), ends[normals[:, 0] < 0].max()
        return max(float(upper - lower), 0.0)
    # the centre of the largest ball inside, which the intersection needs to start from
    largest = linprog(
        [*[0.0] * size, -1.0],
        A_ub=np.column_stack([normals, np.ones(len(normals))]),
        b_ub=-offsets,
        bounds=[*[(None, None)] * size, (0, None)],
    )
    if largest.status != 0 or largest.x[-1] < THIN:
        return 0.0
    corners = HalfspaceIntersection(halfspaces, largest.x[:-1]).intersections
    return float(ConvexHull(corners, qhull_options="QJ").volume)
