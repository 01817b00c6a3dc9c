"""Wohngeld: the application for Mietzuschuss, the allowance for tenants, in two designs.

Variant A asks one thing on a page. Variant B asks in larger groups, and for the income first.
Two more put A in other words: `leicht.toml` in easy language, `englisch.toml` in English.
The words are in `questions` and `explanations`, the figures in `statute`, invented people in `people`.
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
from .questions import Wohngeld

_RENTS = answer.wohnform == "Miete"

service = Service(
    "wohngeld",
    "Wohngeld beantragen",
    Wohngeld,
    ozg="10092",
    leika="99107023037000",
    keys_as_of="2026",
    notice=explanations.NOTICE,
    pages=[
        StartPage(
            "start",
            "Wohngeld beantragen",
            text=explanations.START,
            who="Für Menschen mit wenig Geld, die zur Miete wohnen. Arbeit oder Rente ist kein Hindernis.",
            documents=("Mietvertrag", "Rentenbescheid oder Lohnabrechnung", "IBAN von Ihrem Konto"),
            duration="Etwa 8 Minuten",
            cost="Der Antrag kostet nichts.",
            legal_basis="Wohngeldgesetz (WoGG). Die Beträge gelten seit dem 1. Januar 2025.",
        ),
        Page("adresse", "Ihre Adresse", "strasse", "plz", "gemeinde", text=explanations.PLACES),
        Page("mietenstufe", "Die Mieten an Ihrem Ort", "mietenstufe", text=explanations.RENT_LEVEL),
        Page("wohnform", "Ihre Wohnform", "wohnform"),
        InfoPage(
            "andere_wohnform",
            "Das gilt für Sie",
            explanations.OTHER_HOME,
            when=answer.wohnform.is_in("Eigentum", "Heim"),
        ),
        Page("einzug", "Ihr Einzug", "einzug"),
        Page("groesse", "Größe der Wohnung", "groesse"),
        Page("personen", "Ihr Haushalt", "personen"),
        Page("mitglieder", "Die Personen in Ihrem Haushalt", "mitglieder"),
        Page("leistungen", "Andere Leistungen", "leistungen", text=explanations.BENEFITS),
        InfoPage(
            "andere_leistung",
            "Wohngeld und andere Leistungen",
            explanations.OTHER_BENEFIT,
            when=answer.leistungen.is_in("einige", "alle", "ausbildung"),
        ),
        Page("einkommen", "Ihr Einkommen", "einkommen", text=explanations.INCOME),
        Page("miete", "Ihre Miete", "kaltmiete", when=_RENTS),
        Page("nebenkosten", "Ihre Nebenkosten", "nebenkosten", when=_RENTS),
        Page("heizung", "Ihre Heizung", "heizkosten", when=_RENTS),
        InfoPage(
            "schaetzung",
            "Ihre erste Schätzung",
            explanations.ESTIMATE,
            when=answer.wohnform.is_in("Miete", "Heim"),
        ),
        Page("vermoegen", "Ihr Vermögen", "ueber_grenze", text=explanations.WEALTH),
        InfoPage(
            "vermoegen_hoch",
            "Ihr Vermögen ist hoch",
            explanations.TOO_WEALTHY,
            when=answer.ueber_grenze,
        ),
        Page("konto", "Ihr Konto", "kontoinhaber", "kontonummer"),
        Page("unterlagen", "Ihre Unterlagen", "mietvertrag", "einkommensnachweis", text=explanations.DOCUMENTS),
        CheckPage("check", text=explanations.CHECK),
        DeclarationPage("erklaerung", "Ihre Erklärung", "richtig", "aenderungen", text=explanations.DECLARATION),
        ConfirmationPage("done", text=explanations.DONE, next_steps=explanations.NEXT_STEPS),
    ],
    variants=[
        Variant("A", "Eine Frage je Seite"),
        Variant(
            "B",
            "In Gruppen, Einkommen zuerst",
            pages=[
                "start",
                Page("haushalt", "Ihr Haushalt", "leistungen", "personen", text=explanations.BENEFITS),
                "andere_leistung",
                "einkommen",
                Page(
                    "wohnung",
                    "Ihre Wohnung",
                    "strasse",
                    "plz",
                    "gemeinde",
                    "wohnform",
                    "einzug",
                    "groesse",
                    text=explanations.PLACES,
                ),
                "mietenstufe",
                "andere_wohnform",
                Page("mietkosten", "Ihre Miete", "kaltmiete", "nebenkosten", "heizkosten", when=_RENTS),
                "schaetzung",
                Page(
                    "personenangaben",
                    "Vermögen und Personen",
                    "ueber_grenze",
                    "mitglieder",
                    text=explanations.WEALTH,
                ),
                "vermoegen_hoch",
                Page(
                    "konto_unterlagen",
                    "Konto und Unterlagen",
                    "kontoinhaber",
                    "kontonummer",
                    "mietvertrag",
                    "einkommensnachweis",
                    text=explanations.DOCUMENTS,
                ),
                "check",
                "erklaerung",
                "done",
            ],
        ),
        Variant("leicht", "In Leichter Sprache", language="de-leicht", words=read_words(__file__, "leicht.toml")),
        Variant("englisch", "Auf Englisch", language="en", words=read_words(__file__, "englisch.toml")),
    ],
    tasks=[
        Task(
            "antrag",
            "Beantragen Sie Wohngeld.",
            "Sie sind Gerda Sommer. Ihre Miete ist hoch, Ihre Rente ist klein. "
            "Stellen Sie den Antrag bis zum Ende. Unterlagen reichen Sie später nach.",
            persona=people.GERDA,
            ends="done",
            time_limit_min=30,
        ),
        Task(
            "aendern",
            "Ändern Sie die Miete und senden Sie den Antrag ab.",
            "Sie sind Nadine Vogel. Ihr Antrag ist ausgefüllt, aber noch nicht abgesendet. "
            "Heute kam ein Brief: Ihre Kaltmiete steigt auf 515 Euro. "
            "Tragen Sie die neue Kaltmiete ein. Senden Sie den Antrag danach ab.",
            persona=people.NADINE,
            starts="check",
            goal={"kaltmiete": people.NEW_RENT},
            ends="done",
            time_limit_min=10,
        ),
    ],
    personas=[people.FAMILY],
    walks=people.WALKS,
)
