"""What a page tells the probe: nothing without consent, else where the citizen is and a token for its events."""

import re

import pytest
from streamlit.testing.v1 import AppTest
from test_runner_pages import come_in, html, page_of, press
from test_runner_pages import shell as shell

from feedback.probe import SCOPE
from feedback.tokens import open_probe
from labs.runner.shell import Shell

pytestmark = pytest.mark.slow


def begin(shell: Shell, *, probe: bool) -> AppTest:
    """Return the first page of the prototype of somebody who agreed to the probe, or did not."""
    page = page_of(shell)
    if probe:
        page.checkbox(key=f"scope-{SCOPE}").check()
    return press(come_in(page), "Aufgabe beginnen")


def told(page: AppTest) -> dict[str, str]:
    """Return the attributes that the page has for the probe."""
    return dict(re.findall(r' data-(probe|page|task|fields)="([^"]*)"', html(page)))


def test_nothing_without_consent(shell: Shell) -> None:
    """Who did not tick the probe has a page that does not know it, and so has the consent page itself."""
    assert {} == told(page_of(shell))
    assert {} == told(begin(shell, probe=False))


def test_where_the_citizen_is(shell: Shell) -> None:
    """The page says page, task and fields, and gives a token for the session that is being recorded."""
    page = begin(shell, probe=True)
    found = told(page)
    lane, t_ms, token = found.pop("probe").split(" ")
    assert {"page": "eins", "task": "antrag", "fields": "zahl"} == found
    shell.store.check()  # waits for what was queued before
    (session,) = shell.store.sessions()
    ticket = open_probe(shell.secret, token, max_age_s=60)
    assert ticket is not None
    assert (session.session_id, int(lane)) == (ticket.session_id, ticket.lane)
    assert 0 <= int(t_ms) < 60_000


def test_the_lane_stays_and_the_token_is_renewed(shell: Shell) -> None:
    """Within a turn the page stays as it is, so that nothing is drawn anew; the next turn brings a fresh time."""
    page = begin(shell, probe=True)
    first = told(page)["probe"].split(" ")
    assert first == told(page.run())["probe"].split(" ")
    second = told(press(page, "Weiter"))["probe"].split(" ")
    assert first[0] == second[0]
    assert first[1] != second[1]


def test_another_tab_has_another_lane(shell: Shell) -> None:
    """Two tabs of one person number their events apart."""
    lanes = {told(page)["probe"].split(" ")[0] for page in (begin(shell, probe=True), page_of(shell))}
    assert 2 == len(lanes)


def test_after_the_task_nothing_is_told(shell: Shell) -> None:
    """Questionnaires are not watched."""
    assert {} == told(press(begin(shell, probe=True), "Ich bin fertig"))
