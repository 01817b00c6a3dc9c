"""The calm banner on every page of the office while the recording is disturbed; strangers do not see it."""

from html import escape

from feedback.operation.pulse import Condition, Pulse

_pulse: Pulse | None = None


def watch(pulse: Pulse) -> None:
    """Let the banner tell how this process's pulse is. Called once, when the server starts."""
    global _pulse
    _pulse = pulse


def banner() -> str:
    """Return the banner as HTML, empty while all is well."""
    return "" if _pulse is None else draw(_pulse.condition)


def draw(condition: Condition) -> str:
    """Return the banner for a condition."""
    texts = sentences(condition)
    if not texts:
        return ""
    heading = "Die Aufzeichnung ist gestört." if condition.status != "ok" else "In der Aufzeichnung fehlt etwas."
    lines = "".join(f"<p>{escape(text)}</p>" for text in texts)
    return f'<div class="pl-disturbed" role="status"><p><strong>{heading}</strong></p>{lines}</div>'


def sentences(condition: Condition) -> list[str]:
    """Return what is disturbed and what to do.

    >>> sentences(Condition())
    []
    >>> sentences(Condition(lost=3))[0]
    '3 Ereignisse gingen verloren. Die Lücke steht in den Daten.'
    """
    found = []
    if not condition.writable:
        found += [
            "Die Datenbank nimmt gerade nichts an. Testpersonen können trotzdem weitermachen.",
            "Probelauf merkt sich Neues und speichert es später. Starten Sie Probelauf jetzt nicht neu.",
            "Der Befehl „probelauf doctor“ nennt die Ursache. Oft ist die Festplatte voll.",
        ]
    elif condition.waiting:
        found.append("Einiges wartet noch auf die Datenbank. Starten Sie Probelauf jetzt nicht neu.")
    if condition.silent:
        found.append("Ein Teil von Probelauf meldet sich nicht. Prüfen Sie, ob alle Server laufen.")
    if condition.lost:
        found.append(f"{condition.lost} Ereignisse gingen verloren. Die Lücke steht in den Daten.")
    return found
