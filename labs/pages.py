"""The pages of a service, as an author lists them, and as a journey shows them."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from string import Formatter
from typing import Any, Literal, Protocol, runtime_checkable

from labs.conditions import Answers, Condition, Source, When, as_condition, declared_at
from labs.messages import write_number

PageKind = Literal["start", "form", "info", "check", "declaration", "confirmation", "custom", "app"]
Text = str | Callable[[Answers], str]
Render = Callable[..., Any]
Said = str | tuple[str, Mapping[str, Any]]
"""A sentence by its name, with the values for its gaps where it has some."""


@dataclass(frozen=True)
class Told:
    """A text computed from the answers whose sentences stand apart, so that a variant can put them in other words.

    `choose` yields the names of the sentences to say, each with the values of its gaps. A gap `{rent:euro}` is
    written as money, other numbers in the language's way.

    >>> told = Told(lambda a: [("limit", {"limit": 60000})], {"limit": "Die Grenze liegt bei {limit:euro}."})
    >>> told(Answers())
    'Die Grenze liegt bei 60.000\\xa0€.'
    """

    choose: Callable[[Answers], Iterable[Said]]
    sentences: Mapping[str, str]
    language: str = "de"

    def __call__(self, answers: Answers) -> str:
        """Return the text for these answers; each sentence is a paragraph of its own."""
        writer, said = _Writer(self.language), list(self.choose(answers))
        named = [(one, {}) if isinstance(one, str) else one for one in said]
        return "\n\n".join(writer.vformat(self.sentences[name].strip(), (), gaps) for name, gaps in named)

    @property
    def __wrapped__(self) -> Callable[[Answers], Iterable[Said]]:
        """The author's function: findings name its line."""
        return self.choose


@dataclass(frozen=True)
class Drawn:
    """A page that its author draws, whose words stand apart, so that a variant can put them in other words.

    `Page("monate", "Ihre Monate", render=Drawn(draw, {"sum": "Zusammen {n} Monate"}))`, where
    `def draw(answers, say)` draws any Streamlit content and takes its words from `say("sum", n=14)`.
    """

    draw: Callable[[Answers, Callable[..., str]], Any]
    sentences: Mapping[str, str]
    language: str = "de"

    def __call__(self, answers: Answers) -> Any:
        """Draw the page."""
        return self.draw(answers, self.say)

    def say(self, name: str, **gaps: Any) -> str:
        """Return one of the sentences with its gaps filled."""
        return _Writer(self.language).vformat(self.sentences[name].strip(), (), gaps)

    @property
    def __wrapped__(self) -> Callable[..., Any]:
        """The author's function: findings name its line."""
        return self.draw


SUCCESS = "erfolg"


@runtime_checkable
class Mock(Protocol):
    """What stands in for somebody else's system on a page, such as a sign-in or a payment; any class may do it.

    Six plain attributes will do. A failure has the name that scripts call it by. It plays when the page is sent; with
    `at` only if that field is answered, and not with "no". When it succeeds, the fields of `fills` get the answers of
    the role at hand, where they are empty.
    """

    @property
    def id(self) -> str:
        """Its name."""

    @property
    def text(self) -> Mapping[str, str]:
        """What its box says, by language."""

    @property
    def button(self) -> Mapping[str, str]:
        """The words on the button that sends the page, by language."""

    @property
    def failures(self) -> Mapping[str, Mapping[str, str]]:
        """The messages of its failures, by language."""

    @property
    def at(self) -> str:
        """The field of the page that it looks at, or nothing."""

    @property
    def fills(self) -> tuple[str, ...]:
        """The fields that it fills in."""


MOCK_PARTS = ("id", "text", "button", "failures", "at", "fills")


class _Writer(Formatter):
    def __init__(self, language: str) -> None:
        self.language = language

    def format_field(self, value: Any, spec: str) -> str:
        number = hasattr(value, "__int__") and not isinstance(value, str)
        return write_number(value, self.language, money=spec == "euro") if number else str(value)


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
    the visit is recorded. `mock` puts a stand-in for somebody else's system on the page, from `labs.mocks`.
    Variants in other words need `Told` for such a text, and `Drawn` for such a page.
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
        mock: Mock | None = None,
    ) -> None:
        self.id, self.title, self.questions, self.mock = id, title, questions, mock
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


class AppPage(Page):
    """A step of an existing Streamlit app, which draws itself and says by `labs.step` where the citizen is."""

    kind = "app"


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
    mock: Mock | None = None
    who: str = ""
    documents: tuple[str, ...] = ()
    duration: str = ""
    cost: str = ""
    legal_basis: str = ""
    next_steps: tuple[str, ...] = ()
    line_by_line: bool = False  # easy language: every line of the text stays a line
    source: Source = field(default=Source("<unknown>", 0), compare=False, repr=False)

    def says(self, answers: Mapping[str, Any]) -> str:
        """Return the text below the heading, computed from the answers where it is a function."""
        text = self.text
        if callable(text):
            text = text(answers if isinstance(answers, Answers) else Answers(answers))
        return re.sub(r"(?<=\S)\n(?=\S)", "  \n", text) if self.line_by_line and isinstance(text, str) else text
