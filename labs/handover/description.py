"""The service description by text modules of the Portalverbund, from the prototype's own start page."""

from dataclasses import dataclass

from labs.conditions import Answers
from labs.handover.case import DRAFT_NOTICE, Case, Document
from labs.handover.json_schema import to_text

OPEN = "offen"


@dataclass(frozen=True)
class Module:
    """One text module: its code, its name, its text in markdown; what is not known says "offen"."""

    code: str
    name: str
    text: str
    page: str = ""


def modules_of(case: Case) -> list[Module]:
    """Return the modules in the order in which a portal shows them.

    How long filling in takes is no Bearbeitungsdauer, so that module stays open.
    """
    start = case.start
    end = next((page for page in case.flow.pages if page.kind == "confirmation"), None)
    body = start.says(Answers()).strip() if start else ""
    where = start.id if start else ""
    legal = start.legal_basis if start else ""
    return [
        Module("24", "Kurzinfo", body.partition("\n\n")[0] or OPEN, where),
        Module("06", "Beschreibung", body or OPEN, where),
        Module("09", "Voraussetzungen", (start.who if start else "") or OPEN, where),
        Module("08", "Erforderliche Unterlagen", _points(start.documents if start else ()), where),
        Module("98", "Kosten", (start.cost if start else "") or OPEN, where),
        Module("97", "Fristen", OPEN),
        Module("95", "Bearbeitungsdauer", OPEN),
        Module("11", "Verfahrensablauf", _points(end.next_steps if end else ()), end.id if end else ""),
        Module("07", "Rechtsgrundlagen", legal or OPEN, where),
    ]


def _points(points: tuple[str, ...]) -> str:
    return "\n".join(f"- {one}" for one in points) or OPEN


def description_documents(case: Case) -> list[Document]:
    """Return the description for people and for programs."""
    modules, keys = modules_of(case), dict(case.flow.keys)
    plain = {"title": case.title, "keys": keys, "origin": case.origin, "modules": [vars(one) for one in modules]}
    lines = [f"# {case.title}", ""]
    lines += [DRAFT_NOTICE, ""] if case.draft else []
    lines += [f"OZG {keys.get('ozg', OPEN)}, LeiKa {keys.get('leika', OPEN)}", ""]
    for one in modules:
        lines += [f"## {one.code} {one.name}", "", one.text, ""]
    what = "Beschreibung der Leistung nach Textmodulen, aus den Texten des Prototyps."
    return [
        Document("leistung/beschreibung.md", "\n".join(lines), what, "Redaktion"),
        Document("leistung/beschreibung.json", to_text(plain), f"{what} Für Programme.", "Redaktion"),
    ]
