"""The data fields as XDatenfelder 3."""

from labs.fim.writing_xml import write_xml
from labs.handover.case import DRAFT_NOTICE, Case, Document

PATH = "xdatenfelder3.xml"


def fim_document(case: Case) -> Document:
    """Return the schema as a message of XDatenfelder 3; `probelauf import-fim` takes it back in."""
    head, _, body = write_xml(case.schema, case.made).partition("\n")
    text = "\n".join([head, f"<!-- {DRAFT_NOTICE} -->", body] if case.draft else [head, body])
    what = "Datenfelder nach FIM, Format XDatenfelder 3. Eigene Nummern beginnen mit 99."
    timed = "erstellungszeitpunkt, letzteAenderung"
    return Document(PATH, text, what, "FIM-Redaktion, Entwicklung", timed)
