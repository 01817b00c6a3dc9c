"""Which groups of people may be shown, so that no number speaks about fewer than five of them.

The rule is stricter than looking at one group at a time. Whoever knows several published groups can subtract them;
so the published groups cut the people into pieces (those who are in the same published groups), and no piece may hold
one to four people. Whatever can be had by adding and subtracting published groups is then empty or at least five:
each group, what is left beside it, and the difference of any two.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

SMALLEST = 5

Person = Mapping[str, str]
Filter = frozenset[tuple[str, str]]
"""All of these pairs of dimension and value must hold; the empty filter is everybody."""


def matches(person: Person, wanted: Filter) -> bool:
    """Return whether a person is in a group.

    >>> matches({"age": "60plus", "device": "phone"}, frozenset({("age", "60plus")}))
    True
    """
    return all(person.get(dimension) == value for dimension, value in wanted)


def publishable(people: Sequence[Person], wanted: Sequence[Filter], smallest: int = SMALLEST) -> tuple[Filter, ...]:
    """Return those of the wanted filters that may be shown together, in their order: an earlier one goes first.

    Everybody together is published anyway. A group without anybody is left out.

    >>> people = [{"age": "old"}] * 6 + [{"age": "young"}] * 7 + [{"age": "middle"}] * 2
    >>> [dict(one) for one in publishable(people, single_filters(people))]
    [{'age': 'young'}]
    """
    shown: list[Filter] = []
    for one in wanted:
        if any(matches(person, one) for person in people) and smallest_piece(people, [*shown, one]) >= smallest:
            shown.append(one)
    return tuple(shown)


def smallest_piece(people: Sequence[Person], shown: Sequence[Filter]) -> int:
    """Return the size of the smallest piece into which published groups cut the people; 0 without people."""
    pieces = Counter(tuple(matches(person, one) for one in shown) for person in people)
    return min(pieces.values(), default=0)


def single_filters(people: Sequence[Person], first: Sequence[str] = ()) -> tuple[Filter, ...]:
    """Return a filter for each value of each dimension: the dimensions named `first`, then the others by name;
    within a dimension the larger groups first.
    """
    counted = Counter(pair for person in people for pair in person.items())

    def key(pair: tuple[str, str]) -> tuple[int, str, int, str]:
        place = first.index(pair[0]) if pair[0] in first else len(first)
        return place, pair[0], -counted[pair], pair[1]

    return tuple(frozenset({pair}) for pair in sorted(counted, key=key))
