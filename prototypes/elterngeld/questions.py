"""Every question of the application, with its hint, its possible answers and the paragraph that asks for it."""

from datetime import date
from typing import Literal, get_args

from pydantic import BaseModel

from labs import answer, ask, declaration, euro, iban, upload

from .statute import LAST_BASIC_MONTH, LAST_MONTH, MOST_HOURS, Early

Basic = Literal[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18]
"""Months of life in which Basiselterngeld is possible; from 15 on only for children who came too early."""
Month = Literal[
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
    17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32,
]  # fmt: skip
"""Months of life in which ElterngeldPlus and Partnerschaftsbonus are possible."""

_BOTH = answer.eltern == "beide"
_WORKS = answer.arbeit == "wenig"
_MONTHS = {month: f"Monat {month}" for month in range(1, LAST_MONTH + 1)}
_BASIC = {
    month: f"Monat {month}" if month <= LAST_BASIC_MONTH else f"Monat {month}, nur für frühe Kinder"
    for month in get_args(Basic)
}
_KINDS = {"basis": "Basiselterngeld", "plus": "ElterngeldPlus", "bonus": "Partnerschafts\u00adbonus"}


class Zeitraum(BaseModel):
    """Months in a row in which somebody takes the same (§ 4 Abs. 2, § 7 Abs. 2 BEEG)."""

    wer: Literal["ich", "partner", "zusammen"] = ask(
        "Wer nimmt Elterngeld?",
        options={"ich": "Ich", "partner": "Der andere Elternteil", "zusammen": "Wir beide gleichzeitig"},
        called="eine Antwort",
        when=_BOTH,
    )
    art: Literal["basis", "plus", "bonus"] = ask("Welches Elterngeld?", options=_KINDS, called="eine Antwort")
    von: int = ask("Vom wievielten Lebensmonat an?", hint="Zum Beispiel 3", called="den Monat", ge=1, le=LAST_MONTH)
    bis: int = ask("Bis zu welchem Lebensmonat?", hint="Zum Beispiel 12", called="den Monat", ge=1, le=LAST_MONTH)


class Elterngeld(BaseModel):
    """The application for Elterngeld."""

    kind: str = ask("Wie heißt Ihr Kind?", called="den Namen", min_length=2, max_length=80, law="§ 1 Abs. 1 BEEG")
    geburt: date = ask(
        "Wann ist Ihr Kind geboren?",
        hint="Zum Beispiel 14.10.2026",
        called="den Geburtstag",
        past=True,
        error={"date_past": "Stellen Sie den Antrag erst nach der Geburt. Geben Sie einen Tag bis heute ein."},
        law="§ 4 Abs. 2 BEEG",
    )
    kinder: int = ask(
        "Wie viele Kinder sind an diesem Tag geboren?",
        hint="Bei Zwillingen schreiben Sie 2.",
        called="die Zahl der Kinder",
        ge=1,
        le=5,
        law="§ 2a Abs. 4 BEEG",
    )
    frueh: Early = ask(
        "Kam Ihr Kind zu früh?",
        hint="Zählen Sie vom Termin, den der Arzt berechnet hat.",
        options={
            "nein": "Nein, oder weniger als 6 Wochen",
            "6": "6 oder 7 Wochen zu früh",
            "8": "8 bis 11 Wochen zu früh",
            "12": "12 bis 15 Wochen zu früh",
            "16": "16 Wochen oder mehr zu früh",
        },
        called="eine Antwort",
        law="§ 4 Abs. 5 BEEG",
    )
    eltern: Literal["beide", "ich", "allein"] = ask(
        "Wer möchte Elterngeld?",
        options={
            "beide": "Ich und der andere Elternteil",
            "ich": "Nur ich. Der andere Elternteil möchte keines.",
            "allein": "Nur ich. Ich bin alleinerziehend.",
        },
        called="eine Antwort",
        law="§ 4 Abs. 3, § 4c BEEG",
    )
    vorname: str = ask(
        "Ihr Vorname", called="Ihren Vornamen", autocomplete="given-name", min_length=2, max_length=80, law="§ 7 BEEG"
    )
    nachname: str = ask(
        "Ihr Nachname",
        called="Ihren Nachnamen",
        autocomplete="family-name",
        min_length=2,
        max_length=80,
        law="§ 7 BEEG",
    )
    anderer: str = ask(
        "Wie heißt der andere Elternteil?",
        hint="Vorname und Nachname",
        called="den Namen",
        min_length=2,
        max_length=80,
        when=_BOTH,
        law="§ 7 Abs. 3 BEEG",
    )
    ueber_grenze: bool = ask(
        "Liegt Ihr Einkommen über dieser Grenze?",
        hint="Die Zahl steht in Ihrem Brief vom Finanzamt. Suchen Sie: zu versteuerndes Einkommen.",
        unknown=True,
        called="eine Antwort",
        law="§ 1 Abs. 8 BEEG",
    )
    netto: euro = ask(
        "Wie viel haben Sie vor der Geburt im Monat verdient?",
        hint="Gemeint ist der Netto-Betrag. Den bekommen Sie ausgezahlt.",
        unknown=True,
        called="den Netto-Betrag",
        ge=0,
        le=100_000,
        law="§ 2 Abs. 1 BEEG",
    )
    arbeit: Literal["nein", "wenig", "viel"] = ask(
        "Arbeiten Sie, während Sie Elterngeld bekommen?",
        options={
            "nein": "Nein",
            "wenig": f"Ja, höchstens {MOST_HOURS} Stunden in der Woche",
            "viel": f"Ja, mehr als {MOST_HOURS} Stunden in der Woche",
        },
        called="eine Antwort",
        law="§ 1 Abs. 6 BEEG",
    )
    netto_danach: euro = ask(
        "Wie viel verdienen Sie dann im Monat?",
        hint="Nehmen Sie wieder den Netto-Betrag.",
        unknown=True,
        called="den Netto-Betrag",
        ge=0,
        le=100_000,
        when=_WORKS,
        law="§ 2 Abs. 3 BEEG",
    )
    geschwister: bool = ask(
        "Haben Sie noch ein anderes Kind unter 3 Jahren?",
        hint="Oder zwei andere Kinder unter 6 Jahren? Dann wählen Sie auch Ja.",
        called="Ja oder Nein",
        law="§ 2a Abs. 1 BEEG",
    )
    mutterschaft: Literal["ich", "partner", "nein"] = ask(
        "Wer bekommt Mutterschaftsgeld?",
        hint="Das ist Geld der Krankenkasse in den ersten acht Wochen.",
        options={"ich": "Ich", "partner": "Der andere Elternteil", "nein": "Keiner von uns"},
        called="eine Antwort",
        law="§ 3 Abs. 1, § 4 Abs. 4 Satz 3 BEEG",
    )
    arten_ich: list[Literal["basis", "plus", "bonus"]] = ask(
        "Welches Elterngeld nehmen Sie?",
        hint="Sie können mehrere ankreuzen.",
        options=_KINDS,
        called="mindestens eine Antwort",
        law="§ 4 Abs. 1, § 7 Abs. 2 BEEG",
    )
    arten_partner: list[Literal["basis", "plus", "bonus"]] = ask(
        "Welches Elterngeld nimmt der andere Elternteil?",
        hint="Sie können mehrere ankreuzen.",
        options=_KINDS,
        called="mindestens eine Antwort",
        when=_BOTH,
        law="§ 4 Abs. 1, § 7 Abs. 2 BEEG",
    )
    basis_ich: list[Basic] = ask(
        "In welchen Monaten nehmen Sie Basiselterngeld?",
        hint="Monat 1 beginnt mit der Geburt.",
        options=_BASIC,
        called="mindestens einen Monat",
        when=answer.arten_ich.contains("basis"),
        law="§ 4 Abs. 3, § 7 Abs. 2 BEEG",
    )
    plus_ich: list[Month] = ask(
        "In welchen Monaten nehmen Sie ElterngeldPlus?",
        hint="Monat 1 beginnt mit der Geburt.",
        options=_MONTHS,
        called="mindestens einen Monat",
        when=answer.arten_ich.contains("plus"),
        law="§ 4 Abs. 3, § 7 Abs. 2 BEEG",
    )
    basis_partner: list[Basic] = ask(
        "Wann nimmt der andere Elternteil Basiselterngeld?",
        hint="Monat 1 beginnt mit der Geburt.",
        options=_BASIC,
        called="mindestens einen Monat",
        when=_BOTH & answer.arten_partner.contains("basis"),
        law="§ 4 Abs. 3, § 7 Abs. 2 BEEG",
    )
    plus_partner: list[Month] = ask(
        "Wann nimmt der andere Elternteil ElterngeldPlus?",
        hint="Monat 1 beginnt mit der Geburt.",
        options=_MONTHS,
        called="mindestens einen Monat",
        when=_BOTH & answer.arten_partner.contains("plus"),
        law="§ 4 Abs. 3, § 7 Abs. 2 BEEG",
    )
    bonus: list[Month] = ask(
        "In welchen Monaten gibt es den Partnerschafts\u00adbonus?",
        hint="Beide Eltern nehmen ihn in den gleichen Monaten.",
        options=_MONTHS,
        called="mindestens einen Monat",
        when=answer.arten_ich.contains("bonus") | (_BOTH & answer.arten_partner.contains("bonus")),
        law="§ 4b, § 7 Abs. 2 BEEG",
    )
    zeitraeume: list[Zeitraum] = ask(
        "Wann nehmen Sie Elterngeld?",
        hint="Monat 1 beginnt mit der Geburt. Für jeden Wechsel brauchen Sie einen neuen Zeitraum.",
        item="Zeitraum",
        max_length=12,
        law="§ 7 Abs. 2 BEEG",
    )
    konto: iban = ask(
        "Wie lautet Ihre IBAN?", hint="Das ist die lange Nummer Ihres Kontos.", called="die IBAN", law="§ 7 BEEG"
    )
    geburtsurkunde: upload | None = ask(
        "Urkunde über die Geburt", hint="Auf dem Papier steht oft: für Elterngeld.", law="§ 8 BEEG"
    )
    lohn: upload | None = ask(
        "Nachweis über Ihr Einkommen", hint="Zum Beispiel die Zettel vom Lohn der letzten zwölf Monate.", law="§ 8 BEEG"
    )
    richtig: declaration = ask(
        "Meine Angaben sind richtig und vollständig.",
        error={"declaration": "Setzen Sie ein Häkchen, wenn Ihre Angaben richtig sind."},
        law="§ 8 BEEG",
    )
    einverstanden: declaration = ask(
        "Der andere Elternteil kennt diesen Plan.",
        error={"declaration": "Setzen Sie ein Häkchen, wenn der andere Elternteil den Plan kennt."},
        when=answer.eltern.is_in("beide", "ich"),
        law="§ 7 Abs. 3 BEEG",
    )
