"""Ehrenamtskarte: the application for the card of volunteers, in two designs.

Who may have the card is a matter of the state; this one, Musterland, is invented, and so is its guideline in `statute`.
Variant A asks one thing on a page and begins with the person. Variant B begins with the proof of entitlement, opens
only the questions of the chosen way, says the result, and asks for the person last. The words are in `questions` and
`explanations`, invented people in `people`, easy and English words in the TOML files.
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
from .questions import Ehrenamtskarte

service = Service(
    "ehrenamtskarte",
    "Ehrenamtskarte beantragen",
    Ehrenamtskarte,
    ozg="10134",  # Förderung ehrenamtlicher Tätigkeit, the nearest one; the catalogue of 2019 has no LeiKa key for it
    keys_as_of="2026",
    notice=explanations.NOTICE,
    pages=[
        StartPage(
            text=explanations.START,
            who="Für Menschen ab 16 Jahren, die ohne Lohn für andere da sind.",
            documents=("Ihre Stunden im Ehrenamt", "Ein Nachweis, zum Beispiel eine Urkunde oder Bestätigung"),
            duration="Etwa 6 Minuten",
            cost="Die Karte kostet nichts.",
            legal_basis="Richtlinie Ehrenamtskarte des Landes Musterland (erfunden). So heißen die Regeln des Landes.",
        ),
        Page("wohnort", "Ihr Wohnort", "wohnort"),
        InfoPage("anderes_land", "Sie wohnen anderswo", explanations.ELSEWHERE, when=~answer.wohnort),
        Page("geburt", "Ihr Alter", "geburtsdatum"),
        InfoPage("zu_jung", "Sie sind noch jung", explanations.TOO_YOUNG, when=explanations.too_young),
        Page("weg", "Ihr Weg zur Karte", "weg", text=explanations.WAYS),
        Page("ehrung", "Ihre Ehrung", "ehrung"),
        InfoPage("andere_ehrung", "Eine andere Ehrung", explanations.OTHER_HONOUR, when=answer.ehrung == "andere"),
        Page("einheit", "Ihre Gruppe", "einheit"),
        Page("ausbildung", "Ihre Grundausbildung", "ausbildung"),
        InfoPage("ohne_ausbildung", "Der Lehrgang fehlt noch", explanations.NOT_TRAINED, when=~answer.ausbildung),
        Page("dienstjahre", "Ihre Jahre im Dienst", "dienstjahre"),
        Page("gueltig", "Ihre Juleica", "gueltig"),
        InfoPage("abgelaufen", "Ihre Juleica ist abgelaufen", explanations.EXPIRED, when=~answer.gueltig),
        Page("nummer", "Die Nummer der Juleica", "nummer"),
        Page("dienst", "Ihr Freiwilligendienst", "dienst", "traeger"),
        Page("aemter", "Ihre Ehrenämter", "aemter", text=explanations.OFFICES),
        Page("geld", "Geld für Ihr Ehrenamt", "geld"),
        InfoPage("viel_geld", "Sie bekommen viel Geld", explanations.TOO_MUCH_MONEY, when=answer.geld == "mehr"),
        Page("bestaetigung", "Die Bestätigung", "bestaetigung", text=explanations.CONFIRMATION),
        InfoPage(
            "ohne_verein", "Hilfe ohne Verein", explanations.NO_ASSOCIATION, when=answer.bestaetigung == "niemand"
        ),
        Page("kontakt", "Ihre Stelle", "kontakt", "kontakt_mail"),
        InfoPage("ergebnis", "Ihre Karte", explanations.RESULT),
        Page("nachweis", "Ihr Nachweis", "nachweis", text=explanations.UPLOAD),
        Page("person", "Ihr Name", "name"),
        Page("adresse", "Ihre Adresse", "strasse", "plz", "ort"),
        Page("form", "So bekommen Sie die Karte", "form"),
        Page("mail", "Die Karte auf dem Handy", "mail"),
        CheckPage(text=explanations.CHECK),
        DeclarationPage("erklaerung", "Ihre Erklärung", "richtig", "erlaubnis", text=explanations.DECLARATION),
        ConfirmationPage(title="Ihr Antrag ist da", text=explanations.DONE, next_steps=explanations.NEXT_STEPS),
    ],
    variants=[
        Variant("A", "Eine Frage je Seite"),
        Variant(
            "B",
            "Nachweis zuerst, in Gruppen",
            pages=[
                "start",
                Page(
                    "wege",
                    "Ihr Weg zur Karte",
                    "weg",
                    "ehrung",
                    "einheit",
                    "ausbildung",
                    "dienstjahre",
                    "gueltig",
                    "nummer",
                    "dienst",
                    "traeger",
                    text=explanations.WAYS,
                ),
                "andere_ehrung",
                "ohne_ausbildung",
                "abgelaufen",
                Page(
                    "stunden",
                    "Ihre Ehrenämter",
                    "aemter",
                    "geld",
                    "bestaetigung",
                    "kontakt",
                    "kontakt_mail",
                    text=explanations.OFFICES,
                ),
                "viel_geld",
                "ohne_verein",
                "ergebnis",
                Page(
                    "person_alles",
                    "Ihr Name und Ihre Adresse",
                    "wohnort",
                    "name",
                    "geburtsdatum",
                    "strasse",
                    "plz",
                    "ort",
                ),
                "anderes_land",
                "zu_jung",
                Page("karte", "Nachweis und Karte", "nachweis", "form", "mail", text=explanations.UPLOAD),
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
            "beantragen",
            "Beantragen Sie die Ehrenamtskarte.",
            "Sie sind Mehmet Kaya. Beim Sportverein helfen Sie jede Woche, bei der Tafel an einigen Tagen. "
            "Bei der Tafel sind es 100 Stunden im Jahr. Ein Papier vom Verein haben Sie nicht. "
            "Das Rathaus soll dort nachfragen, bei Petra Lang. Stellen Sie den Antrag bis zum Ende.",
            persona=people.MEHMET,
            time_limit_min=25,
        ),
        Task(
            "aendern",
            "Ändern Sie die Jahre im Dienst und senden Sie den Antrag ab.",
            "Sie sind Heike Brandt. Ihr Antrag ist ausgefüllt, aber noch nicht abgesendet. "
            f"Sie haben noch einmal gezählt: Sie sind schon {people.SERVICE_YEARS} Jahre bei der Feuerwehr. "
            "Ändern Sie die Zahl. Senden Sie den Antrag danach ab.",
            persona=people.HEIKE,
            starts="check",
            goal={"dienstjahre": people.SERVICE_YEARS},
            time_limit_min=10,
        ),
    ],
    personas=[people.LINA],
    walks=people.WALKS,
)
