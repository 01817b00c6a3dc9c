"""What the pages explain in plain words, much of it computed from the answers.

A text never decides: whatever it says, the way on stays open.
"""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from labs import UNKNOWN, Answers, Told

from .statute import MUSTERLAND, Card, Engagement

NOTICE = "Prototyp, keine rechtsverbindliche Auskunft"
Part = str | tuple[str, dict[str, Any]]

START = f"""
Sie helfen anderen Menschen in Ihrer freien Zeit? Dann hilft Ihnen diese Karte beim Sparen.
Museen, Bäder und Geschäfte geben Ihnen damit Rabatt.

Das hier ist eine Probe. {MUSTERLAND.state} ist ein erfundenes Land mit erfundenen Regeln.
Bitte tragen Sie keine echten Daten ein.
"""

WAYS = """
Es gibt mehrere Wege zur Karte. Einer davon reicht.

Die Juleica ist die Karte für Jugend\u00adleiterinnen und Jugend\u00adleiter.
"""

OFFICES = f"""
Sie brauchen zusammen {MUSTERLAND.hours_a_week} Stunden in der Woche.
Im Jahr sind das {MUSTERLAND.hours_a_year} Stunden.

Sie kennen die Stunden nicht genau? Dann wählen Sie: Weiß ich noch nicht.
"""

CONFIRMATION = "Ein Verein oder eine andere Stelle bestätigt, dass Sie dort helfen."

UPLOAD = """
Ein Nachweis ist zum Beispiel eine Urkunde, ein Ausweis oder eine Bestätigung.

Sie haben ihn nicht zur Hand? Sie können ihn später nachreichen.
"""

ELSEWHERE = f"""
Diese Karte gibt das Land {MUSTERLAND.state} heraus. Andere Länder haben eigene Karten.
Fragen Sie im Rathaus an Ihrem Wohnort.

**Helfen Sie in {MUSTERLAND.state}? Dann machen Sie hier trotzdem weiter.**
Wir prüfen dann, was für Sie möglich ist.
"""

TOO_YOUNG = f"""
Die Karte gibt es ab {MUSTERLAND.least_age} Jahren.

**Sie können die Karte jetzt schon beantragen.** Wir schicken sie Ihnen nach dem Geburtstag.
"""

TOO_MUCH_MONEY = """
Mit so viel Geld zählt diese Arbeit meist nicht als Ehrenamt.

Haben Sie noch ein Ehrenamt ohne Geld? Dann tragen Sie nur dieses ein.

**Sie können den Antrag trotzdem stellen.** Wir prüfen jeden Fall einzeln.
"""

NO_ASSOCIATION = """
Auch Hilfe ohne Verein zählt. Zum Beispiel Hilfe in der Nachbarschaft.

Wir brauchen dann eine Person, die Ihre Hilfe kennt. Das kann Ihr Rathaus sein.

**Machen Sie hier einfach weiter.** Wir rufen Sie danach an.
"""

NOT_TRAINED = f"""
Auf diesem Weg gibt es die Karte erst nach der Grundausbildung.

**Sie haben zwei Möglichkeiten:**

- Gehen Sie zurück und wählen Sie: Ich helfe in einem Verein.
  Dafür brauchen Sie {MUSTERLAND.hours_a_week} Stunden in der Woche.
- Oder machen Sie weiter. Wir warten dann auf Ihren Lehrgang.
"""

EXPIRED = """
Eine alte Juleica reicht nicht. Verlängern Sie die Juleica zuerst.

**Machen Sie trotzdem weiter.** Die neue Juleica reichen Sie dann nach.
"""

OTHER_HONOUR = """
Über diese Ehrung freuen wir uns mit Ihnen. Für die Karte reicht sie leider nicht.

**Zählen Sie Ihre Stunden?** Dann gehen Sie zurück und wählen den Weg mit dem Verein.

Sie sind unsicher? Dann machen Sie weiter. Wir prüfen Ihre Urkunde.
"""

CHECK = "Lesen Sie alles in Ruhe. In jedem Abschnitt können Sie etwas ändern."
DECLARATION = "Damit ist Ihr Antrag fast fertig."
DONE = "Sie haben es geschafft. In Wirklichkeit hätte das Rathaus jetzt Ihren Antrag."
NEXT_STEPS = (
    "Das Rathaus prüft Ihren Antrag. Das dauert etwa vier Wochen.",
    "Fehlt etwas, schreiben wir Ihnen.",
    "Danach bekommen Sie die Karte.",
)


def too_young(answers: Answers) -> bool:
    """Tell whether the citizen is younger than the card allows today."""
    return answers.geburtsdatum is not None and not MUSTERLAND.is_old_enough(answers.geburtsdatum, _today())


def _today() -> date:
    return datetime.now().astimezone().date()


def engagements(answers: Answers) -> list[Engagement]:
    """Return the honorary offices as the guideline counts them; what is not known yet is None."""

    def known(value: Any) -> Any:
        return None if value is UNKNOWN else value

    return [
        Engagement(known(one.jahre), known(one.stunden_woche), known(one.stunden_jahr)) for one in answers.aemter or ()
    ]


def card(answers: Answers) -> Card | None:
    """Return the card that the answers lead to; None where they do not, or not yet."""
    match answers.weg:
        case "stunden":
            return None if answers.geld == "mehr" else MUSTERLAND.card_by_hours(engagements(answers))
        case "einsatz":
            return MUSTERLAND.card_by_service(answers.dienstjahre or 0, trained=bool(answers.ausbildung))
        case "ehrung":
            return MUSTERLAND.card_by_honour(answers.ehrung or "andere")
        case "juleica":
            return "blau" if answers.gueltig else None
        case "dienst":
            return "blau"
    return None


def _result(answers: Answers) -> Iterator[Part]:
    """Say which card follows, or what is missing, and that the way on is open."""
    found = card(answers)
    if answers.weg is None:
        yield "offen"
    elif found == "gold":
        yield "gold"
    elif found == "blau":
        yield "blau", {"jahre": MUSTERLAND.valid_years}
        if answers.weg == "einsatz":
            yield "spaeter_gold", {"jahre": MUSTERLAND.golden_years}
    elif answers.weg == "stunden" and answers.geld != "mehr":
        yield from _hours(answers)
    else:
        yield "unsicher"
    yield "weiter"


def _hours(answers: Answers) -> Iterator[Part]:
    """Say how many hours count, and how many are missing."""
    offices = engagements(answers)
    if not offices or any(one.years is None or one.hours is None for one in offices):
        yield "stunden_fehlen"
        return
    hours = MUSTERLAND.hours_that_count(offices)
    yield "stunden", {"stunden": hours, "noetig": MUSTERLAND.hours_a_year}
    young = any((one.years or 0) < MUSTERLAND.years for one in offices)
    whole = sum((one.hours or Decimal(0) for one in offices), Decimal(0))
    if young and whole >= MUSTERLAND.hours_a_year:
        yield "zu_kurz", {"jahre": MUSTERLAND.years}
    else:
        yield "zu_wenig", {"rest": MUSTERLAND.hours_a_year - hours}


RESULT = Told(
    _result,
    {
        "offen": "Für eine Antwort fehlen noch Angaben. Das ist nicht schlimm.",
        "gold": "**Sie bekommen die goldene Karte.** Sie gilt Ihr ganzes Leben.",
        "blau": "**Sie bekommen die blaue Karte.** Sie gilt {jahre} Jahre. Danach beantragen Sie eine neue.",
        "spaeter_gold": "Nach {jahre} Jahren gibt es die goldene Karte.",
        "stunden_fehlen": "Ihre Stunden fehlen hier noch. Ihre Stelle hilft Ihnen beim Zählen.",
        "stunden": "Bei Ihnen zählen {stunden} Stunden im Jahr. Für die Karte brauchen Sie {noetig} Stunden.",
        "zu_kurz": "Ein Ehrenamt zählt erst nach {jahre} Jahren. Dann reichen Ihre Stunden.",
        "zu_wenig": "Es fehlen also {rest} Stunden. Haben Sie noch ein Ehrenamt? Dann tragen Sie es ein.",
        "unsicher": "**Mit diesen Angaben gibt es die Karte noch nicht.**",
        "weiter": "Das Rathaus prüft alles genau. **Sie können den Antrag in jedem Fall stellen.**",
    },
)
