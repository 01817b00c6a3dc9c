"""How complete the recordings are, who made them, and what the client probe saw."""

from collections.abc import Sequence
from html import escape

from feedback.decision.numbers import count, number, percent
from feedback.evidence import StudyEvidence, tell_count
from feedback.metrics.probed import Probed, ProbedField, ProbedPage, read_probe
from feedback.office.layout import details, paragraphs, section, table
from feedback.rollup import ArmSums, RollAmount

SOURCES = {
    "server": "Server",
    "probe": "Klick-Aufzeichnung",
    "staff": "Begleitung",
    "import": "Einlesen",
}
MOST_PAGES = 5
READING = (
    "Wer zustimmt, lässt auch Klicks aufzeichnen. Nur diese Personen stehen hinter den Werten hier. "
    "Was jemand eingibt, zeichnet das Labor nie auf. Zeiten sind auf 5\xa0% genau."
)


def draw_completeness(evidence: StudyEvidence) -> str:
    """Return the gaps in the recordings and their sources, over all sessions that are over; nothing without one."""
    arms = [evidence.rollup.arms[arm.id] for arm in evidence.study.arms]
    if not any(sums.kinds for sums in arms):
        return ""
    rows = [
        tell_gaps("Ereignisse des Servers und der Begleitung", *(add(arms, name) for name in ("events", "missing"))),
        tell_gaps("Ereignisse der Klick-Aufzeichnung", *(add(arms, f"probe_{name}") for name in ("events", "missing"))),
    ]
    heads = ["Was", "Sitzungen mit Lücken", "Fehlende Ereignisse"]
    return paragraphs(tell_sources(evidence)) + details("Lücken als Tabelle", table("Lücken", heads, rows))


def add(arms: Sequence[ArmSums], metric: str) -> RollAmount:
    """Return the amount of a metric over all arms."""
    return RollAmount(*(sum(sums.whole(metric)[part] for sums in arms) for part in range(3)))


def tell_gaps(what: str, there: RollAmount, missing: RollAmount) -> list[str]:
    """Return how many sessions have gaps, and the share of events that got lost.

    >>> tell_gaps("Ereignisse", RollAmount(20, 99, 0), RollAmount(1, 1, 0))
    ['Ereignisse', '1 von 20', '1\\xa0% (1 von 100)']
    >>> tell_gaps("Ereignisse", RollAmount(0, 0, 0), RollAmount(0, 0, 0))
    ['Ereignisse', 'Keine Aussage', 'Keine Aussage']
    """
    total = missing.total + there.total
    if total == 0:
        return [what, "Keine Aussage", "Keine Aussage"]
    share = f"{percent(round(missing.total / total, 3))} ({number(missing.total)} von {number(total)})"
    return [what, f"{number(missing.n)} von {number(there.n)}", share]


def tell_sources(evidence: StudyEvidence) -> str:
    """Return from which sources there are events, with the sessions."""
    found: dict[str, int] = {}
    for arm in evidence.study.arms:
        for place, amount in evidence.rollup.arms[arm.id].everybody.get("source", {}).items():
            found[place.value] = found.get(place.value, 0) + amount.n
    told = [f"{name}: {number(found[source])}." for source, name in SOURCES.items() if source in found]
    return f"Sitzungen nach ihrer Quelle. {' '.join(told)}"


def draw_probe(evidence: StudyEvidence) -> str:
    """Return hesitation, corrections and clicks by page and field of each arm; nothing where nobody allowed it."""
    arms = [arm.id for arm in evidence.study.arms]
    found = {arm: read_probe(evidence.rollup.arms[arm], evidence.figures.titles(arm)) for arm in arms}
    if not any(one.n for one in found.values()):
        return ""
    return section(
        "Wo Menschen zögern", paragraphs(READING) + "".join(draw_arm(evidence, arm, one) for arm, one in found.items())
    )


def draw_arm(evidence: StudyEvidence, arm: str, probed: Probed) -> str:
    """Return the tables of one arm."""
    title = f"Variante {evidence.study.arm_title(arm)}"
    n = f"{number(probed.n)} von {count(probed.of, 'Sitzung', 'Sitzungen')} mit Klick-Aufzeichnung."
    if not probed.n:
        return section(title, paragraphs("Hier erlaubte niemand die Klick-Aufzeichnung."), level=3)
    titles, labels = evidence.figures.titles(arm), evidence.figures.labels(arm)
    fields = [
        tell_field(one, titles.get(one.page, one.page), labels.get(one.target, one.target)) for one in probed.fields
    ]
    worst = sorted(probed.pages, key=lambda page: -page.dead_clicks - page.rage_clicks)
    pages = [tell_page(one, titles.get(one.page, one.page)) for one in worst]
    told = paragraphs(n)
    if pages:
        heads = ["Seite", "Klick ohne Wirkung", "Hastige Klicks"]
        told += table(f"{title}: Klicks", heads, pages[:MOST_PAGES])
        if len(pages) > MOST_PAGES:
            told += details("Alle Seiten als Tabelle", table(f"{title}: alle Seiten", heads, pages))
    if fields:
        heads = ["Frage", "Personen", "Zögern", "Zeit im Feld", "Korrekturen je Person"]
        told += details("Jede Frage als Tabelle", table(f"{title}: Fragen", heads, fields))
    return section(title, told, level=3)


def tell_field(field: ProbedField, page: str, label: str) -> list[str]:
    """Return the cells of one field."""
    return [
        f"{escape(label)}<br>{escape(page)}",
        number(field.n),
        tell_seconds(field.hesitation_s),
        tell_seconds(field.dwell_s),
        number(field.edits),
    ]


def tell_page(page: ProbedPage, title: str) -> list[str]:
    """Return the cells of one page."""
    return [escape(title), escape(tell_count(page.dead)), escape(tell_count(page.rage))]


def tell_seconds(seconds: float | None) -> str:
    """Return a short time with one decimal.

    >>> tell_seconds(3.24), tell_seconds(None)
    ('3,2\\xa0s', 'Keine Aussage')
    """
    return "Keine Aussage" if seconds is None else f"{number(seconds)}\xa0s"
