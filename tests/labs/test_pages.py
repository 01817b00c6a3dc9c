"""Pages: their kinds and where they were written."""

from labs import CheckPage, ConfirmationPage, DeclarationPage, InfoPage, Page, StartPage
from labs.pages import ResolvedPage


def test_a_page_is_what_it_holds() -> None:
    """Fields make a form, a function that draws makes a custom page, nothing makes information."""
    pages = [
        Page("a", "A", "x"), Page("a", "A"), Page("a", "A", render=print), StartPage(), InfoPage("a", "A", "Text"),
        CheckPage(), DeclarationPage("a", "A", "x"), ConfirmationPage(),
    ]  # fmt: skip
    kinds = ["form", "info", "custom", "start", "info", "check", "declaration", "confirmation"]
    assert kinds == [page.kind for page in pages]


def test_a_page_knows_its_line() -> None:
    """Findings lead to the call, not into this package."""
    page = Page("a", "A")
    assert page.source.file == __file__
    assert page.source.line == test_a_page_knows_its_line.__code__.co_firstlineno + 2


def test_a_text_is_markdown_or_a_function() -> None:
    """Both give text."""
    assert "fest" == ResolvedPage("a", "A", "info", text="fest").says({})
    assert "2" == ResolvedPage("a", "A", "info", text=lambda a: str(a.n)).says({"n": 2})
