"""The Single Ease Question, asked after each task."""

from feedback.instruments.model import Instrument, Item, Text

EASE = Instrument(
    id="ease",
    title=Text("Diese Aufgabe", "This task"),
    items=(
        Item(
            "ease_1",
            Text("Wie schwer oder leicht war diese Aufgabe?", "How difficult or easy was this task?"),
        ),
    ),
    low=1,
    high=7,
    low_label=Text("sehr schwer", "very difficult"),
    high_label=Text("sehr leicht", "very easy"),
    bottom=1.0,
    top=7.0,
    min_answers=1,
    version=1,
    source="Sauro and Dumas 2009, Comparison of three one-question, post-task questionnaires, CHI 2009",
    licence="free to use with acknowledgement of the source",
    per_task=True,
)
