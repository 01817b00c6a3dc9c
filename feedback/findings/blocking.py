"""Open problems that stand in the way of a green light."""

from collections.abc import Iterable, Sequence

from feedback.findings.model import BLOCKING_SEVERITY, Finding

MOST_NAMED = 2
MOST_WORDS = 6


def blocking(
    findings: Iterable[Finding], severity: int = BLOCKING_SEVERITY, *, arm: str | None = None
) -> tuple[Finding, ...]:
    """Return the open findings of at least this severity, the most severe first.

    With `arm` only those that are about this arm or about all arms. Where raters differ, the higher judgement counts
    until they settle on one: a doubt blocks.
    """
    found = [
        finding
        for finding in findings
        if finding.is_open and finding.severity >= severity and (arm is None or finding.version.arm in (None, arm))
    ]
    return tuple(sorted(found, key=lambda finding: (-finding.severity, finding.number)))


def blocking_titles(
    findings: Sequence[Finding], arms: Iterable[str], severity: int = BLOCKING_SEVERITY
) -> dict[str, tuple[str, ...]]:
    """Return `{arm: titles of what blocks it}`, for a decision that knows no findings."""
    return {arm: tuple(finding.title for finding in blocking(findings, severity, arm=arm)) for arm in arms}


def blocking_sentence(titles: Sequence[str], severity: int = BLOCKING_SEVERITY) -> str:
    """Return the hard fact in German: what blocks the green light, or that nothing does.

    >>> blocking_sentence(())
    'Kein offenes Problem ab Schwere 3.'
    >>> blocking_sentence(["Die Miete bleibt unklar", "Zurück verliert Eingaben", "Drittes"])
    'Offen ab Schwere 3: 3 Probleme. „Die Miete bleibt unklar“. „Zurück verliert Eingaben“. Und 1 weiteres.'
    """
    if not titles:
        return f"Kein offenes Problem ab Schwere {severity}."
    number = "1 Problem" if len(titles) == 1 else f"{len(titles)} Probleme"
    named = " ".join(f"„{shorten(title)}“." for title in titles[:MOST_NAMED])
    rest = len(titles) - MOST_NAMED
    more = f" Und {rest} weitere{'s' if rest == 1 else ''}." if rest > 0 else ""
    return f"Offen ab Schwere {severity}: {number}. {named}{more}"


def shorten(title: str) -> str:
    """Return a title of at most `MOST_WORDS` words without its full stop, so that it fits a plain sentence.

    >>> shorten("Die Frage nach der Miete ist unklar.")
    'Die Frage nach der Miete …'
    """
    words = title.rstrip(".").split()
    return title.rstrip(".") if len(words) <= MOST_WORDS else f"{' '.join(words[: MOST_WORDS - 1])} …"
