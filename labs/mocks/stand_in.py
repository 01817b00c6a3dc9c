"""The form in which the ready-made stand-ins are written."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Both = Mapping[str, str]
"""A text by language: "de" and "en"."""


@dataclass(frozen=True)
class StandIn:
    """A `labs.pages.Mock` as plain data.

    >>> fax = StandIn("fax", {"de": "Niemand sendet ein Fax."}, {"de": "Faxen"}, {"besetzt": {"de": "Noch einmal."}})
    >>> sorted(fax.failures)
    ['besetzt']
    """

    id: str
    text: Both
    button: Both
    failures: Mapping[str, Both] = field(default_factory=dict)
    at: str = ""
    fills: tuple[str, ...] = ()
