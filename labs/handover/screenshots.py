"""Screenshots of every page: a preview in a process of its own, looked at by a headless Chromium."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from json import dumps
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

from feedback.errors import OperatorError
from labs.handover.acceptance import scenarios
from labs.handover.case import Case, Document
from labs.handover.chromium import Chromium, find_chromium
from labs.handover.walking import Walked
from labs.pages import ResolvedPage

_NAME, _WIDTH, _HEIGHT, _PATIENCE_S = "uebergabe", 1280, 900, 60
# The preview's file: the very prototype, with one persona for each walk, so that every page can be opened.
_FILE = '''"""A prototype with a persona for each walk of its handover."""

from dataclasses import replace
from pathlib import Path

from labs import UNKNOWN, Persona
from labs.discovery import load_service

service = replace(
    load_service(Path({path!r}), {name!r}),
    personas=[Persona(id_, "", answers) for id_, answers in {personas!r}.items()],
    walks=(),
)
'''
_READY = """
document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState === 'notRunning'
&& document.querySelector('h1')?.innerText.trim() === {title}
&& document.fonts.status === 'loaded'
"""
_BROKEN = """document.querySelector('[data-testid="stException"]') !== null"""
_WITHOUT_TOOLS = """
[...document.querySelectorAll('[data-testid="stExpander"]')].filter(one =>
    one.innerText.includes('Werkzeuge für das Labor')).forEach(one => one.style.display = 'none')
"""
_TALL = """Math.max(...['stMain', 'stAppViewContainer'].map(id =>
    document.querySelector(`[data-testid="${id}"]`)?.scrollHeight ?? 0))"""


def take_screenshots(case: Case, path: Path) -> tuple[list[Document], list[str]]:
    """Return a PNG for each page of the variant, and in German what could not be photographed and why.

    `path` is the prototype's file. Without Chromium there are none.
    """
    program = find_chromium()
    if not program:
        return [], ["Bildschirmfotos: Auf diesem Rechner ist kein Chromium."]
    if case.service.app:
        return [], ["Bildschirmfotos: Eine bestehende App zeichnet ihre Seiten selbst."]
    walks = {f"weg{number}": one.walked for number, one in enumerate(scenarios(case))}
    way = {page: id_ for id_, walked in reversed(walks.items()) for page in walked.trace.path}
    found: list[Document] = []
    missing = [
        f"Bildschirmfoto: Auf die Seite {page.id} führt kein Weg." for page in case.flow.pages if page.id not in way
    ]
    shown = {id_: walks[id_] for id_ in set(way.values())}
    try:
        pictures = list(_pictures(case, path, way, shown, program))
    except OperatorError as error:
        return [], [f"Bildschirmfotos: {error}"]
    for number, (page, picture) in enumerate(pictures, 1):
        if picture is None:
            missing.append(f"Bildschirmfoto: Die Seite {page.id} ließ sich nicht aufnehmen.")
        else:
            name = f"bilder/{number:02}-{page.id}.png"
            found.append(Document(name, picture, f"Bildschirmfoto: {page.title}.", "Alle", "das ganze Bild"))
    return found, missing


def _pictures(
    case: Case, path: Path, way: Mapping[str, str], walks: Mapping[str, Walked], program: str
) -> Iterator[tuple[ResolvedPage, bytes | None]]:
    """Yield each page that a walk leads to, with its picture; None where it did not come, or with an error."""
    with _preview(case, path, walks) as origin, Chromium(program) as browser:
        for page in (one for one in case.flow.pages if one.id in way):
            query = urlencode({"variant": case.flow.variant, "page": page.id, "persona": way[page.id]})
            yield page, _picture(browser, f"{origin}/?{query}", page)


def _picture(browser: Chromium, address: str, page: ResolvedPage) -> bytes | None:
    ready = _READY.format(title=dumps(page.title))
    browser.resize(_WIDTH, _HEIGHT)
    browser.go(address)
    if not browser.wait_for(ready) or browser.evaluate(_BROKEN):
        return None
    browser.evaluate(_WITHOUT_TOOLS)
    browser.resize(_WIDTH, max(_HEIGHT, int(browser.evaluate(_TALL) or 0)))
    return browser.screenshot() if browser.wait_for(ready) else None


def answers_of(walked: Walked) -> dict[str, Any]:
    """Return what was typed on a walk as a persona gives it: entries of a group as a list."""
    found: dict[str, Any] = {}
    for stop in walked.stops:
        for name, raw in stop.answers.items():
            group, _, rest = name.partition(".")
            if not rest:
                found[name] = raw
                continue
            number, _, short = rest.partition(".")
            entries = found.setdefault(group, [])
            entries += [{} for _ in range(int(number) + 1 - len(entries))]
            entries[int(number)][short] = raw
    return found


@contextmanager
def _preview(case: Case, path: Path, walks: Mapping[str, Walked]) -> Iterator[str]:
    """Serve a preview until the block ends; yield its address."""
    with TemporaryDirectory() as folder:
        personas = {id_: answers_of(walked) for id_, walked in sorted(walks.items())}
        file = Path(folder) / "prototypes" / f"{_NAME}.py"
        file.parent.mkdir()
        text = _FILE.format(path=str(path.resolve()), name=case.service.id, personas=personas)
        file.write_text(text, encoding="utf-8")
        port = _free_port()
        command = [sys.executable, "-m", "labs.cli", "--workspace", folder, "open", _NAME, "--port", str(port)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
        try:
            origin = f"http://127.0.0.1:{port}"
            _wait_for(origin, process)
            yield origin
        finally:
            process.terminate()
            process.wait()


def _wait_for(origin: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + _PATIENCE_S
    while process.poll() is None and time.monotonic() < until:
        try:
            with urlopen(origin, timeout=5):  # noqa: S310 - our own preview
                return
        except OSError:
            time.sleep(0.1)
    raise OperatorError("The preview for the screenshots does not start; hand over with --no-screenshots.")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
