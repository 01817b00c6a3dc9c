"""Makes a prototype of a catalogue entry, to begin with: start page, name, form of address, documents, confirmation."""

from collections import Counter
from typing import Any, Literal

from pydantic import create_model

from labs.catalogue.reading import KEYS_AS_OF, CatalogueService, service_keys
from labs.pages import CheckPage, ConfirmationPage, Page, StartPage
from labs.questions import ask, upload
from labs.service import Service, Task

_PERSON = {"vorname": "Erika", "nachname": "Beispiel", "anrede": "Frau"}


def generate(entry: CatalogueService) -> Service:
    """Return a prototype of an OZG service, in memory.

    What the catalogue does not say is left open, never invented: which documents are needed, what it costs.

    >>> from labs.catalogue.reading import services
    >>> generate(services()["10160"]).title
    'Hundehaltung'
    """
    model = create_model(f"Ozg{entry.ozg}", **_fields(entry))
    return Service(
        f"ozg_{entry.ozg}",
        entry.name,
        model,
        ozg=entry.ozg,
        keys_as_of=KEYS_AS_OF,
        notice=f"Aus dem Katalog erzeugt, Stand {KEYS_AS_OF}. Kein echtes Angebot.",
        pages=[
            StartPage(
                "start",
                entry.name,
                who=f"Lebenslage: {entry.situation}.",
                documents=("Ihr Ausweis", "Die Unterlagen, die Ihr Amt nennt"),
                legal_basis=_legal_basis(entry),
            ),
            Page("name", "Ihr Name", "vorname", "nachname"),
            Page("anrede", "Ihre Anrede", "anrede"),
            Page("unterlagen", "Ihre Unterlagen", "unterlagen"),
            CheckPage("check"),
            ConfirmationPage("done", next_steps=("Das Amt prüft Ihren Antrag.",)),
        ],
        tasks=[Task("antrag", f"Stellen Sie den Antrag: {entry.name}.", persona=_PERSON, ends="done")],
    )


def _fields(entry: CatalogueService) -> dict[str, Any]:
    return {
        "vorname": (str, ask("Ihr Vorname", max_length=80, autocomplete="given-name")),
        "nachname": (str, ask("Ihr Nachname", max_length=80, autocomplete="family-name")),
        "anrede": (Literal["Frau", "Herr", "keine"], ask("Wie sollen wir Sie ansprechen?")),
        "unterlagen": (upload | None, ask(f"Unterlagen: {entry.name}", hint="Sie können sie nachreichen.")),
    }


def _legal_basis(entry: CatalogueService) -> str:
    """Return the law that the keys of a service name most often; nothing where they name none."""
    laws = Counter(key.law for key in service_keys().values() if key.ozg == entry.ozg and key.law)
    return next((f"{law} (Stand {KEYS_AS_OF})" for law, _ in laws.most_common(1)), "")
