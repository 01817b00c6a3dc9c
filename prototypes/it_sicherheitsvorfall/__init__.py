"""IT-Sicherheitsvorfall: to report an IT security incident in three stages, in two designs.

One flow has all three stages (§ 32 BSIG): the answer to `stufe` opens the pages that a stage adds. Nothing is kept
between two visits. A follow-up is therefore a task that starts behind what was reported before (`starts="erste_da"`),
prefilled from the role card, "weiß ich noch nicht" included; on the check page every earlier answer can be corrected.
Variant A asks one thing on a page. Variant B takes the first report on one page, the sender after it.
The words are in `questions` and `explanations`, deadlines in `statute`, invented people in `people`, easy and English
words in the TOML files.
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
from .questions import Vorfall

_LATER = answer.stufe.is_in("meldung", "abschluss")
_LAST = answer.stufe == "abschluss"

service = Service(
    "it_sicherheitsvorfall",
    "IT-Sicherheitsvorfall melden",
    Vorfall,
    keys_as_of="2026",
    notice=explanations.NOTICE,
    pages=[
        StartPage(
            text=explanations.START,
            who="Für Firmen und Einrichtungen mit wichtigen Aufgaben, zum Beispiel Kliniken und Stadtwerke.",
            documents=("Tag und Uhrzeit: Wann haben Sie es bemerkt?", "Eine Telefonnummer für Rückfragen"),
            duration="Die erste Meldung dauert etwa 5 Minuten.",
            cost="Die Meldung kostet nichts.",
            legal_basis="BSI-Gesetz (BSIG). Wichtig ist hier § 32. Er gilt seit dem 6. Dezember 2025.",
        ),
        Page("stufe", "Ihre Meldung", "stufe", text=explanations.STAGES),
        Page("firma", "Ihre Firma", "firma"),
        Page("art", "Ihr Eintrag beim Amt", "art"),
        InfoPage("keine_pflicht", "Auch Ihre Meldung hilft", explanations.NO_DUTY, when=answer.art == "keine"),
        Page("kontakt", "So erreichen wir Sie", "name", "telefon", "mail"),
        Page("kenntnis", "Der Moment, in dem Sie es bemerkt haben", "kenntnis_tag", "kenntnis_zeit"),
        Page("gesendet", "Ihre zweite Meldung", "gesendet"),
        InfoPage("frist", "So viel Zeit haben Sie", explanations.DEADLINE),
        Page("was", "Der Vorfall", "was"),
        Page("dienste", "Was jetzt nicht geht", "dienste"),
        Page("verdacht", "Ihr Verdacht", "verdacht"),
        Page("grenze", "Andere Länder", "grenze"),
        Page("menschen", "Daten von Menschen", "menschen"),
        InfoPage("datenschutz", "Noch eine Meldung", explanations.PERSONAL_DATA, when=answer.menschen),
        InfoPage("erste_da", "Das wissen wir schon", explanations.FIRST_DONE, when=_LATER),
        Page("schwere", "So schwer ist der Vorfall", "schwere"),
        Page("auswirkungen", "Die Folgen", "auswirkungen"),
        Page("spuren", "Spuren", "spuren"),
        Page("anlage", "Ihre Anlage", "anlage", "versorgung"),
        InfoPage("zweite_da", "Auch das wissen wir schon", explanations.SECOND_DONE, when=_LAST),
        Page("beschreibung", "Der Ablauf", "beschreibung"),
        Page("ursache", "Die Ursache", "ursache"),
        Page("massnahmen", "Ihre Schritte", "massnahmen"),
        Page("vorbei", "Der Stand von heute", "vorbei"),
        InfoPage("laeuft", "Der Vorfall läuft noch", explanations.STILL_ON, when=_LAST & (answer.vorbei == False)),  # noqa: E712
        CheckPage(text=explanations.CHECK),
        DeclarationPage("erklaerung", "Ihre Erklärung", "stand", text=explanations.DECLARATION),
        ConfirmationPage(title="Ihre Meldung ist da", text=explanations.DONE, next_steps=explanations.NEXT_STEPS),
    ],
    variants=[
        Variant("A", "Eine Frage je Seite"),
        Variant(
            "B",
            "Sofort-Meldung auf einer Seite",
            pages=[
                "start",
                "stufe",
                Page(
                    "sofort",
                    "Das Wichtigste zuerst",
                    "kenntnis_tag",
                    "kenntnis_zeit",
                    "gesendet",
                    "was",
                    "dienste",
                    "verdacht",
                    "grenze",
                    "menschen",
                ),
                "frist",
                "datenschutz",
                Page("absender", "Ihre Firma und Sie", "firma", "art", "name", "telefon", "mail"),
                "keine_pflicht",
                "erste_da",
                Page("bewertung", "Wie schlimm ist es?", "schwere", "auswirkungen", "spuren", "anlage", "versorgung"),
                "zweite_da",
                Page("abschluss", "Was war der Grund?", "beschreibung", "ursache", "massnahmen", "vorbei"),
                "laeuft",
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
            "erst",
            "Schicken Sie die erste Meldung.",
            "Sie sind Selin Kaya vom Klinikum. Heute Nacht um 0 Uhr 30 kam der Alarm. "
            "Viele Computer sind gesperrt, und jemand verlangt Geld. Mehr wissen Sie noch nicht. "
            "Schicken Sie jetzt die erste Meldung.",
            persona=people.SELIN,
            time_limit_min=20,
        ),
        Task(
            "zweite",
            "Schicken Sie die zweite Meldung.",
            "Sie sind Paul Winter von den Stadtwerken. Die erste Meldung haben Sie schon geschickt. "
            "Damals war unklar, ob es ein Angriff ist. Jetzt ist es klar: Es war ein Angriff. "
            "Ergänzen Sie die Meldung. Berichtigen Sie, was neu ist.",
            persona=people.PAUL,
            starts="erste_da",
            goal={"verdacht": True},
            time_limit_min=15,
        ),
    ],
    personas=[people.MIRA],
    walks=people.WALKS,
)
