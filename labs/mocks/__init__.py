"""Stand-ins for other people's systems, with failures by script, so that the unhappy path can be tested.

    Page("anmelden", "Melden Sie sich an", mock=bundid())
    Task("antrag", "Stellen Sie den Antrag.", mocks={"bundid": ["abgebrochen", "erfolg"]})

After its script a stand-in succeeds. Its failure is recorded as a problem named `mock.abgebrochen`, never with a value.
A lab brings its own as any class with the attributes of `labs.pages.Mock`, or as a `StandIn`.
"""

from .ready_made import bundid, payment, prefill, virus_scan
from .stand_in import StandIn

__all__ = ["StandIn", "bundid", "payment", "prefill", "virus_scan"]
