"""Wohnsitz: to register a new home, in two designs.

Variant A asks one thing on a page, people first. Variant B begins with the landlord's paper: it asks in the order in
which the paper is written, so that people copy it. The words are in `questions` and `explanations`, the rules in
`statute`, invented people in `people`, easy and English words in the TOML files.
"""

from labs import (
    CheckPage,
    ConfirmationPage,
    DeclarationPage,
    InfoPage,
    Page,
    Service,
    StartPage,
    Task,
    Variant,
    answer,
    read_words,
)

from . import explanations, people
from .questions import Wohnsitz

service = Service(
    "wohnsitz",
    "Wohnsitz anmelden",
    Wohnsitz,
    ozg="10124",
    leika="99115005104000",
    keys_as_of="2026",
    notice=explanations.NOTICE,
    pages=[
        StartPage(
            text=explanations.START,
            who="Für alle, die in eine neue Wohnung gezogen sind.",
            documents=("Bestätigung vom Vermieter", "Ausweis oder Pass", "Ihre alte Adresse"),
            duration="Etwa 6 Minuten",
            cost="Die Anmeldung kostet nichts.",
            legal_basis="Bundesmeldegesetz (BMG). Wichtig sind hier § 17, § 19 und die §§ 21 bis 24.",
        ),
        Page("wer", "Diese Personen melden Sie an", "wer", text=explanations.WHO),
        InfoPage("selbst", "Das gilt für Mitbewohner", explanations.REGISTERS_ALONE, when=answer.wer == "andere"),
        Page("zusammen", "Ihr Umzug", "zusammen"),
        InfoPage("getrennt", "Sie ziehen nicht alle zusammen um", explanations.SEPARATE_MOVES, when=~answer.zusammen),
        InfoPage("betreuung", "Sie vertreten eine Person", explanations.IN_CARE, when=answer.wer == "betreut"),
        Page("person", "Ihr Name", "vorname", "nachname"),
        Page("geburt", "Ihre Geburt", "geburtsdatum"),
        Page("personen", "Die anderen Personen", "personen"),
        Page("einzug", "Ihr Einzug", "einzug"),
        InfoPage("zu_jung", "Sie sind noch jung", explanations.TOO_YOUNG, when=explanations.too_young),
        InfoPage("frist", "Ihre Frist", explanations.DEADLINE),
        Page("adresse", "Ihre neue Adresse", "strasse", "plz", "ort", "lage", text=explanations.HOME),
        Page("bestaetigung", "Ihr Vermieter", "bestaetigung", text=explanations.CONFIRMATION_OF_LANDLORD),
        Page("vermieter", "Der Name vom Vermieter", "vermieter"),
        InfoPage(
            "ohne_bestaetigung",
            "Die Bestätigung fehlt noch",
            explanations.WITHOUT_CONFIRMATION,
            when=answer.bestaetigung == "nein",
        ),
        Page("datei", "Das Papier vom Vermieter", "datei", text=explanations.UPLOAD),
        Page("bisher", "Ihre alte Wohnung", "bisher"),
        Page("land", "Das andere Land", "land"),
        InfoPage("ausland", "Sie kommen aus dem Ausland", explanations.FROM_ABROAD, when=answer.bisher == "ausland"),
        Page("alte_adresse", "Ihre alte Adresse", "alte_strasse", "alte_plz", "alter_ort"),
        Page("behalten", "Eine oder zwei Wohnungen", "behalten"),
        Page("meist", "Ihre zwei Wohnungen", "meist"),
        InfoPage("zwei_wohnungen", "Sie haben zwei Wohnungen", explanations.TWO_HOMES, when=answer.behalten),
        Page("kontakt", "Ihr Kontakt", "mail"),
        CheckPage(text=explanations.CHECK),
        DeclarationPage("erklaerung", "Ihre Erklärung", "richtig", "berechtigt", text=explanations.DECLARATION),
        ConfirmationPage(title="Ihre Anmeldung ist da", text=explanations.DONE, next_steps=explanations.NEXT_STEPS),
    ],
    variants=[
        Variant("A", "Eine Frage je Seite"),
        Variant(
            "B",
            "Vom Papier abschreiben",
            pages=[
                "start",
                Page(
                    "papier",
                    "Das Papier vom Vermieter",
                    "bestaetigung",
                    "vermieter",
                    "einzug",
                    "strasse",
                    "plz",
                    "ort",
                    "lage",
                    text=explanations.PAPER,
                ),
                "frist",
                "ohne_bestaetigung",
                Page(
                    "einziehende",
                    "Diese Personen melden Sie an",
                    "wer",
                    "zusammen",
                    "vorname",
                    "nachname",
                    "geburtsdatum",
                    "personen",
                    text=explanations.WHO,
                ),
                "selbst",
                "getrennt",
                "betreuung",
                "zu_jung",
                Page(
                    "vorher",
                    "Ihre alte Wohnung",
                    "bisher",
                    "land",
                    "alte_strasse",
                    "alte_plz",
                    "alter_ort",
                    "behalten",
                    "meist",
                ),
                "ausland",
                "zwei_wohnungen",
                Page("schluss", "Papier und Kontakt", "datei", "mail", text=explanations.UPLOAD),
                "check",
                "erklaerung",
                "done",
            ],
        ),
        Variant("leicht", "Leichte Sprache", words=read_words(__file__, "leicht.toml"), language="de-leicht"),
        Variant("englisch", "Englisch", words=read_words(__file__, "englisch.toml"), language="en"),
    ],
    tasks=[
        Task(
            "anmelden",
            "Melden Sie Ihre neue Wohnung an.",
            "Sie sind Tim Hoffmann. Sie sind mit Sara und Lene am 5. Januar 2026 umgezogen. "
            "Sara ist Ihre Frau, Lene ist Ihre Tochter. Danach war viel zu tun. Erst heute melden Sie alle an. "
            "Das Papier vom Vermieter haben Sie. Die Datei reichen Sie später nach.",
            persona=people.FAMILY,
            time_limit_min=25,
        ),
        Task(
            "aendern",
            "Ändern Sie den Tag des Einzugs und senden Sie die Anmeldung ab.",
            "Sie sind Leyla Demir. Ihre Anmeldung ist ausgefüllt, aber noch nicht abgesendet. "
            "Der Tag des Einzugs ist falsch. Sie sind schon am 3. Januar 2026 eingezogen. "
            "Ändern Sie den Tag. Senden Sie die Anmeldung danach ab.",
            persona=people.LEYLA,
            starts="check",
            goal={"einzug": people.MOVED_IN},
            time_limit_min=10,
        ),
    ],
    personas=[people.OMAR],
    walks=people.WALKS,
)
