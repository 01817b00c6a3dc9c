"""Two items on trust, in our own wording: no norms exist, so compare them only with themselves."""

from feedback.instruments.model import Instrument, Item, Text

TRUST = Instrument(
    id="trust",
    title=Text("Ihr Vertrauen", "Your trust"),
    items=(
        Item(
            "trust_1",
            Text(
                "Ich vertraue darauf, dass {service} meine Angaben richtig verarbeitet.",
                "I trust {service} to process what I entered correctly.",
            ),
        ),
        Item(
            "trust_2",
            Text(
                "Ich würde {service} meine persönlichen Daten anvertrauen.",
                "I would entrust my personal data to {service}.",
            ),
        ),
    ),
    low=1,
    high=7,
    low_label=Text("stimme überhaupt nicht zu", "strongly disagree"),
    high_label=Text("stimme vollkommen zu", "strongly agree"),
    bottom=0.0,
    top=100.0,
    min_answers=2,
    version=1,
    source="own",
    licence="EUPL-1.2",
)
