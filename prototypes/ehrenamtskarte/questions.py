"""Every question of the application, with its hint, its possible answers and the number of the guideline behind it."""

from datetime import date
from typing import Literal

from pydantic import BaseModel

from labs import answer, ask, decimal, declaration, email, postcode, upload

from .statute import MUSTERLAND

_HOURS = answer.weg == "stunden"
_BRIGADE = answer.weg == "einsatz"
_HONOUR = answer.weg == "ehrung"
_SERVICE = answer.weg == "dienst"
_JULEICA = answer.weg == "juleica"
_ASK_THEM = answer.bestaetigung == "fragen"


class Amt(BaseModel):
    """One honorary office (Nr. 3 of the guideline)."""

    stelle: str = ask(
        "Wo helfen Sie?", hint="Zum Beispiel: Sportverein Blau-Weiß", called="den Ort", min_length=2, max_length=120
    )
    aufgabe: str = ask("Was machen Sie dort?", hint="Zum Beispiel: Training für Kinder", max_length=120)
    zaehlung: Literal["woche", "jahr"] = ask(
        "Wie zählen Sie Ihre Stunden?",
        options={"woche": "In der Woche", "jahr": "Im ganzen Jahr, zum Beispiel für ein Lager oder ein Fest"},
        called="eine Antwort",
    )
    stunden_woche: decimal = ask(
        "Wie viele Stunden helfen Sie in der Woche?",
        hint="Nehmen Sie eine übliche Woche. Zum Beispiel 3,5",
        unknown=True,
        called="die Stunden",
        gt=0,
        le=80,
        when=answer.zaehlung == "woche",
    )
    stunden_jahr: int = ask(
        "Wie viele Stunden helfen Sie im Jahr?",
        unknown=True,
        called="die Stunden",
        ge=1,
        le=4000,
        when=answer.zaehlung == "jahr",
    )
    jahre: int = ask(
        "Seit wie vielen Jahren machen Sie das?",
        hint="Zählen Sie nur volle Jahre. Im ersten Jahr schreiben Sie 0.",
        called="die Jahre",
        ge=0,
        le=80,
    )


class Ehrenamtskarte(BaseModel):
    """The application for the card."""

    wohnort: bool = ask(f"Wohnen Sie in {MUSTERLAND.state}?", called="Ja oder Nein", law="Nr. 2 Richtlinie (erfunden)")
    geburtsdatum: date = ask(
        "Wann sind Sie geboren?",
        hint="Zum Beispiel 14.3.1992",
        called="Ihr Geburtsdatum",
        autocomplete="bday",
        past=True,
        law="Nr. 2 Richtlinie (erfunden)",
    )
    weg: Literal["ehrung", "einsatz", "juleica", "dienst", "stunden"] = ask(
        "Was trifft auf Sie zu?",
        hint="Passt mehr als eine Antwort? Dann wählen Sie die oberste davon.",
        options={
            "ehrung": "Das Land hat mich für mein Ehrenamt geehrt.",
            "einsatz": "Ich bin bei Feuerwehr, Rettung oder Katastrophen\u00adschutz.",
            "juleica": "Ich habe eine Juleica.",
            "dienst": "Ich mache einen Freiwilligendienst.",
            "stunden": "Ich helfe in einem Verein oder einem Projekt.",
        },
        called="eine Antwort",
        law="Nr. 3 bis 6 Richtlinie (erfunden)",
    )
    ehrung: Literal["landeszeichen", "dienstzeit", "andere"] = ask(
        "Welche Ehrung haben Sie?",
        options={
            "landeszeichen": "Das Ehrenzeichen des Landes",
            "dienstzeit": f"Das Abzeichen für {MUSTERLAND.golden_years} oder mehr Jahre Dienst",
            "andere": "Eine andere Ehrung",
        },
        called="eine Antwort",
        when=_HONOUR,
        law="Nr. 6 Richtlinie (erfunden)",
    )
    einheit: Literal["feuerwehr", "thw", "rettung", "schutz"] = ask(
        "Wo sind Sie dabei?",
        options={
            "feuerwehr": "Freiwillige Feuerwehr",
            "thw": "Technisches Hilfswerk (THW)",
            "rettung": "Rettungsdienst oder Sanitätsdienst",
            "schutz": "Eine andere Gruppe im Katastrophen\u00adschutz",
        },
        called="eine Antwort",
        when=_BRIGADE,
        law="Nr. 4 b Richtlinie (erfunden)",
    )
    ausbildung: bool = ask(
        "Haben Sie die Grundausbildung?",
        hint="Das ist der erste Lehrgang für den Einsatz.",
        called="Ja oder Nein",
        when=_BRIGADE,
        law="Nr. 4 b Richtlinie (erfunden)",
    )
    dienstjahre: int = ask(
        "Seit wie vielen Jahren sind Sie aktiv?",
        hint="Zählen Sie nur volle Jahre. Pausen zählen nicht.",
        called="die Jahre",
        ge=0,
        le=80,
        when=_BRIGADE,
        law="Nr. 6 Richtlinie (erfunden)",
    )
    gueltig: bool = ask(
        "Gilt Ihre Juleica heute noch?",
        hint="Das Datum steht vorne auf der Karte.",
        called="Ja oder Nein",
        when=_JULEICA,
        law="Nr. 4 a Richtlinie (erfunden)",
    )
    nummer: str = ask(
        "Welche Nummer hat Ihre Juleica?",
        hint="Die Nummer steht auf der Karte.",
        unknown=True,
        called="die Nummer",
        max_length=20,
        when=_JULEICA,
        law="Nr. 4 a Richtlinie (erfunden)",
    )
    dienst: Literal["fsj", "foej", "bfd"] = ask(
        "Welchen Dienst machen Sie?",
        options={
            "fsj": "Freiwilliges Soziales Jahr",
            "foej": "Freiwilliges Ökologisches Jahr",
            "bfd": "Bundes\u00adfreiwilligen\u00addienst",
        },
        called="eine Antwort",
        when=_SERVICE,
        law="Nr. 4 c Richtlinie (erfunden)",
    )
    traeger: str = ask(
        "Wie heißt Ihre Stelle?",
        hint="Zum Beispiel: Krankenhaus Musterstadt",
        called="den Namen der Stelle",
        min_length=2,
        max_length=120,
        when=_SERVICE,
        law="Nr. 4 c Richtlinie (erfunden)",
    )
    aemter: list[Amt] = ask(
        "Wo helfen Sie überall?",
        hint="Tragen Sie jedes Ehrenamt einzeln ein.",
        item="Ehrenamt",
        max_length=6,
        when=_HOURS,
        law="Nr. 3 Richtlinie (erfunden)",
    )
    geld: Literal["nein", "wenig", "mehr"] = ask(
        "Bekommen Sie Geld für Ihr Ehrenamt?",
        hint="Fahrkosten und Material zählen nicht.",
        options={
            "nein": "Nein",
            "wenig": f"Ja, bis {MUSTERLAND.most_money} Euro im Jahr",
            "mehr": "Ja, mehr",
        },
        unknown=True,
        called="eine Antwort",
        when=_HOURS,
        law="Nr. 3 Richtlinie (erfunden)",
    )
    bestaetigung: Literal["papier", "fragen", "niemand"] = ask(
        "Wer bestätigt Ihre Stunden?",
        options={
            "papier": "Ich habe schon ein Papier mit Unterschrift.",
            "fragen": "Bitte fragen Sie bei meiner Stelle nach.",
            "niemand": "Niemand, ich helfe ohne Verein.",
        },
        called="eine Antwort",
        when=_HOURS,
        law="Nr. 5 Richtlinie (erfunden)",
    )
    kontakt: str = ask(
        "Wen fragen wir?",
        hint="Vorname und Nachname",
        called="den Namen",
        min_length=2,
        max_length=80,
        when=_ASK_THEM,
        law="Nr. 5 Richtlinie (erfunden)",
    )
    kontakt_mail: email = ask(
        "Wie lautet die E-Mail-Adresse dieser Person?",
        called="die E-Mail-Adresse",
        when=_ASK_THEM,
        law="Nr. 5 Richtlinie (erfunden)",
    )
    nachweis: upload | None = ask(
        "Ihr Nachweis",
        hint="Ein Foto mit dem Handy reicht.",
        when=(answer.weg != "stunden") | (answer.bestaetigung == "papier"),
        law="Nr. 5 Richtlinie (erfunden)",
    )
    name: str = ask(
        "Wie heißen Sie?",
        hint="Vorname und Nachname, so wie im Ausweis",
        called="Ihren Namen",
        autocomplete="name",
        min_length=2,
        max_length=80,
        law="Nr. 8 Richtlinie (erfunden)",
    )
    strasse: str = ask(
        "Straße und Hausnummer",
        called="Straße und Hausnummer",
        autocomplete="street-address",
        min_length=3,
        max_length=120,
        law="Nr. 8 Richtlinie (erfunden)",
    )
    plz: postcode = ask("Postleitzahl", called="die Postleitzahl", law="Nr. 8 Richtlinie (erfunden)")
    ort: str = ask(
        "Ort", called="den Ort", autocomplete="address-level2", max_length=80, law="Nr. 8 Richtlinie (erfunden)"
    )
    form: Literal["plastik", "handy", "beides"] = ask(
        "Wie möchten Sie die Karte haben?",
        options={"plastik": "Als Karte mit der Post", "handy": "Auf dem Handy", "beides": "Beides"},
        called="eine Antwort",
        law="Nr. 7 Richtlinie (erfunden)",
    )
    mail: email = ask(
        "Ihre E-Mail-Adresse",
        hint="Dorthin schicken wir die Karte für das Handy.",
        called="Ihre E-Mail-Adresse",
        when=answer.form != "plastik",
        law="Nr. 7 Richtlinie (erfunden)",
    )
    richtig: declaration = ask(
        "Meine Angaben sind richtig und vollständig.",
        error={"declaration": "Setzen Sie ein Häkchen, wenn Ihre Angaben richtig sind."},
        law="Nr. 8 Richtlinie (erfunden)",
    )
    erlaubnis: declaration = ask(
        "Sie dürfen bei meiner Stelle nachfragen.",
        hint="Wir nennen dort nur Ihren Namen und Ihre Stunden.",
        error={"declaration": "Setzen Sie ein Häkchen, damit wir nachfragen dürfen."},
        when=_ASK_THEM,
        law="Nr. 5 Richtlinie (erfunden)",
    )
