"""A demo lab with a report on it, for the tests of reports (not a test itself)."""

import re
from html.parser import HTMLParser
from pathlib import Path

from feedback.findings import demo_findings
from feedback.lab import Lab
from feedback.report import Language, collect, render
from feedback.store import Store, open_store
from labs.demo import fill
from labs.discovery import Workspace

NOW_MS = 1_800_000_000_000
DEMO, REAL = "wohngeld/demo", "wohngeld/runde-1"


class Reader(HTMLParser):
    """Reads the elements of a document in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def attributes(self, name: str) -> list[str]:
        return [attrs[name] for _, attrs in self.elements if name in attrs]


def open_demo(root: Path, sessions: int = 24) -> tuple[Lab, Store]:
    """Return a lab in whose demo so many invented people took part, with findings."""
    workspace = Workspace.open(root)
    lab = Lab.open(workspace.root, workspace.prototype_roots)
    store = open_store(lab.database)
    fill(lab, workspace, store, DEMO, sessions=sessions, seed=1, now_ms=NOW_MS)
    demo_findings(store, lab.study(DEMO), now_ms=NOW_MS)
    return lab, store


def write(lab: Lab, store: Store, study: str = DEMO, language: Language = "de") -> str:
    """Return the report on a study."""
    return render(collect(store, lab, lab.study(study), now_ms=NOW_MS), language)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    return re.split(r"(?<=[.!?])\s", text)
