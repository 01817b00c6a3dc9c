"""The office offers the report and shows the further charts to whoever asks for them."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from reporting import DEMO, NOW_MS, open_demo
from streamlit.testing.v1 import AppTest

from feedback.office import Desk
from feedback.office.report_button import make
from feedback.office.visitor import Visitor

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    lab, store = open_demo(tmp_path_factory.mktemp("lab"))
    yield Desk(lab, store, "a secret of the test lab", clock_ms=lambda: NOW_MS)
    store.close()


def draw(given: object) -> None:
    """Runs inside of Streamlit."""
    from feedback.evidence import assemble
    from feedback.office.report_button import draw_report

    desk, study_id = given.desk, given.study  # type: ignore[attr-defined]
    study = desk.lab.study(study_id)
    draw_report(desk, assemble(desk.store, study, now_ms=desk.clock_ms()))


@pytest.fixture
def app(desk: Desk) -> AppTest:
    return AppTest.from_function(draw, args=(SimpleNamespace(desk=desk, study=DEMO),), default_timeout=30)


def test_the_charts_wait_until_somebody_asks(app: AppTest) -> None:
    """The page opens with a button and a switch; the charts come when the switch is on."""
    app.run()
    assert not app.exception
    assert 1 == len(app.get("download_button"))
    assert [] == list(app.get("plotly_chart"))
    app.toggle(key="report-more").set_value(True).run()
    assert not app.exception
    assert 11 == len(app.get("plotly_chart"))  # times, stays, mistakes, two ways for each of two tasks; the SUS


def test_the_button_makes_the_report(desk: Desk) -> None:
    """What is loaded down is the whole report of this study."""
    study = desk.lab.study(DEMO)
    assert study.title in make(desk.taken_by(Visitor(roles=("team",))), study)
