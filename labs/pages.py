"""The pages of a service, as an author lists them, and as a journey shows them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from labs.conditions import Answers, Condition, Source, When, as_condition, declared_at

PageKind = Literal["start", "form", "info", "check", "declaration", "confirmation", "custom"]
Text = str | Callable[[Answers], str]
Render = Callable[..., Any]


@dataclass(frozen=True)
class Extras:
    """What only start and confirmation pages carry."""

    who: str = ""
    documents: tuple[str, ...] = ()
    duration: str = ""
    cost: str = ""
    legal_basis: str = ""
    next_steps: tuple[str, ...] = ()


class Page:
    """One page: an id, a heading, and the names of the fields it asks for.

    `Page("miete", "Ihre Miete", "miete", "heizung", when=answer.wohnform == "Miete")`

    Without fields it is an information page. `text` is printed below the heading: markdown, or a function
    of the answers that returns it. `render` draws the page itself: it is called with the answers, and
    the visit is recorded.
    """

    kind: PageKind = "form"

    def __init__(
        self,
        id: str,  # noqa: A002 - the word authors expect
        title: str,
        *questions: str,
        when: When | None = None,
        text: Text = "",
        render: Render | None = None,
    ) -> None:
        self.id, self.title, self.questions = id, title, questions
        self.when: Condition | None = None if when is None else as_condition(when)
        self.text, self.render = text, render
        self.extras = Extras()
        self.source: Source = declared_at()
        if type(self) is Page:
            self.kind = "custom" if render else "form" if questions else "info"

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.id!r}, {self.title!r})"


class StartPage(Page):
    """The page before the first question: what this is, for whom, what to have at hand, how long, what it
    costs.
    """

    kind = "start"

    def __init__(
        self,
        id: str = "start",  # noqa: A002
        title: str = "",
        *,
        text: Text = "",
        who: str = "",
        documents: Sequence[str] = (),
        duration: str = "",
        cost: str = "",
        legal_basis: str = "",
    ) -> None:
        super().__init__(id, title, text=text)
        self.extras = Extras(who, tuple(documents), duration, cost, legal_basis)


class InfoPage(Page):
    """A page that says something and asks nothing, such as a result in between or a reason to stop."""

    kind = "info"

    def __init__(self, id: str, title: str, text: Text = "", *, when: When | None = None) -> None:  # noqa: A002
        super().__init__(id, title, when=when, text=text)


class CheckPage(Page):
    """Check your answers, with a link to change each. It may ask for a last declaration itself."""

    kind = "check"

    def __init__(
        self,
        id: str = "check",  # noqa: A002
        title: str = "",
        *questions: str,
        text: Text = "",
        when: When | None = None,
    ) -> None:
        super().__init__(id, title, *questions, when=when, text=text)


class DeclarationPage(Page):
    """A page of statements that the citizen must confirm."""

    kind = "declaration"


class ConfirmationPage(Page):
    """The end: it is done, the reference number, what happens next. From here nothing can be changed."""

    kind = "confirmation"

    def __init__(
        self,
        id: str = "done",  # noqa: A002
        title: str = "",
        *,
        text: Text = "",
        next_steps: Sequence[str] = (),
        when: When | None = None,
    ) -> None:
        super().__init__(id, title, when=when, text=text)
        self.extras = Extras(next_steps=tuple(next_steps))


@dataclass(frozen=True)
class ResolvedPage:
    """A page of one variant in one language, with everything filled in."""

    id: str
    title: str
    kind: PageKind
    question_ids: tuple[str, ...] = ()
    text: Text = ""
    when: Condition | None = None
    render: Render | None = None
    who: str = ""
    documents: tuple[str, ...] = ()
    duration: str = ""
    cost: str = ""
    legal_basis: str = ""
    next_steps: tuple[str, ...] = ()
    source: Source = field(default=Source("<unknown>", 0), compare=False, repr=False)

    def says(self, answers: Mapping[str, Any]) -> str:
        """Return the text below the heading, computed from the answers where it is a function."""
        if not callable(self.text):
            return self.text
        return self.text(answers if isinstance(answers, Answers) else Answers(answers))
