"""Reports: one file a study, for those who decide, for those who check, and for paper."""

from feedback.report.material import Material, collect
from feedback.report.rendering import render
from feedback.report.words import LANGUAGES, Language, Words

__all__ = ["LANGUAGES", "Language", "Material", "Words", "collect", "file_name", "render"]


def file_name(study_id: str) -> str:
    """Return the name of a report's file.

    >>> file_name("wohngeld/runde-1")
    'bericht-wohngeld-runde-1.html'
    """
    return f"bericht-{study_id.replace('/', '-')}.html"
