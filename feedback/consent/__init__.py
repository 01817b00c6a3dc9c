"""What a participant is told and asked before anything is stored: texts as data, a file for each version."""

from feedback.consent.reading import (
    ELEMENTS,
    LANGUAGES,
    VERSION,
    Consent,
    ConsentLanguage,
    Point,
    languages_of,
    read_consent,
    shipped_versions,
    version_read,
)

__all__ = [
    "ELEMENTS",
    "LANGUAGES",
    "VERSION",
    "Consent",
    "ConsentLanguage",
    "Point",
    "languages_of",
    "read_consent",
    "shipped_versions",
    "version_read",
]
