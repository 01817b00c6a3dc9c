"""What the pages explain in plain words, much of it computed from the answers.

A text never decides: whatever it says, the way on stays open.
"""

from decimal import Decimal

from labs import UNKNOWN, Answers
from labs.messages import write_number

from .questions import RENT_LEVELS
from .statute import (
    Income,
    climate_component,
    counted_rent,
    heating_relief,
    housing_allowance,
    least_income,
    max_rent,
    total_income,
    wealth_limit,
)

NOTICE = "Prototyp, keine rechtsverbindliche Auskunft"

START = """
Wohngeld ist Geld vom Staat für Ihre Miete. Sie müssen es nicht zurückzahlen.

Das hier ist eine Probe. Ihre Angaben gehen an keine Behörde.
Bitte tragen Sie keine echten Daten ein.
"""

PLACES = "In dieser Probe gibt es nur sieben Orte als Beispiel."

BENEFITS = """
Gemeint sind diese Leistungen:

- Grundsicherungsgeld, früher Bürgergeld
- Grundsicherung im Alter
- Grundsicherung bei Erwerbsminderung
- Hilfe zum Lebensunterhalt vom Sozialamt
- Leistungen für Asylbewerber
"""

INCOME = """
Wir fragen nach jeder Person einzeln. Nehmen Sie die gleiche Reihenfolge wie vorher.
Wissen Sie einen Betrag nicht? Dann wählen Sie: Weiß ich noch nicht.
"""

DOCUMENTS = """
Haben Sie die Unterlagen nicht zur Hand? Sie können sie später nachreichen.
Laden Sie in dieser Probe keine echten Unterlagen hoch.
"""

CHECK = "Lesen Sie alles in Ruhe. In jedem Abschnitt können Sie etwas ändern."

DECLARATION = "Damit ist Ihr Antrag fast fertig. Bitte bestätigen Sie zwei Sätze."

DONE = "Sie haben es geschafft. In Wirklichkeit hätte die Behörde jetzt Ihren Antrag."

NEXT_STEPS = (
    "Die Wohngeldbehörde Ihres Ortes prüft Ihren Antrag.",
    "Fehlt etwas, schreibt sie Ihnen einen Brief.",
    "Danach bekommen Sie einen Bescheid. Das ist die Antwort auf Ihren Antrag.",
    "Wohngeld gibt es ab dem Monat Ihres Antrags. Meist gilt es zwölf Monate.",
)


def other_home(answers: Answers) -> str:
    """Explain what applies to owners (§ 3 Abs. 2 WoGG) and to people in homes (§ 3 Abs. 1 Nr. 3 WoGG)."""
    if answers.wohnform == "Heim":
        return """
Auch in einem Heim können Sie Wohngeld bekommen.

Die Behörde rechnet dann mit einer festen Summe für die Miete.
Nach Ihrer Miete fragen wir deshalb nicht.

**Sie können hier einfach weitermachen.**
"""
    return """
Für Eigentum gibt es den **Lastenzuschuss**.
Das ist Wohngeld für Menschen mit eigener Wohnung oder eigenem Haus.
Er hilft zum Beispiel bei Zinsen und Grundsteuer.

Den Lastenzuschuss gibt es bei derselben Behörde. Er hat ein eigenes Formular.

Hat Ihr Haus mehr als zwei Wohnungen? Dann ist dieser Antrag hier richtig für Sie.

**Sie können trotzdem weitermachen.** Die Behörde prüft, welcher Zuschuss passt.
Nach einer Miete fragen wir Sie nicht.
"""


def other_benefit(answers: Answers) -> str:
    """Explain whom another benefit excludes (§ 7, § 20 Abs. 2 WoGG), and who still has a claim."""
    if answers.leistungen == "ausbildung":
        return """
Dann gibt es meist BAföG oder Berufsausbildungsbeihilfe.
Beides ist Geld vom Staat für die Ausbildung. Wohngeld gibt es dann nicht dazu.

Fragen Sie das Amt für Ausbildungsförderung. Die Beratung kostet nichts.

**Sie können den Antrag trotzdem stellen.** Manchmal ist Wohngeld doch möglich.
"""
    if answers.leistungen == "einige":
        return """
In diesen Leistungen ist Geld für die Wohnung schon enthalten.
Diese Personen bekommen deshalb kein Wohngeld.

**Für die anderen Personen ist Wohngeld weiter möglich.**
Für sie zählt dann ein Teil der Miete.

Machen Sie einfach weiter.
"""
    return """
In diesen Leistungen ist Geld für die Wohnung schon enthalten.
Wohngeld gibt es deshalb nicht dazu. Sie verlieren dadurch nichts.

Vielleicht ist Wohngeld besser für Sie. Das prüft Ihr Jobcenter oder Ihr Sozialamt.
Die Beratung kostet nichts.

**Sie können den Antrag trotzdem stellen.**
"""


def estimate(answers: Answers) -> str:
    """Show the rent that counts and the Wohngeld that may follow from it, in EUR a month."""
    if answers.personen is None or answers.gemeinde is None:
        return "Für eine Schätzung fehlen noch Angaben. Das ist nicht schlimm."
    if answers.leistungen == "einige":
        return """
Bei Ihnen zählt nur ein Teil der Miete. Das rechnet die Behörde genau aus.

**Sie können einfach weitermachen.**
"""
    if answers.leistungen in ("alle", "ausbildung"):
        return """
Zusammen mit der anderen Hilfe gibt es meist kein Wohngeld.
Deshalb schätzen wir hier keinen Betrag.

**Sie können den Antrag trotzdem stellen.**
"""
    return f"{_rent_text(answers)}\n{_amount_text(answers)}\n{_CAUTION}"


def wealth(answers: Answers) -> str:
    """Name the limit of wealth for this household (§ 21 Nr. 3 WoGG)."""
    members = answers.personen or 1
    limit = write_number(wealth_limit(members), money=True)
    for_whom = "Sie" if members == 1 else f"{members} Personen"
    return f"""
Vermögen ist, was Sie gespart haben oder besitzen.

Mit sehr viel Vermögen gibt es kein Wohngeld. Die Grenze liegt für {for_whom} bei **{limit}**.
"""


TOO_WEALTHY = """
Dann gibt es in der Regel kein Wohngeld. Die Behörde prüft jeden Fall einzeln.

Sind Sie nicht sicher? Dann rufen Sie Ihre Wohngeldbehörde an.

**Sie können den Antrag trotzdem stellen.** Er kostet nichts.
"""

_CAUTION = """
Das ist nur eine Schätzung. Sie ist nicht verbindlich.
Freibeträge fehlen darin noch. Sie machen Ihr Einkommen in der Rechnung kleiner.
Vielleicht bekommen Sie also mehr.
"""


_LITTLE_INCOME = """
Ihr Einkommen ist sehr klein. Vielleicht hilft Ihnen die Grundsicherung mehr.
Das ist Geld vom Staat für Essen, Wohnung und Alltag.
Ihr Jobcenter oder Sozialamt berät Sie kostenlos.
"""


def monthly_rent(answers: Answers) -> Decimal:
    """Return the rent of § 9 WoGG in EUR a month; in a home it is a lump sum (§ 9 Abs. 3)."""
    if answers.wohnform == "Heim":
        level = RENT_LEVELS[answers.gemeinde]
        return max_rent(answers.personen, level) + climate_component(answers.personen)
    known = (sum_ for sum_ in (answers.kaltmiete, answers.nebenkosten) if isinstance(sum_, Decimal))
    return sum(known, Decimal(0))


def monthly_income(answers: Answers) -> Decimal | None:
    """Return the total income of § 13 WoGG in EUR a month; None where an amount is not known yet."""
    incomes: list[Income] = []
    for entry in answers.einkommen or ():
        if "keines" in (entry.arten or ()):
            continue
        if not isinstance(entry.brutto, Decimal):
            return None
        kinds = frozenset(entry.arten or ())
        deductions = frozenset(entry.abzuege or ()) - {"nichts"}
        incomes.append(Income(entry.brutto, kinds, deductions))
    return total_income(incomes) if answers.einkommen else None


def _rent_text(answers: Answers) -> str:
    members, level = answers.personen, RENT_LEVELS[answers.gemeinde]
    ceiling = write_number(max_rent(members, level) + climate_component(members), money=True)
    heating = write_number(heating_relief(members), money=True)
    counted = write_number(counted_rent(monthly_rent(answers), members, level), money=True)
    missing = "\nIhre Nebenkosten fehlen hier noch.\n" if answers.nebenkosten is UNKNOWN else ""
    return f"""
Beim Wohngeld zählt die Miete ohne Heizung. Sie zählt bei Ihnen bis **{ceiling}**.
Diese Grenze heißt Höchstbetrag. Ein Zuschlag für das Klima ist schon dabei.

Für die Heizung kommen **{heating}** dazu. Zusammen zählen bei Ihnen **{counted}**.
{missing}"""


def _amount_text(answers: Answers) -> str:
    income = monthly_income(answers)
    if income is None:
        return "Für das Wohngeld fehlt noch Ihr Einkommen. Sie können es später nachreichen.\n"
    members = answers.personen
    rent = counted_rent(monthly_rent(answers), members, RENT_LEVELS[answers.gemeinde])
    amount = housing_allowance(rent, income, members)
    if amount == 0:
        return """
Nach dieser Schätzung bekommen Sie kein Wohngeld.

**Sie können den Antrag trotzdem stellen.** Die Behörde rechnet genauer als wir.
"""
    return f"\n**Ihr Wohngeld: etwa {write_number(amount, money=True)} im Monat.**\n" + (
        _LITTLE_INCOME if income < least_income(members) else ""
    )
