"""UMUX-Lite (Lewis, Utesch and Maher 2013): two items from 1 to 7."""

from feedback.instruments.model import Instrument, Item, Text

UMUX_LITE = Instrument(
    id="umux_lite",
    title=Text("Nutzen und Bedienung", "Usefulness and ease of use"),
    items=(
        Item(
            "umux_lite_1",
            Text(
                "Die Funktionen von {service} erfüllen meine Anforderungen.",
                "The capabilities of {service} meet my requirements.",
            ),
        ),
        Item("umux_lite_2", Text("{service} ist einfach zu bedienen.", "{service} is easy to use.")),
    ),
    low=1,
    high=7,
    low_label=Text("stimme überhaupt nicht zu", "strongly disagree"),
    high_label=Text("stimme vollkommen zu", "strongly agree"),
    bottom=0.0,
    top=100.0,
    min_answers=2,
    version=1,
    source="Lewis, Utesch and Maher 2013, UMUX-LITE: when there's no time for the SUS, CHI 2013",
    licence="free to use with acknowledgement of the source",
)


def predict_sus(umux_lite: float) -> float:
    """Return the SUS score that the published regression predicts from a UMUX-Lite score (both 0 to 100).

    Source: Lewis, Utesch and Maher 2013: 0.65 * UMUX-Lite + 22.9.

    >>> round(predict_sus(75.0), 2)
    71.65
    """
    return 0.65 * umux_lite + 22.9
