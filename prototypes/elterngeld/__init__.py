"""Elterngeld: the application with its plan of months, in two designs.

Variant A asks which kinds each parent takes, and lets people tick the months. Variant B asks for periods: who, what,
from when to when. All else is the same, so a difference comes from the planner. Both are real questions, so that they
are recorded and walked; the page `plan` then shows the plan with its days, and what does not fit yet. The words are in
`questions` and `explanations`, the plan is read in `planning`, the rules are in `statute`, invented people in `people`,
easy and English words in the TOML files.
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
from .questions import Elterngeld

_PERIODS = ["arten", "zeitraeume"]
_TICKING = ["arten_ich", "arten_partner", "basis_ich", "plus_ich", "basis_partner", "plus_partner", "bonus"]

service = Service(
    "elterngeld",
    "Elterngeld beantragen",
    Elterngeld,
    ozg="10000",
    leika="99041006017000",
    keys_as_of="2026",
    notice=explanations.NOTICE,
    pages=[
        StartPage(
            text=explanations.START,
            who="Für Mütter und Väter, die ihr Baby selbst betreuen.",
            documents=(
                "Urkunde über die Geburt",
                "Zettel vom Lohn der letzten zwölf Monate",
                "Brief der Krankenkasse über das Mutterschaftsgeld",
                "Ihre IBAN",
            ),
            duration="Etwa 12 Minuten",
            cost="Der Antrag kostet nichts.",
            legal_basis="Bundeselterngeld- und Elternzeitgesetz (BEEG). Wichtig sind hier die §§ 1 bis 4c und § 7.",
        ),
        Page("kind", "Ihr Kind", "kind", "geburt", "kinder"),
        Page("frueh", "Der Termin der Geburt", "frueh"),
        InfoPage("frist", "Ihre Zeit für den Antrag", explanations.DEADLINE),
        Page("eltern", "Die Eltern", "eltern"),
        Page("person", "Ihre Namen", "vorname", "nachname", "anderer"),
        Page("grenze", "Ihr Einkommen im Jahr", "ueber_grenze", text=explanations.LIMIT),
        InfoPage("zu_viel", "Ihr Einkommen ist hoch", explanations.TOO_RICH, when=answer.ueber_grenze),
        Page("netto", "Ihr Einkommen im Monat", "netto"),
        Page("arbeit", "Ihre Arbeit nach der Geburt", "arbeit"),
        InfoPage("viel_arbeit", "Sie arbeiten viel", explanations.MANY_HOURS, when=answer.arbeit == "viel"),
        Page("danach", "Ihr Einkommen nach der Geburt", "netto_danach"),
        Page("geschwister", "Ihre anderen Kinder", "geschwister"),
        Page("mutterschaft", "Geld für die Mutter", "mutterschaft"),
        InfoPage("arten", "Drei Arten von Elterngeld", explanations.KINDS),
        Page("arten_ich", "Ihr Elterngeld", "arten_ich", text=explanations.KINDS),
        Page("arten_partner", "Das Elterngeld vom anderen Elternteil", "arten_partner"),
        Page("basis_ich", "Ihr Basiselterngeld", "basis_ich"),
        Page("plus_ich", "Ihr ElterngeldPlus", "plus_ich"),
        Page("basis_partner", "Basiselterngeld vom anderen Elternteil", "basis_partner"),
        Page("plus_partner", "ElterngeldPlus vom anderen Elternteil", "plus_partner"),
        Page("bonus", "Ihr Partnerschafts\u00adbonus", "bonus"),
        Page("zeitraeume", "Ihr Plan in Zeiträumen", "zeitraeume"),
        InfoPage("plan", "Ihr Plan", explanations.PLAN),
        InfoPage("betrag", "So viel Geld bekommen Sie", explanations.AMOUNT),
        Page("konto", "Ihr Konto", "konto"),
        Page("unterlagen", "Ihre Papiere", "geburtsurkunde", "lohn", text=explanations.DOCUMENTS),
        CheckPage(text=explanations.CHECK),
        DeclarationPage("erklaerung", "Ihre Erklärung", "richtig", "einverstanden", text=explanations.DECLARATION),
        ConfirmationPage(title="Ihr Antrag ist da", text=explanations.DONE, next_steps=explanations.NEXT_STEPS),
    ],
    variants=[
        Variant("A", "Monate ankreuzen", without=_PERIODS),
        Variant("B", "Plan in Zeiträumen", without=_TICKING),
        Variant(
            "leicht",
            "Leichte Sprache",
            without=_PERIODS,
            words=read_words(__file__, "leicht.toml"),
            language="de-leicht",
        ),
        Variant(
            "englisch",
            "Englisch",
            without=_PERIODS,
            words=read_words(__file__, "englisch.toml"),
            language="en",
        ),
    ],
    tasks=[
        Task(
            "antrag",
            "Beantragen Sie Elterngeld.",
            "Sie sind Julia Brandt. Ihr Sohn Emil ist am 5. Oktober 2026 geboren. "
            "Sie nehmen zwölf Monate Basiselterngeld. Ihr Mann Jan nimmt danach zwei Monate. "
            "Stellen Sie den Antrag. Die Papiere reichen Sie später nach.",
            persona=people.JULIA,
            time_limit_min=30,
        ),
        Task(
            "aendern",
            "Ändern Sie Ihr Einkommen und senden Sie den Antrag ab.",
            "Sie sind Amir Nasser. Ihr Antrag ist ausgefüllt, aber noch nicht abgesendet. "
            "Jetzt sehen Sie einen Fehler. Vor der Geburt haben Sie 2.050 Euro netto verdient. "
            "Ändern Sie den Betrag. Senden Sie den Antrag danach ab.",
            persona=people.AMIR,
            starts="check",
            goal={"netto": people.NEW_INCOME},
            time_limit_min=10,
        ),
    ],
    personas=[people.RUTH],
    walks=people.WALKS,
)
