"""Handover: what a production team gets of the variant that won, with the same ids in all files."""

from labs.handover.case import Case, Document, open_case
from labs.handover.documents import documents_of
from labs.handover.from_lab import Signed, find_signed, lab_documents
from labs.handover.package import check_folder, write_folder
from labs.handover.samples import Samples, make_samples
from labs.handover.screenshots import take_screenshots

__all__ = [
    "Case",
    "Document",
    "Samples",
    "Signed",
    "check_folder",
    "documents_of",
    "find_signed",
    "lab_documents",
    "make_samples",
    "open_case",
    "take_screenshots",
    "write_folder",
]
