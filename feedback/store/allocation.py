"""Who tries which arm, and in which order: pure arithmetic over what was assigned so far."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence

from feedback.store.protocol import Design


def balanced_orders(arms: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the rows of a balanced Latin square (Williams 1949): n orders, 2n when n is odd and above 1.

    Each arm stands at each position equally often, and follows each other arm equally often.

    >>> balanced_orders(["A", "B"])
    [('A', 'B'), ('B', 'A')]
    >>> len(balanced_orders(["A", "B", "C"]))
    6
    """
    n = len(arms)
    zigzag = [position // 2 if position % 2 == 0 else n - (position + 1) // 2 for position in range(n)]
    rows = [tuple(arms[(step + row) % n] for step in zigzag) for row in range(n)]
    if n % 2 == 1 and n > 1:
        rows += [row[::-1] for row in rows]
    return rows


def choose_order(arms: Sequence[str], design: Design, taken: Iterable[tuple[str, ...]], seed: int) -> tuple[str, ...]:
    """Return the least used order (`between`: one arm; `within`: a row of the balanced square).

    Ties are broken by the seed and the number of people before, so that a repeated study assigns alike.

    >>> choose_order(["A", "B"], "between", [("A",)], seed=1)
    ('B',)
    """
    options = [(arm,) for arm in arms] if design == "between" else balanced_orders(arms)
    used = Counter(taken)
    fewest = min(used[option] for option in options)
    ties = [option for option in options if used[option] == fewest]
    digest = hashlib.sha256(f"{seed}/{used.total()}".encode()).digest()
    return ties[int.from_bytes(digest[:8]) % len(ties)]
