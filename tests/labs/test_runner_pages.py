"""The citizen's page without a browser: what is drawn, what a widget holds, what reaches the store."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import serving, write_prototype
from streamlit.testing.v1 import AppTest

from feedback.tokens import Invitation, seal_invitation
from labs.runner import shell as shells
from labs.runner.shell import Shell

pytestmark = pytest.mark.slow

SCRIPT = Path(shells.__file__).parent / "citizens_page.py"
PROTOTYPE = '''
"""Two pages, the second with a question that an answer on it brings up."""
from labs import BaseModel, Page, Service, Task, Variant, answer, ask, email


class Antrag(BaseModel):
    """What is asked."""

    zahl: int = ask("Wie viele?", hint="Zählen Sie alle.", ge=1, unknown=True)
    post: bool = ask("Möchten Sie Post?")
    mail: email = ask("Wohin?", when=answer.post)


service = Service("probe", "Probe *mit* Stern", Antrag,
    pages=[Page("eins", "Wie viele?", "zahl"), Page("zwei", "Post", "post", "mail")],
    tasks=[Task("antrag", "Stellen Sie den Antrag.", persona={"zahl": 2, "post": False})],
    variants=[Variant("A")])
'''
STUDY = """
title = "Probe"
prototype = "probe"
arm = [{id = "A", variant = "A"}]
task = [{id = "antrag", critical = true}]
gate = [{id = "g", metric = "completion", task = "antrag", at_least = 0.78, probability = 0.9}]
"""


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    """A serving process's shell over a real store."""
    write_prototype(tmp_path, PROTOTYPE, STUDY)
    with serving(tmp_path) as opened:
        yield opened


def page_of(shell: Shell) -> AppTest:
    """Return the first page of a citizen with an invitation."""
    page = AppTest.from_file(str(SCRIPT))
    page.query_params["einladung"] = seal_invitation(shell.secret, Invitation("probe/runde-1", "p1"))
    return page.run()


def press(page: AppTest, words: str) -> AppTest:
    """Press the button with these words."""
    return next(button for button in page.button if button.label == words).click().run()


def come_in(page: AppTest, agree: str = "Ich mache mit", on: str = "Weiter") -> AppTest:
    """Be old enough, take part, and tell nothing of oneself."""
    page.radio[0].set_value(page.radio[0].options[0])
    return press(press(page, agree), on)


def html(page: AppTest) -> str:
    """Return all HTML blocks of the page."""
    return "".join(element.proto.body for element in page.get("html"))


def test_without_an_invitation(shell: Shell) -> None:
    """The page says what to do and stores nothing."""
    page = AppTest.from_file(str(SCRIPT)).run()
    assert "Sie brauchen eine Einladung" in html(page)
    assert [] == shell.store.sessions()


def test_consent_comes_first(shell: Shell) -> None:
    """Before consent nothing is stored; the text names what is and what is not."""
    page = page_of(shell)
    assert "Nichts, was Sie in den Entwurf eintippen oder dort auswählen." in html(page)
    assert "90 Tagen" in html(page)
    assert [] == shell.store.sessions()


def test_a_study_may_speak_english(shell: Shell, tmp_path: Path) -> None:
    """With `language = "en"` in the plan, consent, buttons and messages are English."""
    plan = tmp_path / "prototypes" / "probe" / "studies" / "runde-1.toml"
    plan.write_text('language = "en"\n' + STUDY, encoding="utf-8")
    page = page_of(shell)
    assert "Nothing that you type or choose in the design." in html(page)
    page = press(come_in(page, "I take part", "Continue"), "Begin the task")
    page = press(page, "Continue")
    assert 'data-lang="en"' in html(page)
    assert "There is a problem" in html(page)


def test_a_mistake_is_named_where_it_is(shell: Shell) -> None:
    """After a mistake there is a summary with an anchor to the field, and what was typed is still there."""
    page = press(come_in(page_of(shell)), "Aufgabe beginnen")
    page.text_input[0].set_value("keine")
    page = press(page, "Weiter")
    assert 'id="pl-summary"' in html(page)
    assert f'data-to="{page.text_input[0].key}"' in html(page)
    assert "keine" == page.text_input[0].value


def test_unknown_is_an_answer(shell: Shell) -> None:
    """ "Weiß ich noch nicht" counts as an answer where the author allows it, and stands on the check page."""
    page = press(come_in(page_of(shell)), "Aufgabe beginnen")
    page.checkbox[0].check()
    page = press(page, "Weiter")
    page.radio[0].set_value(False)
    page = press(page, "Weiter")
    assert "Weiß ich noch nicht" in html(page)


def test_a_revealed_question_is_no_mistake(shell: Shell) -> None:
    """An answer that brings up another question on its page shows the page again without blame."""
    page = press(come_in(page_of(shell)), "Aufgabe beginnen")
    page.text_input[0].set_value("2")
    page = press(page, "Weiter")
    page.radio[0].set_value(True)
    page = press(page, "Weiter")
    assert ["Wohin?"] == [field.label for field in page.text_input]
    assert "pl-summary" not in html(page)
    assert page.radio[0].value is True


def test_titles_are_not_markdown(shell: Shell) -> None:
    """The author's words are printed as they stand."""
    page = press(come_in(page_of(shell)), "Aufgabe beginnen")
    assert "<strong>Probe *mit* Stern</strong>" in html(page)


def test_a_second_page_of_the_same_person_shows_the_same_visit(shell: Shell) -> None:
    """Two tabs share one visit; there is one session."""
    first = come_in(page_of(shell))
    second = page_of(shell)
    assert [button.label for button in first.button] == [button.label for button in second.button]
    assert 1 == len(shell.store.sessions())
