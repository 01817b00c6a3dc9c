"""The System Usability Scale (Brooke 1996) with ten items from 1 to 5."""

from feedback.instruments.model import Instrument, Item, Text

SUS_TEXTS = (
    Text(
        "Ich denke, dass ich {service} gerne häufig benutzen würde.",
        "I think that I would like to use {service} frequently.",
    ),
    Text("Ich fand {service} unnötig komplex.", "I found {service} unnecessarily complex."),
    Text("Ich fand {service} einfach zu benutzen.", "I thought {service} was easy to use."),
    Text(
        "Ich glaube, ich würde die Hilfe einer technisch versierten Person benötigen, um {service} benutzen zu können.",
        "I think that I would need the support of a technical person to be able to use {service}.",
    ),
    Text(
        "Ich fand, die verschiedenen Funktionen in {service} waren gut integriert.",
        "I found the various functions in {service} were well integrated.",
    ),
    Text(
        "Ich denke, {service} enthielt zu viele Inkonsistenzen.",
        "I thought there was too much inconsistency in {service}.",
    ),
    Text(
        "Ich kann mir vorstellen, dass die meisten Menschen den Umgang mit {service} sehr schnell lernen.",
        "I would imagine that most people would learn to use {service} very quickly.",
    ),
    Text("Ich fand {service} sehr umständlich zu nutzen.", "I found {service} very cumbersome to use."),
    Text(
        "Ich fühlte mich bei der Benutzung von {service} sehr sicher.",
        "I felt very confident using {service}.",
    ),
    Text(
        "Ich musste eine Menge lernen, bevor ich anfangen konnte, {service} zu verwenden.",
        "I needed to learn a lot of things before I could get going with {service}.",
    ),
)

SUS = Instrument(
    id="sus",
    title=Text("Ihr Gesamteindruck", "Your overall impression"),
    items=tuple(Item(f"sus_{i}", text, reverse=i % 2 == 0) for i, text in enumerate(SUS_TEXTS, start=1)),
    low=1,
    high=5,
    low_label=Text("stimme überhaupt nicht zu", "strongly disagree"),
    high_label=Text("stimme vollkommen zu", "strongly agree"),
    bottom=0.0,
    top=100.0,
    min_answers=8,
    version=1,
    source="Brooke 1996, SUS: a quick and dirty usability scale; German by Reinhardt, Rügenhagen and Rummel",
    licence="free to use with acknowledgement of the source",
)
