"""Hundesteuer: to register a dog, in two designs. Questions first, then pages, designs and tasks.

Dog tax is a matter of the municipality. Musterstadt is invented, and so are its figures in `statute`; other towns have
their own in `params`.
The words are in `explanations`, invented people in `people`, easy and English words in the TOML files.
"""

from datetime import date
from typing import Literal

from labs import (
    BaseModel,
    CheckPage,
    ConfirmationPage,
    InfoPage,
    Page,
    Service,
    StartPage,
    Task,
    Variant,
    answer,
    ask,
    declaration,
    iban,
    postcode,
    read_words,
    upload,
)

from . import explanations, people
from .statute import TOWN


class Hundesteuer(BaseModel):
    """What the town asks."""

    rufname: str = ask("Wie heißt Ihr Hund?", called="den Namen", min_length=2, max_length=40)
    rasse: str = ask("Welche Rasse hat Ihr Hund?", hint="Bei einem Mischling reicht das Wort Mischling.", max_length=60)
    seit: date = ask("Seit wann haben Sie den Hund?", hint="Zum Beispiel 5.1.2026", called="den Tag", past=True)
    anzahl: int = ask("Wie viele Hunde haben Sie jetzt?", hint="Zählen Sie den neuen Hund mit.", ge=1, le=20)
    gefaehrlich: bool = ask("Gilt Ihr Hund als gefährlich?", hint="Dann haben Sie einen Brief vom Ordnungsamt.")
    besonderes: Literal["keine", "assistenz", "tierheim"] = ask(
        "Zahlen Sie vielleicht weniger?",
        hint="Für manche Hunde ist die Steuer kleiner.",
        options={
            "keine": "Nein, nichts davon trifft zu.",
            "assistenz": "Mein Hund hilft einem Menschen mit Behinderung.",
            "tierheim": "Mein Hund kommt aus dem Tierheim.",
        },
        when=~answer.gefaehrlich,
    )
    nachweis: upload | None = ask("Ihr Nachweis", hint="Zum Beispiel vom Tierheim", when=answer.besonderes != "keine")
    name: str = ask("Wie heißen Sie?", hint="Vorname und Nachname", called="Ihren Namen", autocomplete="name")
    strasse: str = ask("Straße und Hausnummer", called="Straße und Hausnummer", autocomplete="street-address")
    plz: postcode = ask("Postleitzahl", called="die Postleitzahl")
    zahlung: Literal["abbuchen", "ueberweisen"] = ask(
        "Wie zahlen Sie?",
        options={"abbuchen": "Die Stadt bucht die Steuer ab.", "ueberweisen": "Ich überweise selbst."},
    )
    konto: iban = ask(
        "Wie lautet Ihre IBAN?",
        hint="Das ist die lange Nummer Ihres Kontos.",
        called="die IBAN",
        when=answer.zahlung == "abbuchen",
    )
    richtig: declaration = ask("Meine Angaben sind richtig.")


service = Service(
    "hundesteuer",
    "Hund anmelden",
    Hundesteuer,
    ozg="10160",
    leika="99102013104000",
    keys_as_of="2026",
    notice="Prototyp, keine rechtsverbindliche Auskunft",
    params=TOWN,
    pages=[
        StartPage(
            text=explanations.START,
            who=explanations.WHO,
            documents=("Ihre IBAN, wenn die Stadt abbuchen darf", "Ein Nachweis, wenn Sie weniger zahlen"),
            duration="Etwa 4 Minuten",
            cost=explanations.COST,
            legal_basis=explanations.LEGAL_BASIS,
        ),
        Page("hund", "Ihr Hund", "rufname", "rasse"),
        Page("seit", "Der erste Tag", "seit", text=explanations.DEADLINE),
        Page("anzahl", "Ihre Hunde", "anzahl", text="Jeder weitere Hund kostet mehr."),
        Page("gefaehrlich", "Gefährliche Hunde", "gefaehrlich"),
        Page("besonderes", "Weniger Steuer", "besonderes"),
        Page("nachweis", "Ihr Nachweis", "nachweis", text="Sie haben ihn noch nicht? Schicken Sie ihn später."),
        InfoPage("steuer", "Ihre Steuer", explanations.TAX),
        Page("person", "Ihr Name und Ihre Adresse", "name", "strasse", "plz"),
        Page("zahlung", "Ihre Zahlung", "zahlung"),
        Page("konto", "Ihr Konto", "konto"),
        CheckPage("check", "", "richtig", text="Lesen Sie alles in Ruhe. Sie können alles noch ändern."),
        ConfirmationPage(title="Ihr Hund ist angemeldet", text=explanations.DONE, next_steps=explanations.NEXT_STEPS),
    ],
    variants=[
        Variant("A", "Eine Frage je Seite"),
        Variant(
            "B",
            "In Gruppen, Steuer zuerst",
            pages=[
                "start",
                Page("steuerfragen", "Was kostet Ihr Hund?", "anzahl", "seit", "gefaehrlich", "besonderes"),
                "nachweis",
                "steuer",
                Page("angaben", "Ihr Hund und Sie", "rufname", "rasse", "name", "strasse", "plz", "zahlung", "konto"),
                "check",
                "done",
            ],
        ),
        Variant("leicht", "Leichte Sprache", words=read_words(__file__, "leicht.toml", TOWN), language="de-leicht"),
        Variant("englisch", "Englisch", words=read_words(__file__, "englisch.toml", TOWN), language="en"),
    ],
    tasks=[
        Task(
            "anmelden",
            "Melden Sie Ihren Hund an.",
            "Sie sind Anna Krüger. Bello lebt seit dem 5. Januar 2026 bei Ihnen. "
            "Melden Sie ihn an. Den Nachweis schicken Sie später.",
            persona=people.ANNA,
            time_limit_min=15,
        ),
        Task(
            "aendern",
            "Ändern Sie die Zahlung und senden Sie die Anmeldung ab.",
            "Sie sind Jonas Weber. Ihre Anmeldung für Kira ist ausgefüllt. Die Stadt hat sie noch nicht. "
            "Jetzt möchten Sie, dass die Stadt abbucht. Ihre IBAN ist DE89 3704 0044 0532 0130 00.",
            persona=people.JONAS,
            starts="check",
            goal={"zahlung": "abbuchen", "konto": people.ACCOUNT},
            time_limit_min=8,
        ),
    ],
    walks=people.WALKS,
)
