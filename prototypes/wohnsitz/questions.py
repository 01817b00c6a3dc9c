"""Every question of the registration, with its hint, its possible answers and the paragraph that asks for it."""

from datetime import date
from typing import Literal

from pydantic import BaseModel

from labs import answer, ask, declaration, email, postcode, upload

_FAMILY = answer.wer == "familie"
_OTHERS = answer.wer.is_in("familie", "kind", "betreut")
_GERMANY = answer.bisher == "inland"


class Person(BaseModel):
    """Somebody who moves in, too, or for whom the citizen registers (§ 17 Abs. 3, § 23 Abs. 5 BMG)."""

    vorname: str = ask("Vorname", called="den Vornamen", min_length=2, max_length=80)
    nachname: str = ask("Nachname", called="den Nachnamen", min_length=2, max_length=80)
    geburtsdatum: date = ask("Geburtsdatum", hint="Zum Beispiel 14.3.1992", called="das Geburtsdatum", past=True)
    rolle: Literal["ehe", "kind", "verwandt", "betreut"] = ask(
        "Wer ist das?",
        options={
            "ehe": "Meine Ehefrau oder mein Ehemann",
            "kind": "Mein Kind",
            "verwandt": "Jemand anderes aus meiner Familie",
            "betreut": "Eine Person, die ich betreue",
        },
        called="eine Antwort",
    )


class Wohnsitz(BaseModel):
    """The registration of a new home."""

    wer: Literal["ich", "familie", "kind", "betreut", "andere"] = ask(
        "Wen melden Sie an?",
        options={
            "ich": "Nur mich",
            "familie": "Mich und meine Familie",
            "kind": "Nur mein Kind unter 16 Jahren",
            "betreut": "Eine Person, die ich als Betreuer vertrete",
            "andere": "Mich und einen Mitbewohner oder eine Mitbewohnerin",
        },
        called="eine Antwort",
        law="§ 17 Abs. 3, § 23 Abs. 5 BMG",
    )
    zusammen: bool = ask(
        "Ziehen alle am gleichen Tag aus der gleichen Wohnung um?",
        hint="Gemeint sind alle Personen, die Sie jetzt anmelden.",
        called="Ja oder Nein",
        when=_FAMILY,
        law="§ 23 Abs. 5 BMG",
    )
    vorname: str = ask(
        "Ihr Vorname", called="Ihren Vornamen", autocomplete="given-name", min_length=2, max_length=80, law="§ 24 BMG"
    )
    nachname: str = ask(
        "Ihr Nachname",
        called="Ihren Nachnamen",
        autocomplete="family-name",
        min_length=2,
        max_length=80,
        law="§ 24 BMG",
    )
    geburtsdatum: date = ask(
        "Ihr Geburtsdatum",
        hint="Zum Beispiel 14.3.1992",
        called="Ihr Geburtsdatum",
        autocomplete="bday",
        past=True,
        law="§ 24 BMG",
    )
    personen: list[Person] = ask(
        "Welche Personen melden Sie noch an?",
        hint="Sich selbst haben Sie schon eingetragen.",
        item="Person",
        max_length=12,
        when=_OTHERS,
        law="§ 17 Abs. 3, § 23 Abs. 5 BMG",
    )
    einzug: date = ask(
        "Wann sind Sie eingezogen?",
        hint="Zum Beispiel 5.1.2026",
        called="den Tag des Einzugs",
        past=True,
        error={"date_past": "Melden Sie sich erst nach dem Einzug an. Geben Sie einen Tag bis heute ein."},
        law="§ 17 Abs. 1 BMG",
    )
    strasse: str = ask(
        "Straße und Hausnummer",
        called="Straße und Hausnummer",
        autocomplete="street-address",
        min_length=3,
        max_length=120,
        law="§ 19 Abs. 3 Nr. 3 BMG",
    )
    plz: postcode = ask("Postleitzahl", called="die Postleitzahl", law="§ 19 Abs. 3 Nr. 3 BMG")
    ort: str = ask("Ort", called="den Ort", autocomplete="address-level2", max_length=80, law="§ 19 Abs. 3 Nr. 3 BMG")
    lage: str | None = ask(
        "Wo im Haus liegt die Wohnung?", hint="Zum Beispiel: 2. Stock links", max_length=60, law="§ 19 Abs. 3 Nr. 3 BMG"
    )
    bestaetigung: Literal["ja", "nein", "eigentum"] = ask(
        "Haben Sie die Bestätigung vom Vermieter?",
        hint="Auf dem Papier steht oft: Wohnungs\u00adgeber\u00adbestätigung.",
        options={
            "ja": "Ja",
            "nein": "Nein, noch nicht",
            "eigentum": "Nein, die Wohnung gehört mir",
        },
        called="eine Antwort",
        law="§ 19 Abs. 1 und 2, § 23 Abs. 1 BMG",
    )
    vermieter: str = ask(
        "Wie heißt Ihr Vermieter oder Ihre Vermieterin?",
        hint="Das ist die Person oder die Firma, die Ihnen die Wohnung gibt.",
        called="den Namen",
        min_length=2,
        max_length=120,
        when=answer.bestaetigung != "eigentum",
        law="§ 19 Abs. 3 Nr. 1 BMG",
    )
    datei: upload | None = ask(
        "Bestätigung vom Vermieter",
        hint="Ein Foto mit dem Handy reicht.",
        when=answer.bestaetigung == "ja",
        law="§ 23 Abs. 1 BMG",
    )
    bisher: Literal["inland", "ausland"] = ask(
        "Wo haben Sie vorher gewohnt?",
        options={"inland": "In Deutschland", "ausland": "In einem anderen Land"},
        called="eine Antwort",
        law="§ 23 Abs. 4 BMG",
    )
    land: str = ask(
        "In welchem Land haben Sie gewohnt?",
        called="das Land",
        min_length=2,
        max_length=80,
        when=answer.bisher == "ausland",
        law="§ 24 BMG",
    )
    alte_strasse: str = ask(
        "Alte Straße und Hausnummer",
        called="die alte Straße und die Hausnummer",
        min_length=3,
        max_length=120,
        when=_GERMANY,
        law="§ 23 Abs. 4 BMG",
    )
    alte_plz: postcode = ask("Alte Postleitzahl", called="die alte Postleitzahl", when=_GERMANY, law="§ 23 Abs. 4 BMG")
    alter_ort: str = ask("Alter Ort", called="den alten Ort", max_length=80, when=_GERMANY, law="§ 23 Abs. 4 BMG")
    behalten: bool = ask(
        "Behalten Sie die alte Wohnung?",
        hint="Zum Beispiel, weil Sie dort am Wochenende wohnen.",
        called="Ja oder Nein",
        when=_GERMANY,
        law="§ 21 Abs. 4 BMG",
    )
    meist: Literal["neu", "alt"] = ask(
        "In welcher Wohnung sind Sie öfter?",
        hint="Sind Sie verheiratet? Dann zählt die Wohnung der Familie.",
        options={"neu": "In der neuen Wohnung", "alt": "In der alten Wohnung"},
        called="eine Antwort",
        when=answer.behalten,
        law="§ 21 Abs. 2, § 22 Abs. 1 BMG",
    )
    mail: email | None = ask(
        "Ihre E-Mail-Adresse",
        hint="Wir schreiben Ihnen, wenn alles fertig ist.",
        called="Ihre E-Mail-Adresse",
    )
    richtig: declaration = ask(
        "Meine Angaben sind richtig und vollständig.",
        error={"declaration": "Setzen Sie ein Häkchen, wenn Ihre Angaben richtig sind."},
        law="§ 23 Abs. 1 BMG",
    )
    berechtigt: declaration = ask(
        "Ich spreche auch für die anderen Personen.",
        hint="Das Amt gibt Ihnen auch die Daten dieser Personen.",
        error={"declaration": "Setzen Sie ein Häkchen, wenn die anderen Personen einverstanden sind."},
        when=_OTHERS,
        law="§ 23 Abs. 5 BMG",
    )
