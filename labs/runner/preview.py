"""An author's preview of one prototype: nothing is recorded, mistakes show with their source, edits show at once.

The address says where to start: `?variant=B&page=miete&persona=antrag&region=05315`.
"""

import functools
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from feedback.errors import AuthorError, Finding, InternalError
from labs.catalogue import places
from labs.differences import compare
from labs.discovery import Workspace, finding_of
from labs.journey import Journey
from labs.journeymap import draw_svg
from labs.runner.existing_app import draw_prototype
from labs.runner.frame import frame, text_block
from labs.runner.html import ASSETS
from labs.runner.prototype import Screen
from labs.service import REGIONAL_KEY, Flow, Service, Task, roll_up

_STATE = "probelauf-preview"
WATCH_EVERY_S = 0.5
LINES_AROUND = 4


@dataclass
class Preview:
    """The author's own walk through one variant. Has the actions of `labs.runner.prototype.Actions`."""

    start: tuple[str, str, str, str]
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

    def reach(self, page: str) -> None:
        """Be at a step of an existing app."""
        self.journey.reach(page)

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
        regions = workspace.regions(name)
        service = workspace.load(name, _region(regions))
        preview = _preview(service, version)
    except AuthorError as error:
        _draw_mistakes(error.findings)
        return
    explain = functools.partial(_draw_failure, path=path)
    screen = Screen(preview.journey, preview, preview.turn, "preview", explain, author=True)
    draw_prototype(screen, lambda: _draw_tools(service, preview, regions))


def _region(known: tuple[str, ...]) -> str:
    """Return the region of the address, where the prototype has parameters for it or for one above it."""
    wanted = st.query_params.get("region", "")
    return wanted if REGIONAL_KEY.fullmatch(wanted) and set(roll_up(wanted)) & set(known) else ""


def _preview(service: Service, version: str) -> Preview:
    """Return the walk under way, or a new one when the address asks for another start or the source has changed."""
    variant = st.query_params.get("variant", service.variant_ids[0])
    asked = st.query_params
    start = (variant, asked.get("page", ""), asked.get("persona", ""), asked.get("region", ""))
    kept: Preview | None = st.session_state.get(_STATE)
    if kept is not None and kept.start == start and kept.version == version:
        return kept
    flow = service.flow(variant if variant in service.variant_ids else service.variant_ids[0])
    today = datetime.now(UTC).date()
    if kept is not None and kept.start == start:
        journey = Journey.resume(flow, kept.journey.draft(), today=today)
    else:
        persona, task = service.all_personas.get(start[2]), (service.tasks or (Task("", ""),))[0]
        answers = persona.answers if persona else None
        mocks, role = (persona.mocks, persona.answers) if persona else (task.script, task.role.answers)
        journey = Journey(flow, today=today, answers=answers, at=start[1] or None, mocks=mocks, role=role)
    preview = Preview(start, version, journey, turn=kept.turn + 1 if kept else 0)
    st.session_state[_STATE] = preview
    return preview


def _draw_tools(service: Service, preview: Preview, regions: tuple[str, ...]) -> None:
    """Draw what only authors need: other variants, other regions, other starts, the journey map."""
    flow = preview.journey.flow
    with st.expander("Werkzeuge für das Labor"):
        region = _region(regions)
        here = f"&region={region}" if region else ""
        personas = list(service.all_personas) or [""]
        starts = "".join(
            f'<li><a href="?variant={flow.variant}&page={page.id}&persona={personas[0]}{here}">'
            f"{escape(page.title)}</a></li>"
            for page in flow.pages
        )
        variants = "".join(
            f'<li><a href="?variant={variant}{here}">{escape(variant)}</a></li>' for variant in service.variant_ids
        )
        st.html(f"<h2>Varianten</h2><ul>{variants}</ul>{_other_regions(flow.variant, regions, region)}")
        st.html(f"{_differences(service, flow)}<h2>Hier anfangen</h2><ul>{starts}</ul>")
        picture = b64encode(draw_svg(flow).encode()).decode()
        st.html(f'<img alt="Plan der Seiten und Wege" src="data:image/svg+xml;base64,{picture}">')


def _differences(service: Service, flow: Flow) -> str:
    """Return what differs from the first variant, in words; nothing for the first variant itself."""
    first = service.variant_ids[0]
    if flow.variant == first:
        return ""
    said = [f"<li>{escape(one.sentence)}</li>" for one in compare(service.flow(first), flow)]
    return f"<h2>Anders als in Variante {escape(first)}</h2><ul>{''.join(said) or '<li>Kein Unterschied.</li>'}</ul>"


def _other_regions(variant: str, regions: tuple[str, ...], shown: str) -> str:
    """Return links to the prototype of each region, by the names of the catalogue; nothing where there are none."""
    links = []
    for key in ("", *regions) if regions else ():
        place = places().get(key)
        name = (f"{place.title} ({key})" if place else key) if key else "Ohne Region"
        said = f"<strong>{escape(name)}</strong>" if key == shown else escape(name)
        links.append(f'<li><a href="?variant={variant}{f"&region={key}" if key else ""}">{said}</a></li>')
    return f"<h2>Regionen</h2><ul>{''.join(links)}</ul>" if links else ""


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
    finding = error.findings[0] if isinstance(error, AuthorError) else finding_of(error, path)
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
    kinds = ("*.py", "*.toml", "params/*.toml")
    files = sorted(one for kind in kinds for one in path.parent.glob(kind)) if path.name == "__init__.py" else [path]
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
