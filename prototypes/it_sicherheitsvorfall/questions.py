"""Every question of the report, with its hint, its possible answers and the paragraph that asks for it.

Most of them take "weiß ich noch nicht": an early report counts more than a complete one.
"""

from datetime import date
from typing import Literal

from pydantic import BaseModel

from labs import answer, ask, declaration, email, longtext

_LATER = answer.stufe.is_in("meldung", "abschluss")
_LAST = answer.stufe == "abschluss"
_CRITICAL = _LATER & (answer.art == "kritisch")


class Vorfall(BaseModel):
    """The report on an IT security incident, in three stages."""

    stufe: Literal["erst", "meldung", "abschluss"] = ask(
        "Welche Meldung schicken Sie?",
        options={
            "erst": "Die erste Meldung, in den ersten 24 Stunden",
            "meldung": "Die zweite Meldung, in den ersten 72 Stunden",
            "abschluss": "Die letzte Meldung, einen Monat später",
        },
        called="eine Antwort",
        law="§ 32 Abs. 1 BSIG",
    )
    firma: str = ask(
        "Wie heißt Ihre Firma oder Ihre Einrichtung?",
        called="den Namen",
        autocomplete="organization",
        min_length=2,
        max_length=120,
        law="§ 32 Abs. 1 BSIG",
    )
    art: Literal["wichtig", "besonders", "kritisch", "keine"] = ask(
        "Wie ist Ihre Firma beim Amt eingetragen?",
        options={
            "wichtig": "Als wichtige Einrichtung",
            "besonders": "Als besonders wichtige Einrichtung",
            "kritisch": "Mit einer kritischen Anlage, zum Beispiel einem Wasserwerk",
            "keine": "Gar nicht",
        },
        unknown=True,
        called="eine Antwort",
        law="§ 28, § 32 Abs. 1 BSIG",
    )
    name: str = ask(
        "Wen rufen wir an?",
        hint="Vorname und Nachname",
        called="den Namen",
        min_length=2,
        max_length=80,
        law="§ 32 BSIG",
    )
    telefon: str = ask(
        "Telefonnummer",
        hint="Unter dieser Nummer erreichen wir Sie auch nachts.",
        called="die Telefonnummer",
        autocomplete="tel",
        pattern=r"^\+?[0-9 /-]{6,20}$",
        error="Schreiben Sie die Nummer nur mit Ziffern.",
        law="§ 32 BSIG",
    )
    mail: email = ask("E-Mail-Adresse", called="die E-Mail-Adresse", autocomplete="email", law="§ 32 BSIG")
    kenntnis_tag: date = ask(
        "An welchem Tag haben Sie den Vorfall bemerkt?",
        hint="Zum Beispiel 14.3.2026",
        called="den Tag",
        past=True,
        law="§ 32 Abs. 1 Nr. 1 BSIG",
    )
    kenntnis_zeit: str = ask(
        "Um wie viel Uhr?",
        hint="Zum Beispiel 14:30. Eine ungefähre Zeit reicht.",
        called="die Uhrzeit",
        pattern=r"^([01]?[0-9]|2[0-3])[:.][0-5][0-9]$",
        error="Schreiben Sie die Uhrzeit so: 14:30.",
        law="§ 32 Abs. 1 Nr. 1 BSIG",
    )
    gesendet: date = ask(
        "Wann haben Sie die zweite Meldung geschickt?",
        hint="Zum Beispiel 17.3.2026",
        called="den Tag",
        past=True,
        when=_LAST,
        law="§ 32 Abs. 1 Nr. 4 BSIG",
    )
    was: list[Literal["ausfall", "erpressung", "daten", "zugang", "last", "anderes"]] = ask(
        "Was ist passiert?",
        hint="Kreuzen Sie alles an, was stimmt.",
        options={
            "ausfall": "Computer oder Programme laufen nicht mehr.",
            "erpressung": "Daten sind gesperrt und jemand verlangt Geld.",
            "daten": "Daten sind gestohlen oder gelöscht.",
            "zugang": "Ein Fremder war in unseren Systemen.",
            "last": "Zu viele Anfragen legen unsere Seite lahm.",
            "anderes": "Etwas anderes",
        },
        unknown=True,
        called="mindestens eine Antwort",
        law="§ 32 Abs. 1 Nr. 1 BSIG",
    )
    dienste: longtext = ask(
        "Was geht jetzt nicht?",
        hint="Zum Beispiel: Die Anmeldung von Patienten. Ein Satz reicht.",
        unknown=True,
        called="einen Satz",
        max_length=1000,
        law="§ 32 Abs. 1 Nr. 2 BSIG",
    )
    verdacht: bool = ask(
        "Vermuten Sie einen Angriff?",
        hint="Ein Verdacht reicht. Sie brauchen keinen Beweis.",
        unknown=True,
        called="eine Antwort",
        law="§ 32 Abs. 1 Nr. 1 BSIG",
    )
    grenze: bool = ask(
        "Trifft der Vorfall vielleicht auch andere Länder?",
        hint="Zum Beispiel Kunden oder Standorte im Ausland.",
        unknown=True,
        called="eine Antwort",
        law="§ 32 Abs. 1 Nr. 1 BSIG",
    )
    menschen: bool = ask(
        "Sind vielleicht Daten von Menschen betroffen?",
        hint="Zum Beispiel Namen, Adressen oder Fotos.",
        unknown=True,
        called="eine Antwort",
        law="Art. 33 DSGVO",
    )
    schwere: Literal["gering", "mittel", "hoch", "sehr_hoch"] = ask(
        "Wie schwer ist der Vorfall?",
        options={
            "gering": "Gering: Fast alles läuft.",
            "mittel": "Mittel: Einiges läuft nicht.",
            "hoch": "Hoch: Wichtiges läuft nicht.",
            "sehr_hoch": "Sehr hoch: Menschen sind in Gefahr.",
        },
        unknown=True,
        called="eine Antwort",
        when=_LATER,
        law="§ 32 Abs. 1 Nr. 2 BSIG",
    )
    auswirkungen: list[Literal["dienst", "geld", "verlust", "gesundheit", "andere"]] = ask(
        "Welche Folgen hat der Vorfall?",
        hint="Kreuzen Sie alles an, was stimmt.",
        options={
            "dienst": "Kunden bekommen unsere Leistung nicht.",
            "geld": "Wir verlieren viel Geld.",
            "verlust": "Wichtige Daten sind weg.",
            "gesundheit": "Die Gesundheit von Menschen ist in Gefahr.",
            "andere": "Andere Firmen haben dadurch Schaden.",
        },
        unknown=True,
        called="mindestens eine Antwort",
        when=_LATER,
        law="§ 32 Abs. 1 Nr. 2 BSIG",
    )
    spuren: longtext = ask(
        "Welche Spuren haben Sie gefunden?",
        hint="Zum Beispiel fremde Adressen im Netz oder Namen von Dateien.",
        unknown=True,
        called="einen Satz",
        max_length=2000,
        when=_LATER,
        law="§ 32 Abs. 1 Nr. 2 BSIG",
    )
    anlage: str = ask(
        "Welche Anlage ist betroffen?",
        hint="Zum Beispiel: Wasserwerk Nord",
        unknown=True,
        called="die Anlage",
        max_length=120,
        when=_CRITICAL,
        law="§ 32 Abs. 3 BSIG",
    )
    versorgung: longtext = ask(
        "Was bedeutet das für die Menschen?",
        hint="Zum Beispiel: 2.000 Haushalte haben kein Wasser.",
        unknown=True,
        called="einen Satz",
        max_length=1000,
        when=_CRITICAL,
        law="§ 32 Abs. 3 BSIG",
    )
    beschreibung: longtext = ask(
        "Wie ist der Vorfall abgelaufen?",
        hint="Schreiben Sie in der Reihenfolge, in der es passiert ist.",
        called="den Ablauf",
        min_length=10,
        max_length=4000,
        when=_LAST,
        law="§ 32 Abs. 1 Nr. 4 Buchst. a BSIG",
    )
    ursache: Literal["angriff", "fehler", "technik", "andere"] = ask(
        "Was war die Ursache?",
        options={
            "angriff": "Ein Angriff",
            "fehler": "Ein Fehler von Menschen",
            "technik": "Ein Fehler in der Technik",
            "andere": "Etwas anderes",
        },
        unknown=True,
        called="eine Antwort",
        when=_LAST,
        law="§ 32 Abs. 1 Nr. 4 Buchst. b BSIG",
    )
    massnahmen: longtext = ask(
        "Was haben Sie dagegen getan?",
        hint="Schreiben Sie auch, was Sie noch vorhaben.",
        called="Ihre Schritte",
        min_length=10,
        max_length=4000,
        when=_LAST,
        law="§ 32 Abs. 1 Nr. 4 Buchst. c BSIG",
    )
    vorbei: bool = ask(
        "Ist der Vorfall vorbei?",
        hint="Vorbei heißt: Alles läuft wieder.",
        called="Ja oder Nein",
        when=_LAST,
        law="§ 32 Abs. 2 BSIG",
    )
    stand: declaration = ask(
        "Das ist mein Wissen von heute.",
        hint="Neues können Sie später melden.",
        error={"declaration": "Setzen Sie ein Häkchen, wenn das Ihr Wissen von heute ist."},
        law="§ 32 Abs. 1 BSIG",
    )
