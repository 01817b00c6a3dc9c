"""What the pages explain in plain words, much of it computed from the answers.

A text never decides: whatever it says, the way on stays open.
"""

from collections.abc import Iterable
from decimal import Decimal

from labs import UNKNOWN, Answers, Told
from labs.pages import Said

from .rent_levels import rent_level
from .statute import (
    Income,
    RentLevel,
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

PLACES = "Der Ort zählt für Ihr Wohngeld. Wohnungen sind nicht überall gleich teuer."

RENT_LEVEL = """
Jeder Ort hat eine Mietenstufe. Sie zeigt, wie teuer dort Wohnungen sind.

In dieser Probe kennen wir nur wenige Orte. Ihr Ort fehlt noch.

Sie finden die Stufe im Internet. Suchen Sie dort nach: Mietenstufe und Ihrem Ort.
Sie wissen die Stufe nicht? Dann wählen Sie: Weiß ich noch nicht.
"""

BENEFITS = """
Gemeint sind diese Leistungen:

- Grundsicherungsgeld, früher Bürgergeld
- Grundsicherung im Alter
- Grundsicherung bei Erwerbsminderung (zu krank zum Arbeiten)
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


def _other_home(answers: Answers) -> Iterable[Said]:
    """Explain what applies to owners (§ 3 Abs. 2 WoGG) and to people in homes (§ 3 Abs. 1 Nr. 3 WoGG)."""
    yield "heim" if answers.wohnform == "Heim" else "eigentum"


OTHER_HOME = Told(
    _other_home,
    {
        "heim": """
Auch in einem Heim können Sie Wohngeld bekommen.

Die Behörde rechnet dann mit einer festen Summe für die Miete.
Nach Ihrer Miete fragen wir deshalb nicht.

**Sie können hier einfach weitermachen.**
""",
        "eigentum": """
Für Eigentum gibt es den **Lastenzuschuss**.
Das ist Wohngeld für Menschen mit eigener Wohnung oder eigenem Haus.
Er hilft zum Beispiel bei Zinsen und Grundsteuer.

Den Lastenzuschuss gibt es bei derselben Behörde. Er hat ein eigenes Formular.

Hat Ihr Haus mehr als zwei Wohnungen? Dann ist dieser Antrag hier richtig für Sie.

**Sie können trotzdem weitermachen.** Die Behörde prüft, welcher Zuschuss passt.
Nach einer Miete fragen wir Sie nicht.
""",
    },
)


def _other_benefit(answers: Answers) -> Iterable[Said]:
    """Explain whom another benefit excludes (§ 7, § 20 Abs. 2 WoGG), and who still has a claim."""
    yield answers.leistungen if answers.leistungen in ("ausbildung", "einige") else "alle"


OTHER_BENEFIT = Told(
    _other_benefit,
    {
        "ausbildung": """
Dann gibt es meist BAföG oder Berufsausbildungs-Beihilfe.
Beides ist Geld vom Staat für die Ausbildung. Wohngeld gibt es dann nicht dazu.

Fragen Sie das Amt für Ausbildungsförderung. Die Beratung kostet nichts.

**Sie können den Antrag trotzdem stellen.** Manchmal ist Wohngeld doch möglich.
""",
        "einige": """
In diesen Leistungen ist Geld für die Wohnung schon enthalten.
Diese Personen bekommen deshalb kein Wohngeld.

**Für die anderen Personen ist Wohngeld weiter möglich.**
Für sie zählt dann ein Teil der Miete.

Machen Sie einfach weiter.
""",
        "alle": """
In diesen Leistungen ist Geld für die Wohnung schon enthalten.
Wohngeld gibt es deshalb nicht dazu. Sie verlieren dadurch nichts.

Vielleicht ist Wohngeld besser für Sie. Das prüft Ihr Jobcenter oder Ihr Sozialamt.
Die Beratung kostet nichts.

**Sie können den Antrag trotzdem stellen.**
""",
    },
)


def _wealth(answers: Answers) -> Iterable[Said]:
    """Name the limit of wealth for this household (§ 21 Nr. 3 WoGG)."""
    members = answers.personen or 1
    yield "vermoegen"
    yield "grenze" if members == 1 else "grenze_mehrere", {"limit": wealth_limit(members), "members": members}


WEALTH = Told(
    _wealth,
    {
        "vermoegen": "Vermögen ist, was Sie gespart haben oder besitzen.",
        "grenze": "Mit sehr viel Vermögen gibt es kein Wohngeld. Die Grenze liegt für Sie bei **{limit:euro}**.",
        "grenze_mehrere": """
Mit sehr viel Vermögen gibt es kein Wohngeld.
Die Grenze liegt für {members} Personen bei **{limit:euro}**.
""",
    },
)

TOO_WEALTHY = """
Dann gibt es in der Regel kein Wohngeld. Die Behörde prüft jeden Fall einzeln.

Sind Sie nicht sicher? Dann rufen Sie Ihre Wohngeldbehörde an.

**Sie können den Antrag trotzdem stellen.** Er kostet nichts.
"""


def monthly_rent(answers: Answers) -> Decimal:
    """Return the rent of § 9 WoGG in EUR a month; in a home it is a lump sum (§ 9 Abs. 3)."""
    if answers.wohnform == "Heim":
        level = rent_level(answers)
        return max_rent(answers.personen, level) + climate_component(answers.personen) if level else Decimal(0)
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


def _estimate(answers: Answers) -> Iterable[Said]:
    """Show the rent that counts and the Wohngeld that may follow from it, in EUR a month."""
    if answers.personen is None or answers.gemeinde is None:
        yield "unvollstaendig"
    elif answers.leistungen == "einige":
        yield "teil_der_miete"
    elif answers.leistungen in ("alle", "ausbildung"):
        yield "andere_hilfe"
    elif (level := rent_level(answers)) is None:
        yield "stufe_fehlt"
    else:
        yield from _rent(answers, level)
        yield from _amount(answers, level)
        yield "vorsicht"


def _rent(answers: Answers, level: RentLevel) -> Iterable[Said]:
    members = answers.personen
    yield "hoechstbetrag", {"ceiling": max_rent(members, level) + climate_component(members)}
    counted = counted_rent(monthly_rent(answers), members, level)
    yield "zaehlt", {"heating": heating_relief(members), "counted": counted}
    if answers.nebenkosten is UNKNOWN:
        yield "nebenkosten_fehlen"


def _amount(answers: Answers, level: RentLevel) -> Iterable[Said]:
    income, members = monthly_income(answers), answers.personen
    if income is None:
        yield "einkommen_fehlt"
        return
    rent = counted_rent(monthly_rent(answers), members, level)
    amount = housing_allowance(rent, income, members)
    if amount == 0:
        yield "kein_wohngeld"
        return
    yield "wohngeld", {"amount": amount}
    if income < least_income(members):
        yield "wenig_einkommen"


ESTIMATE = Told(
    _estimate,
    {
        "unvollstaendig": "Für eine Schätzung fehlen noch Angaben. Das ist nicht schlimm.",
        "stufe_fehlt": """
Für eine Schätzung fehlt noch die Mietenstufe von Ihrem Ort. Das ist nicht schlimm.

Die Behörde kennt die Stufe. **Sie können einfach weitermachen.**
""",
        "teil_der_miete": """
Bei Ihnen zählt nur ein Teil der Miete. Das rechnet die Behörde genau aus.

**Sie können einfach weitermachen.**
""",
        "andere_hilfe": """
Zusammen mit der anderen Hilfe gibt es meist kein Wohngeld.
Deshalb schätzen wir hier keinen Betrag.

**Sie können den Antrag trotzdem stellen.**
""",
        "hoechstbetrag": """
Beim Wohngeld zählt die Miete ohne Heizung. Sie zählt bei Ihnen bis **{ceiling:euro}**.
Diese Grenze heißt Höchstbetrag. Ein Zuschlag für das Klima ist schon dabei.
""",
        "zaehlt": "Für die Heizung kommen **{heating:euro}** dazu. Zusammen zählen bei Ihnen **{counted:euro}**.",
        "nebenkosten_fehlen": "Ihre Nebenkosten fehlen hier noch.",
        "einkommen_fehlt": "Für das Wohngeld fehlt noch Ihr Einkommen. Sie können es später nachreichen.",
        "kein_wohngeld": """
Nach dieser Schätzung bekommen Sie kein Wohngeld.

**Sie können den Antrag trotzdem stellen.** Die Behörde rechnet genauer als wir.
""",
        "wohngeld": "**Ihr Wohngeld: etwa {amount:euro} im Monat.**",
        "wenig_einkommen": """
Ihr Einkommen ist sehr klein. Vielleicht hilft Ihnen die Grundsicherung mehr.
Das ist Geld vom Staat für Essen, Wohnung und Alltag.
Ihr Jobcenter oder Sozialamt berät Sie kostenlos.
""",
        "vorsicht": """
Das ist nur eine Schätzung. Sie ist nicht verbindlich.
Freibeträge fehlen darin noch. Das sind Teile vom Einkommen, die nicht zählen.
Vielleicht bekommen Sie also mehr.
""",
    },
)
