"""German words for severities, states, rules and proposals, the same on every screen."""

from feedback.store import FindingVersion
from feedback.store.notebook import Status

SEVERITIES: dict[int, str] = {
    0: "kein Problem",
    1: "Schönheitsfehler",
    2: "kleines Problem",
    3: "großes Problem",
    4: "Katastrophe",
}
"""The scale of Nielsen (1994), Severity Ratings for Usability Problems."""

MEANINGS: dict[int, str] = {
    0: "Das ist aus meiner Sicht kein Nutzungsproblem.",
    1: "Nur beheben, wenn Zeit übrig ist.",
    2: "Beheben, aber nicht dringend.",
    3: "Beheben ist wichtig und dringend.",
    4: "Muss vor der Freigabe behoben sein.",
}
STATES: dict[Status, str] = {"open": "Offen", "mended": "Behoben", "accepted": "Hingenommen"}

RULES = {
    "required": "leer gelassen",
    "number": "keine Zahl",
    "whole_number": "keine ganze Zahl",
    "decimal_places": "zu viele Stellen nach dem Komma",
    "greater_than": "zu klein",
    "greater_than_equal": "zu klein",
    "less_than": "zu groß",
    "less_than_equal": "zu groß",
    "multiple_of": "kein passendes Vielfaches",
    "format": "falsche Schreibweise",
    "too_short": "zu kurz",
    "too_long": "zu lang",
    "date": "kein vollständiges Datum",
    "date_unreal": "Datum gibt es nicht",
    "date_past": "Datum liegt in der Zukunft",
    "date_future": "Datum liegt in der Vergangenheit",
    "iban": "falsche IBAN",
    "email": "falsche E-Mail-Adresse",
    "postcode": "falsche Postleitzahl",
    "option": "keine Antwort aus der Liste",
    "declaration": "nicht bestätigt",
    "too_few": "zu wenige ausgewählt",
    "too_many": "zu viele ausgewählt",
    "upload": "keine Datei",
}
OTHER_RULE = "passt nicht zur Regel"


def tell_severity(severity: int) -> str:
    """Return a severity with its word.

    >>> tell_severity(3)
    '3, großes Problem'
    """
    return f"{severity}, {SEVERITIES[severity]}"


def tell_status(version: FindingVersion) -> str:
    """Return where a finding stands, with the version or the reason."""
    if version.status == "mended":
        return f"Behoben in Version {version.note}"
    return f"Hingenommen: {version.note}" if version.status == "accepted" else STATES["open"]


def tell_rule(rule: str) -> str:
    """Return what is wrong when a rule is broken.

    >>> tell_rule("required"), tell_rule("rent_too_low")
    ('leer gelassen', 'passt nicht zur Regel')
    """
    return RULES.get(rule, OTHER_RULE)


def tell_session(session_id: str) -> str:
    """Return a session's id, shortened to its first eight characters.

    >>> tell_session("3f9a12c4d5e6f708")
    '3f9a12c4'
    """
    return session_id[:8]
