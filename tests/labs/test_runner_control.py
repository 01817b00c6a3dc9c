"""An author's page that stops, reruns, leaves or breaks the script: nothing is lost, nothing is recorded twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import serving, write_prototype
from streamlit.testing.v1 import AppTest

from feedback.events import PageShown
from feedback.recorder import Recorder
from feedback.tokens import Invitation, seal_invitation
from labs.runner import shell as shells
from labs.runner.shell import Shell
from labs.visit import Visit

pytestmark = pytest.mark.slow

SCRIPT = Path(shells.__file__).parent / "citizens_page.py"
INVITATION = Invitation("probe/runde-1", "p1")
PROTOTYPE = '''
"""A page of the author's own between two with questions."""
import streamlit as st
from labs import BaseModel, Page, Service, Task, Variant, ask


class Antrag(BaseModel):
    """What is asked."""

    zahl: int = ask("Wie viele?", ge=1)
    ort: str = ask("Wo?")


def draw(answers):
    """Draw the author's page."""
    st.write("Vorher")
    BODY
    st.write("Nachher")


service = Service("probe", "Probe", Antrag,
    pages=[Page("eins", "Eins", "zahl"), Page("eigene", "Eigene Seite", render=draw), Page("zwei", "Zwei", "ort")],
    tasks=[Task("antrag", "Stellen Sie den Antrag.", persona={"zahl": 2, "ort": "hier"})],
    variants=[Variant("A")])
'''
STUDY = """
title = "Probe"
prototype = "probe"
arm = [{id = "A", variant = "A"}]
task = [{id = "antrag", critical = true}]
gate = [{id = "g", metric = "completion", task = "antrag", at_least = 0.78, probability = 0.9}]
"""
BODIES = {
    "stop": "st.stop()",
    "rerun": "st.session_state.seen = st.session_state.get('seen', 0) + 1; st.session_state.seen < 3 and st.rerun()",
    "switch_page": "st.switch_page('elsewhere.py')",
    "exception": "raise ValueError('2')",
}


@pytest.fixture(params=BODIES)
def shell(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shell]:
    """A serving process whose prototype has such a page."""
    write_prototype(tmp_path, PROTOTYPE.replace("BODY", BODIES[request.param]), STUDY)
    with serving(tmp_path) as opened:
        yield opened


def enter(shell: Shell) -> Visit:
    """Go to the first page of the prototype."""
    visit = shell.visit(INVITATION, "browser")
    visit.consent(visit.turn, agreed=True)
    visit.tell_groups(visit.turn, {})
    visit.begin_task(visit.turn)
    return visit


def test_the_page_leads_on_and_every_step_is_recorded_once(shell: Shell) -> None:
    """Whatever the author's code does to the script, the button is there, and each page was shown once."""
    visit = enter(shell)
    page = AppTest.from_file(str(SCRIPT))
    page.query_params["einladung"] = seal_invitation(shell.secret, INVITATION)
    page.run()
    page.text_input[0].set_value("3")
    for _ in range(2):
        next(button for button in page.button if button.label == "Weiter").click().run()
    assert visit.journey is not None
    assert "zwei" == visit.journey.page.id
    shell.store.check()
    (session,) = shell.store.sessions()
    shown = [event.page for _, event in shell.store.events(session.session_id) if isinstance(event, PageShown)]
    assert ["eins", "eigene", "zwei"] == shown


def test_a_step_outlives_its_script_run(shell: Shell) -> None:
    """What a button did is stored and sealed before the page is drawn, so that a broken drawing loses nothing."""
    enter(shell)
    page = AppTest.from_file(str(SCRIPT))
    page.query_params["einladung"] = seal_invitation(shell.secret, INVITATION)
    page.run()
    page.text_input[0].set_value("3")
    next(button for button in page.button if button.label == "Weiter").click().run()
    shell.store.check()
    again = Shell(shell.lab, shell.workspace, shell.store, Recorder(shell.store), shell.secret)
    journey = again.visit(INVITATION, "browser").journey
    assert journey is not None
    assert ("eigene", "3") == (journey.page.id, journey.raw("zahl"))
