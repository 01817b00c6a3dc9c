"""The short User Experience Questionnaire (UEQ-S): eight pairs of words, from the left (1) to the right (7)."""

from feedback.instruments.model import Instrument, Item, Subscale, Text

PAIRS = (
    Text("behindernd – unterstützend", "obstructive – supportive"),
    Text("kompliziert – einfach", "complicated – easy"),
    Text("ineffizient – effizient", "inefficient – efficient"),
    Text("verwirrend – übersichtlich", "confusing – clear"),
    Text("langweilig – spannend", "boring – exciting"),
    Text("uninteressant – interessant", "not interesting – interesting"),
    Text("konventionell – originell", "conventional – inventive"),
    Text("herkömmlich – neuartig", "usual – leading edge"),
)

UEQ_S = Instrument(
    id="ueq_s",
    title=Text("Ihr Eindruck", "Your impression"),
    items=tuple(Item(f"ueq_s_{i}", text) for i, text in enumerate(PAIRS, start=1)),
    low=1,
    high=7,
    low_label=Text("das linke Wort trifft zu", "the word on the left fits"),
    high_label=Text("das rechte Wort trifft zu", "the word on the right fits"),
    bottom=-3.0,
    top=3.0,
    min_answers=8,
    version=1,
    source="Schrepp, Hinderks and Thomaschewski 2017, Design and evaluation of a short version of the UEQ, IJIMAI 4(6)",
    licence="free to use with acknowledgement of the source",
    subscales=(
        Subscale("pragmatic", Text("Nützlichkeit", "Pragmatic quality"), tuple(f"ueq_s_{i}" for i in range(1, 5))),
        Subscale("hedonic", Text("Anregung", "Hedonic quality"), tuple(f"ueq_s_{i}" for i in range(5, 9))),
    ),
)
