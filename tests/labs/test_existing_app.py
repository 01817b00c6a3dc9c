"""An existing Streamlit app as a prototype: its steps are recorded, nothing that is typed; its limits are told."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from serving import serving
from streamlit.testing.v1 import AppTest
from test_runner_pages import STUDY, come_in, page_of, press

from feedback.errors import Finding
from feedback.events import Event, PageShown, TaskEnded
from labs.check import check_prototype
from labs.cli import main
from labs.discovery import Workspace
from labs.runner import shell as shells
from labs.runner.preview import preview_of
from labs.runner.shell import Shell

SERVICE = """
from labs import Service, Task, Variant

service = Service("probe", "Altes Formular", app="alt.py", steps=("start", "formular", "fertig"),
    tasks=[Task("antrag", "Stellen Sie den Antrag.", persona={"Ihr Name": "Erika Beispiel"}, ends="fertig")],
    variants=[Variant("A"), Variant("B", app="neu.py")])
"""
APP = """
import streamlit as st
import labs

st.set_page_config(page_title="Alt")
if "at" not in st.session_state:
    st.session_state.at = "start"
labs.step(st.session_state.at)
if st.session_state.at == "start":
    name = st.text_input("Ihr Name", key="name")
    if st.button("Los"):
        st.session_state.at = "formular"
        st.rerun()
elif st.session_state.at == "formular":
    if st.text_input("Alter") == "kaputt":
        raise ValueError("CANARY")
    if st.button("Senden"):
        st.session_state.at = "fertig"
        st.rerun()
    st.stop()
else:
    st.write("Danke")
"""


def write(folder: Path, app: str = APP, service: str = SERVICE) -> Workspace:
    """Write a prototype that is an existing app, with a study."""
    place = folder / "prototypes" / "probe"
    (place / "studies").mkdir(parents=True)
    (place / "__init__.py").write_text(service, encoding="utf-8")
    for name in ("alt.py", "neu.py"):
        (place / name).write_text(app, encoding="utf-8")
    (place / "studies" / "runde-1.toml").write_text(STUDY, encoding="utf-8")
    return Workspace(folder)


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    """A serving process's shell over a real store."""
    write(tmp_path)
    with serving(tmp_path) as opened:
        yield opened


def in_the_app(shell: Shell) -> AppTest:
    """Return the page on which the app runs for the first time."""
    return press(come_in(page_of(shell)), "Aufgabe beginnen")


def events(shell: Shell) -> list[Event]:
    """Return what is recorded of the only participant, in order, as soon as the end of the task is stored."""
    for _ in range(500):
        found = [event for one in shell.store.sessions() for _, event in shell.store.events(one.session_id)]
        if any(isinstance(event, TaskEnded) for event in found):
            return found
        threading.Event().wait(0.01)
    raise AssertionError("the end of the task is not stored")


@pytest.mark.slow
def test_a_citizen_goes_through(shell: Shell) -> None:
    """The app runs within our frame, its steps are recorded as pages, and its last step makes the success."""
    page = in_the_app(shell)
    assert ["Los", "Ich bin fertig", "Ich gebe auf", "Test abbrechen"] == [one.label for one in page.button]
    page.text_input(key="name").set_value("CANARY")
    page = press(press(page, "Los"), "Senden")
    assert "Danke" in [one.value for one in page.markdown]
    press(page, "Ich bin fertig")
    shown = [(one.page, one.nav) for one in events(shell) if isinstance(one, PageShown)]
    assert [("start", "start"), ("formular", "next"), ("fertig", "next")] == shown
    assert ["success"] == [one.outcome for one in events(shell) if isinstance(one, TaskEnded)]
    recorded = json.dumps([one.model_dump(mode="json") for one in events(shell)])
    assert "CANARY" not in recorded


@pytest.mark.slow
def test_an_exception_leaves_a_calm_page(shell: Shell, caplog: pytest.LogCaptureFixture) -> None:
    """When the app breaks, the citizen reads a calm sentence and can go on; what was typed is not logged."""
    page = press(in_the_app(shell), "Los")
    page = page.text_input[0].set_value("kaputt").run()
    assert not page.exception
    assert any("pl-sample" in one.proto.body for one in page.get("html"))
    assert "Ich gebe auf" in [one.label for one in page.button]
    assert "CANARY" not in caplog.text
    assert "ValueError" in caplog.text


@pytest.mark.slow
def test_an_undeclared_step_stays_out(shell: Shell, caplog: pytest.LogCaptureFixture) -> None:
    """For citizens a step that is not declared is ignored, with a log line that does not repeat its name."""
    app = shell.workspace.root / "prototypes" / "probe" / "alt.py"
    app.write_text("import labs\nlabs.step('CAN' + 'ARY')\nimport streamlit as st\nst.write('Da')\n")
    page = in_the_app(shell)
    assert "Da" in [one.value for one in page.markdown]
    press(page, "Ich gebe auf")
    assert ["start"] == [one.page for one in events(shell) if isinstance(one, PageShown)]
    assert "not declared" in caplog.text
    assert "CANARY" not in caplog.text


@pytest.mark.slow
def test_an_undeclared_step_in_the_preview(tmp_path: Path) -> None:
    """The author reads what is wrong, where, and the nearest step."""
    preview_of(write(tmp_path, "import labs\nlabs.step('form' + 'ulr')\n"), "probe")
    page = AppTest.from_file(str(Path(shells.__file__).parent / "preview_page.py")).run()
    said = " ".join(one.proto.body for one in page.get("html"))
    assert "The step `formulr` is not among the `steps` of the service." in said
    assert "alt.py:2" in said


def findings(workspace: Workspace) -> list[tuple[str, str, str]]:
    """Return level, code and file of what `check` finds."""
    found: list[Finding] = check_prototype(workspace, "probe")
    return sorted({(one.level, one.code, one.place.rpartition("/")[2]) for one in found})


def test_check_says_what_it_cannot_see(tmp_path: Path) -> None:
    """A sound app has one hint: that nobody but the author sees into it."""
    assert [("hint", "app-unseen", "__init__.py:4")] == findings(write(tmp_path))


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("st.navigation([])", "app-pages"),
        ("labs.step('formulr')", "step-unknown"),
        ("from labs.runner import show", "app-circle"),
        ("if:", "syntax"),
    ],
)
def test_check_finds_what_cannot_be_taken_in(tmp_path: Path, line: str, code: str) -> None:
    """Apps of several pages, wrong steps, our own preview and broken files are errors with their line."""
    expected = [("error", code, "alt.py:1"), ("error", code, "neu.py:1"), ("hint", "app-unseen", "__init__.py:4")]
    assert expected == findings(write(tmp_path, f"{line}\n"))


def test_check_finds_wrong_tasks(tmp_path: Path) -> None:
    """A task cannot end at a step that is not there, nor have a goal that nobody can read."""
    service = SERVICE.replace('ends="fertig"', 'ends="fertg", goal={"name": "x"}')
    codes = {code for level, code, _ in findings(write(tmp_path, service=service)) if level == "error"}
    assert {"step-unknown", "app-goal"} == codes


def test_a_missing_app(tmp_path: Path) -> None:
    """A script that is not there is named."""
    found = findings(write(tmp_path, service=SERVICE.replace("alt.py", "fehlt.py")))
    assert ("error", "app-missing", "__init__.py:4") in found


def test_walk_says_so(tmp_path: Path) -> None:
    """Bots do not claim to have walked an existing app."""
    write(tmp_path)
    done = CliRunner().invoke(main, ["--workspace", str(tmp_path), "walk", "probe"])
    assert 0 == done.exit_code, done.output
    assert "not walked: `probe` is an existing app" in done.output
    assert "0 walks over 0 pages" in done.output


def test_a_changed_script_is_another_version(tmp_path: Path) -> None:
    """The content hash covers the script."""
    workspace = write(tmp_path)
    before = workspace.load("probe").flow().content_hash
    (tmp_path / "prototypes" / "probe" / "alt.py").write_text(APP + "\n# changed\n", encoding="utf-8")
    assert before != workspace.load("probe").flow().content_hash
