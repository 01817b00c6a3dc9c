"""How people move through the pages of a task: where they turn back, where they go in circles."""

from collections.abc import Collection, Sequence


def collapse(pages: Sequence[str]) -> tuple[str, ...]:
    """Return the pages without repetitions in a row, which are the same page shown again.

    >>> collapse(["a", "a", "b", "a"])
    ('a', 'b', 'a')
    """
    return tuple(page for place, page in enumerate(pages) if place == 0 or page != pages[place - 1])


def find_turns(pages: Sequence[str], hubs: Collection[str] = ()) -> frozenset[str]:
    """Return the pages from which somebody went back to the page before, instead of on.

    The page before must have been there earlier: whoever goes a-b-c-b-c turned at c; at b it was a way forward.
    `hubs` are pages from which people are meant to leave and return, such as check-your-answers: to come back to one
    is no turn, and neither is to leave it.

    >>> sorted(find_turns(["a", "b", "c", "b", "c", "d"]))
    ['c']
    >>> sorted(find_turns(["check", "b", "check"], hubs={"check"}))
    []
    """
    way = collapse(pages)
    first = {page: place for place, page in reversed(list(enumerate(way)))}
    return frozenset(
        page
        for before, page, after in zip(way, way[1:], way[2:], strict=False)
        if before == after and first[after] < first[page] and not {before, page} & set(hubs)
    )


def find_circles(pages: Sequence[str], hubs: Collection[str] = ()) -> frozenset[frozenset[str]]:
    """Return the circles that somebody went at least twice: the pages between three visits of one page.

    What passes through one of the `hubs` is no circle (see `find_turns`). Of circles within each other only the
    smallest counts.

    >>> [sorted(circle) for circle in find_circles(["a", "b", "c", "a", "b", "c", "a"])]
    [['a', 'b', 'c']]
    >>> find_circles(["a", "b", "a", "c"])
    frozenset()
    """
    way = collapse(pages)
    found = set()
    for page in set(way) - set(hubs):
        places = [place for place, seen in enumerate(way) if seen == page]
        for start, end in zip(places, places[2:], strict=False):
            circle = frozenset(way[start:end])
            if not circle & set(hubs):
                found.add(circle)
    return frozenset(circle for circle in found if not any(other < circle for other in found))
