"""All documents that follow from the prototype alone."""

from labs.handover.acceptance import acceptance_documents
from labs.handover.bpmn import bpmn_document
from labs.handover.case import Case, Document
from labs.handover.description import description_documents
from labs.handover.json_schema import schema_document
from labs.handover.metadata import metadata_document
from labs.handover.openapi import openapi_document
from labs.handover.samples import Samples
from labs.handover.schema_xml import fim_document
from labs.handover.texts import text_documents


def documents_of(case: Case, samples: Samples) -> list[Document]:
    """Return every document but the lab's own (report, findings, decision) and the screenshots."""
    return [
        fim_document(case),
        schema_document(case),
        *samples.documents(),
        openapi_document(case),
        bpmn_document(case),
        metadata_document(case, samples),
        *description_documents(case),
        *text_documents(case),
        *acceptance_documents(case),
    ]
