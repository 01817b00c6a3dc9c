"""Every question of the application, with its hint, its possible answers and its limits."""

from datetime import date
from typing import Literal

from pydantic import BaseModel

from labs import answer, ask, decimal, declaration, euro, iban, postcode, upload

from .rent_levels import place_is_unknown
from .statute import RentLevel


class Mitglied(BaseModel):
    """One member of the household (§ 5 WoGG)."""

    name: str = ask("Vorname und Nachname", called="den Namen", min_length=2, max_length=80)
    geburtsdatum: date = ask("Geburtsdatum", hint="Zum Beispiel 14.3.1952", called="das Geburtsdatum", past=True)


class Einkommen(BaseModel):
    """What one member of the household receives (§§ 14 to 16 WoGG)."""

    arten: list[Literal["arbeit", "minijob", "selbststaendig", "rente", "lohnersatz", "sonstiges", "keines"]] = ask(
        "Woher kommt das Geld dieser Person?",
        hint="Kreuzen Sie alles an. Kindergeld zählt nicht mit.",
        options={
            "arbeit": "Lohn oder Gehalt",
            "minijob": "Minijob",
            "selbststaendig": "Selbstständige Arbeit",
            "rente": "Rente oder Pension",
            "lohnersatz": "Arbeitslosengeld, Krankengeld oder Elterngeld",
            "sonstiges": "Unterhalt oder anderes Geld",
            "keines": "Diese Person hat kein eigenes Geld.",
        },
        called="mindestens eine Antwort",
    )
    brutto: euro = ask(
        "Wie viel Geld ist das zusammen im Monat?",
        hint="Wir brauchen den Brutto-Betrag. Das ist die Summe vor allen Abzügen.",
        unknown=True,
        called="den Brutto-Betrag",
        ge=0,
        le=100_000,
        when=~answer.arten.contains("keines"),
    )
    abzuege: list[Literal["steuern", "krankenversicherung", "rentenversicherung", "nichts"]] = ask(
        "Was bezahlt diese Person davon?",
        hint="Jede dieser Zahlungen senkt Ihr Einkommen in der Rechnung. Private Versicherungen zählen auch.",
        options={
            "steuern": "Steuern auf das Einkommen",
            "krankenversicherung": "Kranken- und Pflegeversicherung",
            "rentenversicherung": "Rentenversicherung",
            "nichts": "Nichts davon",
        },
        called="mindestens eine Antwort",
        when=~answer.arten.contains("keines"),
    )


class Wohngeld(BaseModel):
    """The application for Mietzuschuss."""

    strasse: str = ask(
        "Straße und Hausnummer",
        called="Straße und Hausnummer",
        autocomplete="street-address",
        min_length=3,
        max_length=120,
    )
    plz: postcode = ask("Postleitzahl", called="die Postleitzahl")
    gemeinde: str = ask(
        "In welchem Ort wohnen Sie?",
        hint="Nehmen Sie die Stadt oder die Gemeinde. Zum Beispiel: Weimar",
        called="den Ort",
        autocomplete="address-level2",
        min_length=2,
        max_length=80,
    )
    mietenstufe: RentLevel = ask(
        "Welche Mietenstufe hat Ihr Ort?",
        hint="Stufe I ist am billigsten, Stufe VII am teuersten.",
        unknown=True,
        options={
            "I": "Stufe I (1)",
            "II": "Stufe II (2)",
            "III": "Stufe III (3)",
            "IV": "Stufe IV (4)",
            "V": "Stufe V (5)",
            "VI": "Stufe VI (6)",
            "VII": "Stufe VII (7)",
        },
        called="die Mietenstufe",
        when=place_is_unknown,
        law="§ 12 Abs. 5 WoGG, Anlage zu § 1 Abs. 3 WoGV",
    )
    wohnform: Literal["Miete", "Eigentum", "Heim"] = ask(
        "Wie wohnen Sie?",
        hint="Eine Wohnung in einer Genossenschaft zählt als Miete.",
        options={
            "Miete": "Zur Miete oder zur Untermiete",
            "Eigentum": "In der eigenen Wohnung oder im eigenen Haus",
            "Heim": "In einem Heim",
        },
        called="eine Antwort",
    )
    einzug: date = ask(
        "Seit wann wohnen Sie dort?",
        hint="Mieter finden den Tag im Mietvertrag.",
        unknown=True,
        called="den Tag des Einzugs",
        past=True,
    )
    groesse: decimal = ask(
        "Wie viele Quadratmeter hat Ihre Wohnung?",
        hint="Die Zahl steht oft im Mietvertrag.",
        unknown=True,
        called="die Quadratmeter",
        gt=0,
        le=1000,
    )
    personen: int = ask(
        "Wie viele Personen leben in Ihrem Haushalt?",
        hint="Zählen Sie sich selbst und Ihre Familie mit. Reine Mitbewohner zählen nicht.",
        called="die Zahl der Personen",
        ge=1,
        le=20,
    )
    mitglieder: list[Mitglied] = ask(
        "Wer lebt in Ihrem Haushalt?",
        hint="Beginnen Sie mit sich selbst.",
        count=answer.personen,
        item="Person",
    )
    leistungen: Literal["niemand", "einige", "alle", "ausbildung"] = ask(
        "Bekommt Ihr Haushalt schon andere Hilfe vom Staat?",
        hint="Rente, Kindergeld und Arbeitslosengeld zählen hier nicht.",
        unknown=True,
        options={
            "niemand": "Nein",
            "einige": "Ja, aber nicht alle Personen",
            "alle": "Ja, alle Personen",
            "ausbildung": "Wir sind alle in Ausbildung oder Studium.",
        },
        called="eine Antwort",
    )
    einkommen: list[Einkommen] = ask(
        "Welches Geld bekommen Sie?",
        hint="Person 1 sind Sie selbst.",
        count=answer.personen,
        item="Einkommen von Person",
    )
    kaltmiete: euro = ask(
        "Wie hoch ist Ihre Kaltmiete im Monat?",
        hint="Das ist die Miete ohne Nebenkosten und ohne Heizung. Sie steht im Mietvertrag.",
        called="die Kaltmiete",
        gt=0,
        le=10_000,
    )
    nebenkosten: euro = ask(
        "Wie hoch sind Ihre Nebenkosten im Monat?",
        hint="Dazu gehören zum Beispiel Wasser und Müll. Heizung und warmes Wasser zählen nicht.",
        unknown=True,
        called="die Nebenkosten",
        ge=0,
        le=5000,
    )
    heizkosten: euro = ask(
        "Wie hoch sind Ihre Heizkosten im Monat?",
        hint="Warmes Wasser gehört dazu. Beim Wohngeld zählt dafür eine feste Summe.",
        unknown=True,
        called="die Heizkosten",
        ge=0,
        le=5000,
    )
    ueber_grenze: bool = ask(
        "Liegt Ihr Vermögen über der Grenze für Wohngeld?",
        hint="Zählen Sie das Ersparte aller Personen zusammen. Möbel zählen nicht.",
        unknown=True,
        called="Ja oder Nein",
    )
    kontoinhaber: str = ask(
        "Wem gehört das Konto?",
        hint="Schreiben Sie Vorname und Nachname.",
        called="Vorname und Nachname",
        autocomplete="name",
        min_length=2,
        max_length=80,
    )
    kontonummer: iban = ask(
        "Wie lautet die IBAN?",
        hint="Das ist die lange Nummer Ihres Kontos. Sie steht auf Ihrer Bankkarte.",
        called="die IBAN",
    )
    mietvertrag: upload | None = ask(
        "Mietvertrag",
        hint="Eine Bescheinigung vom Vermieter reicht auch.",
    )
    einkommensnachweis: upload | None = ask(
        "Nachweis über Ihr Einkommen",
        hint="Das ist zum Beispiel ein Rentenbescheid oder eine Lohnabrechnung.",
    )
    richtig: declaration = ask(
        "Meine Angaben sind richtig und vollständig.",
        error={"declaration": "Setzen Sie ein Häkchen, wenn Ihre Angaben richtig sind."},
    )
    aenderungen: declaration = ask(
        "Ich melde der Behörde, wenn sich etwas ändert.",
        hint="Zum Beispiel eine neue Miete oder mehr Einkommen.",
        error={"declaration": "Setzen Sie ein Häkchen, wenn Sie Änderungen melden."},
    )
