"""What a dog costs, in plain words, computed from the answers. The figures are those of `statute`."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from labs import Answers, Told

from .statute import TOWN


def _tax(answers: Answers) -> Iterator[str | tuple[str, dict[str, Any]]]:
    """Say what the dog costs, and whether the two weeks are over."""
    if not answers.anzahl or not answers.seit:
        yield "offen"
        return
    dangerous = bool(answers.gefaehrlich)
    yearly = TOWN.yearly_tax(answers.anzahl, dangerous=dangerous, relief=answers.besonderes or "keine")
    if yearly == 0:
        yield "frei"
    else:
        yield "steuer", {"jahr": yearly}
        if dangerous:
            yield "gefaehrlich"
        elif answers.besonderes == "tierheim":
            yield "tierheim", {"voll": TOWN.yearly_tax(answers.anzahl)}
        if (share := TOWN.first_tax(yearly, answers.seit)) < yearly:
            yield "anteil", {"anteil": share, "kalenderjahr": str(answers.seit.year)}
    if TOWN.last_day(answers.seit) < datetime.now().astimezone().date():
        yield "verspaetet", {"tage": TOWN.days_to_register}


START = f"""
Für jeden Hund zahlen Sie Hundesteuer. Das ist eine Steuer Ihrer Stadt.

Das hier ist eine Probe. {TOWN.municipality} ist erfunden.
Bitte tragen Sie keine echten Daten ein.
"""

WHO = f"Für alle Menschen, die in {TOWN.municipality} einen Hund haben."

COST = f"Die Anmeldung kostet nichts. Die Steuer beginnt bei {TOWN.first_dog} Euro im Jahr."

LEGAL_BASIS = f"Hundesteuersatzung von {TOWN.municipality} (erfunden). So heißen die Regeln der Stadt."

DEADLINE = f"Melden Sie den Hund in den ersten {TOWN.days_to_register} Tagen an."

DONE = "Das war eine Probe. In Wirklichkeit hätte die Stadt jetzt Ihre Anmeldung."

NEXT_STEPS = (
    "Die Stadt schickt Ihnen in etwa zwei Wochen einen Brief. Darin steht Ihre Steuer.",
    "In dem Brief liegt die Hundemarke. Ihr Hund trägt sie am Halsband.",
    f"Sie haben Fragen? Ihr Amt heißt: {TOWN.office}.",
    "Sie ziehen weg oder geben den Hund ab? Dann melden Sie ihn wieder ab.",
)

TAX = Told(
    _tax,
    {
        "offen": "Für die Rechnung fehlen noch Angaben. Das ist nicht schlimm.",
        "frei": "**Für diesen Hund zahlen Sie keine Steuer.** Schicken Sie uns dafür einen Nachweis.",
        "steuer": "**Dieser Hund kostet {jahr:euro} Steuer im Jahr.**",
        "anteil": "Im Jahr {kalenderjahr} zahlen Sie nur {anteil:euro}. Die Steuer beginnt mit dem ersten Monat.",
        "gefaehrlich": "Gefährliche Hunde kosten mehr. Fragen zur Erlaubnis beantwortet das Ordnungsamt.",
        "tierheim": "Im ersten Jahr zahlen Sie die Hälfte. Danach kostet der Hund {voll:euro} im Jahr.",
        "verspaetet": "Sie hatten {tage} Tage Zeit. Diese Tage sind vorbei. Melden Sie Ihren Hund trotzdem jetzt an.",
    },
)
