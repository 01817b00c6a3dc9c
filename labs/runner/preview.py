"""An author's preview of one prototype: nothing is recorded, mistakes show with their source, edits show at once.

The address says where to start: `?variant=B&page=miete&persona=antrag`.
"""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from feedback.errors import AuthorError, Finding, InternalError
from labs.discovery import Workspace, finding_of
from labs.journey import Journey
from labs.journeymap import draw_svg
from labs.runner.frame import frame, text_block
from labs.runner.html import ASSETS
from labs.runner.prototype import Screen, draw_page
from labs.service import Service

_STATE = "probelauf-preview"
WATCH_EVERY_S = 0.5
LINES_AROUND = 4


@dataclass
class Preview:
    """The author's own walk through one variant. Has the actions of `labs.runner.prototype.Actions`."""

    start: tuple[str, str, str]
    version: str
    journey: Journey
    turn: int = 0
    errors: list[str] = field(default_factory=list)

    def submit(self, turn: int, raw: Mapping[str, Any]) -> None:
        """Press "Weiter"."""
        if self._acts(turn):
            self.journey.submit(raw)

    def back(self, turn: int, raw: Mapping[str, Any]) -> None:
        """Press "Zurück"."""
        if self._acts(turn):
            self.journey.keep(raw)
            self.journey.back()

    def jump(self, turn: int, page: str) -> None:
        """Follow a change link."""
        if self._acts(turn):
            self.journey.jump(page)

    def add_entry(self, turn: int, group: str, raw: Mapping[str, Any]) -> None:
        """Add an entry to a group."""
        if self._acts(turn):
            self.journey.keep(raw)
            self.journey.add_entry(group)

    def remove_entry(self, turn: int, group: str, index: int, raw: Mapping[str, Any]) -> None:
        """Remove an entry of a group."""
        if self._acts(turn):
            self.journey.keep(raw)
            self.journey.remove_entry(group, index)

    def _acts(self, turn: int) -> bool:
        acts = turn == self.turn
        self.turn += acts
        return acts


def show(app_file: str) -> None:
    """Show the prototype whose folder holds this file. Write it in the `app.py` beside the declaration."""
    folder = Path(app_file).resolve().parent
    _load_assets()
    draw_preview(Workspace(folder.parent.parent, folder.parent), folder.name)


_chosen: tuple[Workspace, str] | None = None


def preview_of(workspace: Workspace, name: str) -> None:
    """Say which prototype this process previews; `run` draws it."""
    global _chosen
    _chosen = (workspace, name)


def run() -> None:
    """Draw the preview of the prototype that was chosen for this process."""
    if _chosen is None:
        raise InternalError("No prototype is chosen: start the preview with `probelauf open NAME`.")
    draw_preview(*_chosen)


def draw_preview(workspace: Workspace, name: str) -> None:
    """Draw the preview of one prototype of a workspace, or what is wrong with it."""
    st.set_page_config(page_title=name)
    path = workspace.find(name)
    version = source_version(path)
    _watch(path, version)
    try:
        service = workspace.load(name)
        preview = _preview(service, version)
    except AuthorError as error:
        _draw_mistakes(error.findings)
        return
    draw_page(Screen(preview.journey, preview, preview.turn, "preview", lambda error: _draw_failure(error, path)))
    _draw_tools(service, preview)


def _preview(service: Service, version: str) -> Preview:
    """Return the walk under way, or a new one when the address asks for another start or the source has changed."""
    variant = st.query_params.get("variant", service.variant_ids[0])
    start = (variant, st.query_params.get("page", ""), st.query_params.get("persona", ""))
    kept: Preview | None = st.session_state.get(_STATE)
    if kept is not None and kept.start == start and kept.version == version:
        return kept
    flow = service.flow(variant if variant in service.variant_ids else service.variant_ids[0])
    today = datetime.now(UTC).date()
    if kept is not None and kept.start == start:
        journey = Journey.resume(flow, kept.journey.draft(), today=today)
    else:
        persona = service.all_personas.get(start[2])
        journey = Journey(flow, today=today, answers=persona.answers if persona else None, at=start[1] or None)
    preview = Preview(start, version, journey, turn=kept.turn + 1 if kept else 0)
    st.session_state[_STATE] = preview
    return preview


def _draw_tools(service: Service, preview: Preview) -> None:
    """Draw what only authors need: other variants, other starts, the journey map."""
    flow = preview.journey.flow
    with st.expander("Werkzeuge für das Labor"):
        links = [f"?variant={variant}" for variant in service.variant_ids]
        personas = list(service.all_personas) or [""]
        starts = "".join(
            f'<li><a href="?variant={flow.variant}&page={page.id}&persona={personas[0]}">{escape(page.title)}</a></li>'
            for page in flow.pages
        )
        variants = "".join(f'<li><a href="{link}">{escape(link[9:])}</a></li>' for link in links)
        st.html(f"<h2>Varianten</h2><ul>{variants}</ul><h2>Hier anfangen</h2><ul>{starts}</ul>")
        st.image(draw_svg(flow))


def _draw_mistakes(findings: tuple[Finding, ...]) -> None:
    """Draw all mistakes with the source around them. The page goes on by itself when they are mended."""
    frame("Der Prototyp hat Fehler", turn=str(hash(findings)), language="de")
    blocks = []
    for finding in findings:
        blocks.append(
            f"<h2>{escape(finding.what)}</h2><p>{escape(finding.place)} ({escape(finding.code)})<br>"
            f"{escape(finding.fix)}</p>{_source_around(finding.place)}"
        )
    text_block("".join(blocks))


def _draw_failure(error: Exception, path: Path) -> None:
    """Draw what went wrong in the author's own code, in the place of what it should have drawn."""
    finding = finding_of(error, path)
    text_block(
        f"<p><strong>{escape(finding.what)}</strong><br>{escape(finding.place)}</p>{_source_around(finding.place)}"
    )


def _source_around(place: str) -> str:
    path, _, number = place.rpartition(":")
    if not number.isdigit() or not Path(path).is_file():
        return ""
    lines = Path(path).read_text(encoding="utf-8", errors="replace").splitlines()
    wrong = int(number)
    shown = []
    for at in range(max(1, wrong - LINES_AROUND), min(len(lines), wrong + LINES_AROUND) + 1):
        line = f"{at:4d}  {escape(lines[at - 1])}"
        shown.append(f"<mark>{line}</mark>" if at == wrong else line)
    return f'<pre tabindex="0">{"<br>".join(shown)}</pre>'


def source_version(path: Path) -> str:
    """Return a mark that changes with every saved change of a prototype's source."""
    files = sorted(path.parent.glob("*.py")) if path.name == "__init__.py" else [path]
    return " ".join(f"{file.name}:{file.stat().st_mtime_ns}" for file in files)


def _watch(path: Path, version: str) -> None:
    """Run the script again as soon as a file of the prototype has changed."""

    @st.fragment(run_every=WATCH_EVERY_S)
    def look() -> None:
        if source_version(path) != version:
            st.rerun(scope="app")

    with st.container(key="probelauf-watch"):  # a fragment that shared its place would take away what comes next
        look()


def _load_assets() -> None:
    """Bring style, fonts and script into a page that plain `streamlit run` serves, without files beside the script."""
    faces = "".join(
        f"@font-face {{ font-family: 'Fira Sans'; font-weight: {weight}; "
        f"src: url(data:font/woff2;base64,{b64encode((ASSETS / name).read_bytes()).decode()}); }}\n"
        for name, weight in (("FiraSans-Regular.woff2", 400), ("FiraSans-SemiBold.woff2", 600))
    )
    load = st.components.v2.component(
        "probelauf_assets",
        css=faces + (ASSETS / "probelauf.css").read_text(encoding="utf-8"),
        js=(ASSETS / "probelauf.js").read_text(encoding="utf-8"),
        isolate_styles=False,
    )
    load(key="probelauf-assets")
