"""What the pages about findings show to everybody: what blocks, what is open, what is done, how sure that is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from feedback.decision.numbers import count, number
from feedback.evidence import tell_count, tell_share
from feedback.findings import (
    Agreement,
    Board,
    Finding,
    Undiscovered,
    blocking,
    blocking_sentence,
    rank_findings,
    tell_severity,
    tell_status,
)
from feedback.metrics.funnel import page_titles
from feedback.metrics.mistakes import field_labels
from feedback.office.layout import badge, bullets, paragraphs, section, table
from feedback.stats import NotEnoughData
from feedback.study import Study

HIDDEN = "Verdeckt bis zu Ihrem Urteil"
ORDER = "Oben steht, was viele trifft und schwer wiegt. Vorrang ist Schwere mal obere Grenze der Spanne."
CAVEAT = "Vorschläge brauchen zwei Personen. Darum ist die Schätzung eher zu günstig."
Place = tuple[str | None, str | None]
Naming = Callable[[Finding], str]
MOST_TOP = 3


@dataclass(frozen=True)
class Places:
    """Where a problem can be: the pages and fields of all arms, as people saw them."""

    titles: dict[str, str]
    labels: dict[str, str]
    fields: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, board: Board) -> "Places":
        """Return the places of a study."""
        fields: dict[str, tuple[str, ...]] = {}
        for facts in board.sessions:
            for page in facts.flow.pages if facts.flow else ():
                fields[page.id] = tuple(dict.fromkeys((*fields.get(page.id, ()), *page.fields)))
        return cls(page_titles(board.sessions), field_labels(board.sessions), fields)

    def name(self, page: str | None, field: str | None) -> str:
        """Return what a place is called."""
        if page is None:
            return "Überall"
        title = f"„{self.titles.get(page, page)}“"
        return f"{title}, Frage „{self.labels.get(field, field)}“" if field else title

    def options(self) -> list[Place]:
        """Return everywhere, each page, and each field of each page."""
        found: list[Place] = [(None, None)]
        for page in self.titles:
            found += [(page, None), *((page, field) for field in self.fields.get(page, ()))]
        return found


def draw_state(board: Board, seen: Sequence[Finding], study: Study) -> str:
    """Return what the findings mean for the green light, as far as `seen` may be told; then how sure it all is."""
    severity = study.blocking_severity
    found, hidden = blocking(seen, severity), len(board.findings) - len(seen)
    if found:
        first = f"{badge('Sperrt die Freigabe', 'bad')} {escape(tell_block(found, severity))}"
    elif hidden:
        first = f"{badge('Noch verdeckt', 'open')} Was Sie noch bewerten, kann die Freigabe sperren."
    else:
        first = f"{badge('Sperrt nichts', 'good')} {escape(blocking_sentence((), severity))}"
    unsaid = f"{count(hidden, 'Problem bewerten', 'Probleme bewerten')} Sie noch selbst." if hidden else ""
    which = bullets([f"{finding.title}, {tell_arm(finding, study)}" for finding in found])
    return section("Was der Freigabe im Weg steht", f"<p>{first}</p>" + which + paragraphs(unsaid)) + draw_sureness(
        board
    )


def tell_block(found: Sequence[Finding], severity: int) -> str:
    """Return how many findings block, before they are listed."""
    return f"Offen ab Schwere {severity}: {count(len(found), 'Problem', 'Probleme')}."


def tell_arm(finding: Finding, study: Study) -> str:
    """Return which arms a finding is about."""
    arm = finding.version.arm
    known = arm is not None and arm in {one.id for one in study.arms}
    return f"Variante {study.arm_title(arm)}" if arm and known else "alle Varianten"


def tell_place(places: Places, finding: Finding, study: Study) -> str:
    """Return where a finding is, and in which arms."""
    return f"{places.name(finding.version.page, finding.version.field)}, {tell_arm(finding, study)}"


def draw_sureness(board: Board) -> str:
    """Return how many problems are probably unknown, and whether the raters agree."""
    told = section("Was wir wohl noch nicht gefunden haben", paragraphs(*tell_undiscovered(board.undiscovered)))
    return told + section("Sind sich die Urteile einig?", paragraphs(*tell_agreement(board.agreement)))


def tell_undiscovered(estimate: Undiscovered | NotEnoughData) -> tuple[str, ...]:
    """Return the estimate with its range, or why there is none."""
    if isinstance(estimate, NotEnoughData):
        return ("Keine Aussage möglich.", estimate.why)
    known = f"{count(estimate.found, 'Problem ist', 'Probleme sind')} bekannt, aus {estimate.persons} Personen."
    high = f"bis {estimate.high}" if estimate.high is not None else "und nach oben offen"
    missing = f"Vermutlich fehlen noch {estimate.missing} (Spanne {estimate.low} {high})."
    return f"{known} Das sind etwa {tell_share(estimate.share)} aller Probleme. {missing}", CAVEAT


def tell_agreement(agreement: Agreement | NotEnoughData) -> tuple[str, ...]:
    """Return how far two raters agree, or why nothing can be said."""
    if isinstance(agreement, NotEnoughData):
        return ("Keine Aussage möglich.", agreement.why)
    basis = f"{agreement.findings} Probleme, {count(agreement.raters, 'Person', 'Personen')}"
    return (f"{agreement.sentence} Krippendorffs Alpha ist {number(agreement.alpha, 2)} ({basis}).",)


def draw_open(findings: Sequence[Finding], places: Places, study: Study, name: Naming) -> str:
    """Return the open findings, the most urgent first. `name` gives the HTML of a title."""
    found = rank_findings(finding for finding in findings if finding.is_open)
    if not found:
        return section("Offene Probleme", paragraphs("Es gibt kein offenes Problem."))
    rows = [
        [
            name(finding) + draw_quotes(finding),
            escape(tell_severity(finding.severity)) + (f" {badge('Uneinig', 'open')}" if finding.disputed else ""),
            escape(tell_count(finding.affected)),
            escape(tell_priority(finding)),
            escape(tell_place(places, finding, study)),
        ]
        for finding in found
    ]
    heads = ["Problem", "Schwere", "Betroffene Personen", "Vorrang", "Wo"]
    return section("Offene Probleme", paragraphs(ORDER) + table("Offen", heads, rows, kind="pl-findings"))


def draw_top(board: Board, study: Study) -> str:
    """Return the most urgent open problems for the decision page. Severities stay on the board, where some are hidden
    until somebody has judged them independently.
    """
    found = rank_findings(finding for finding in board.findings if finding.is_open)[:MOST_TOP]
    places = Places.of(board)
    told = bullets([f"{one.title} ({tell_count(one.affected)}), {tell_place(places, one, study)}" for one in found])
    return section("Die wichtigsten Probleme", told or paragraphs("Das Team kennt kein offenes Problem."))


def draw_done(findings: Sequence[Finding], name: Naming) -> str:
    """Return the findings that are mended or accepted, with the version or the reason."""
    rows = [
        [name(finding), escape(tell_status(finding.version)), escape(tell_severity(finding.severity))]
        for finding in findings
        if not finding.is_open
    ]
    if not rows:
        return ""
    return section("Erledigte Probleme", table("Erledigt", ["Problem", "Stand", "Schwere"], rows, kind="pl-findings"))


def draw_quotes(finding: Finding) -> str:
    """Return what participants said who agreed to be quoted; never who."""
    return "".join(f"<br><q>{escape(quote.text)}</q>" for quote in finding.quotes)


def tell_priority(finding: Finding) -> str:
    """Return the priority with one decimal."""
    if isinstance(finding.priority, NotEnoughData):
        return "Keine Aussage möglich"
    return number(finding.priority)


def plain_name(finding: Finding) -> str:
    """Return the title as HTML without a link."""
    return escape(f"{finding.number}. {finding.title}")
