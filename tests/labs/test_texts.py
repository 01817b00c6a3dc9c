"""Variants in other words: read from TOML, validated, written as a template; ids and values stay the same."""

from pathlib import Path
from typing import Any, Literal

import pytest
from pydantic import BaseModel

from feedback.errors import AuthorError, Finding
from labs import (
    Answers,
    ConfirmationPage,
    Drawn,
    InfoPage,
    Page,
    Persona,
    Rule,
    Service,
    StartPage,
    Task,
    Told,
    Variant,
    answer,
    ask,
    euro,
    read_words,
)
from labs.check import check
from labs.journey import Journey
from labs.service import Words, entries_of, write_words
from labs.walk import TODAY


class Child(BaseModel):
    name: str = ask("Wie heißt das Kind?", called="den Namen")


class Form(BaseModel):
    home: Literal["Miete", "Eigentum"] = ask("Wie wohnen Sie?", options={"Miete": "Zur Miete", "Eigentum": "Im Haus"})
    rent: euro = ask(
        "Wie hoch ist die Miete?", hint="Im Monat", called="die Miete", error={"required": "Die Miete fehlt."}
    )
    number: int = ask("Wie viele Kinder haben Sie?", ge=0, le=3)
    children: list[Child] = ask("Ihre Kinder", count=answer.number, item="Kind")


def told(answers: Answers) -> Any:
    yield "rent", {"rent": answers.rent or 0}
    if answers.number:
        yield "children"


SENTENCES = {"rent": "Sie zahlen {rent:euro}.", "children": "Sie haben Kinder."}
ENGLISH = {
    "title": "Apply",
    "notice": "Only a trial",
    "tasks.t.title": "Apply for it.",
    "tasks.t.scenario": "You are Erika.",
    "personas.erika.story": "Erika is 70.",
    "pages.start.text": "Welcome",
    "pages.start.who": "For everybody",
    "pages.start.documents": ("Contract", "Passport"),
    "pages.home.title": "Your home",
    "pages.rent.title": "Your rent",
    "pages.sum.title": "The sum",
    "pages.sum.sentences.rent": "You pay {rent:euro}.",
    "pages.sum.sentences.children": "You have children.",
    "pages.family.title": "Family",
    "pages.done.next_steps": ("We read it.",),
    "fields.home.label": "How do you live?",
    "fields.home.options.Miete": "Rented",
    "fields.home.options.Eigentum": "Own house",
    "fields.rent.label": "How much is the rent?",
    "fields.rent.hint": "A month",
    "fields.rent.called": "the rent",
    "fields.rent.errors.required": "The rent is missing.",
    "fields.number.label": "How many children have you?",
    "fields.children.label": "Your children",
    "fields.children.item": "Child",
    "fields.children.fields.name.label": "What is the child's name?",
    "fields.children.fields.name.called": "the name",
    "rules.cheap.message": "This rent is too high.",
}


def service(*variants: Variant) -> Service:
    return Service(
        "s", "Antrag", Form, notice="Nur eine Probe",
        pages=[
            StartPage("start", text="Willkommen", who="Für alle", documents=["Vertrag", "Ausweis"]),
            Page("home", "Ihre Wohnung", "home"),
            Page("rent", "Ihre Miete", "rent", when=answer.home == "Miete"),
            Page("family", "Familie", "number", "children"),
            InfoPage("sum", "Die Summe", Told(told, SENTENCES)),
            ConfirmationPage("done", next_steps=["Wir lesen ihn."]),
        ],
        tasks=[Task("t", "Stellen Sie den Antrag.", "Sie sind Erika.", persona=Persona("erika", "Erika ist 70."))],
        rules=[Rule("cheap", answer.rent <= 5000, "Diese Miete ist zu hoch.")],
        variants=[Variant("A"), *variants],
    )  # fmt: skip


def english(said: dict[str, Any]) -> Service:
    return service(Variant("en", language="en", words=Words(said, "en.toml", {})))


def findings(said: dict[str, Any]) -> list[Finding]:
    return [finding for finding in check(english(said), language=False) if finding.code.startswith("TEXT")]


def test_every_text_of_a_service_can_be_said_in_other_words() -> None:
    """All keys, each once, are replaced; nothing of the first language is left."""
    assert [] == findings(ENGLISH)
    flow = english(ENGLISH).flow("en")
    shown = {entry.key: entry.said for entry in entries_of(flow) if entry.said}
    assert ENGLISH == shown
    own = {entry.said for entry in entries_of(service().flow("A")) if entry.said}
    assert set() == own & set(shown.values())
    assert ("Apply", "en") == (flow.page("start").title, flow.language)


def test_values_stay_the_same_in_all_languages() -> None:
    """So recordings can be compared: ids, option values, limits, conditions, rules."""
    one, other = english(ENGLISH).flow("A"), english(ENGLISH).flow("en")
    assert one.questions["home"].values == other.questions["home"].values
    assert "Rented" == dict(other.questions["home"].options)["Miete"]
    assert [page.id for page in one.pages] == [page.id for page in other.pages]
    assert one.snapshot().rules == other.snapshot().rules
    assert one.content_hash != other.content_hash


def test_a_journey_speaks_the_language_of_its_variant() -> None:
    """Messages, sentences with numbers, and what the role card says."""
    flow = english(ENGLISH).flow("en")
    journey = Journey(flow, today=TODAY, answers={"home": "Miete"}, at="rent")
    assert ["The rent is missing."] == [problem.message for problem in journey.submit({}).problems]
    answers = Answers({"rent": 1234, "number": 1})
    assert "You pay €1,234.\n\nYou have children." == flow.page("sum").says(answers)
    assert "Sie zahlen 1.234\xa0€.\n\nSie haben Kinder." == english(ENGLISH).flow("A").page("sum").says(answers)
    assert "Erika is 70." == flow.task("t").role.story
    assert service().task("t").source.file == flow.task("t").source.file


def test_easy_language_keeps_the_words_of_the_shell() -> None:
    """Buttons and messages are German there; every line of a text stays a line."""
    words = Words({"title": "Der Antrag", "pages.start.text": "Eins.\nZwei.\n\n- Drei"}, "e.toml")
    flow = service(Variant("e", language="de-leicht", words=words)).flow("e")
    assert ("de", "Der Antrag") == (flow.language, flow.title)
    assert "Eins.  \nZwei.\n\n- Drei" == flow.page("start").says({})


def test_what_is_missing_is_a_hint_and_the_services_own_words_are_shown() -> None:
    """A translation that lags behind stops nobody."""
    said = {key: text for key, text in ENGLISH.items() if key != "fields.rent.hint"}
    (finding,) = findings(said)
    assert ("TEXT-missing", "hint") == (finding.code, finding.level)
    assert "`fields.rent.hint`" in finding.what
    assert "Im Monat" in finding.fix
    assert "Im Monat" == english(said).flow("en").questions["rent"].hint


def test_a_translation_that_has_hardly_begun_gets_one_hint() -> None:
    """Hundreds of lines would hide the rest, and the German that still shows is not judged as English."""
    (finding,) = findings({"title": "Apply"})
    assert f"{len(ENGLISH) - 1} texts" in finding.what
    assert "probelauf texts s --variant en -o FILE" in finding.fix
    easy = service(Variant("e", language="de-leicht", words=Words({"title": "A, b, c"}, "e.toml")))
    assert ["TEXT-missing", "LANG-comma"] == [one.code for one in check(easy)]


@pytest.mark.parametrize(
    ("key", "text", "code", "fix"),
    [
        ("fields.rend.label", "Rent?", "TEXT-unknown", "Did you mean `fields.rent.label`?"),
        ("fields.home.options.Mite", "Rented", "TEXT-unknown", "Did you mean `fields.home.options.Miete`?"),
        ("fields.rent.errors.requird", "No", "TEXT-unknown", "Did you mean `fields.rent.errors.required`?"),
        ("pages.sum.sentences.rent", "You pay {rnt:euro}.", "TEXT-gap", "Did you mean `rent`?"),
        ("pages.sum.sentences.rent", "You pay {rent.", "TEXT-gap", "Write `{name}`."),
        ("pages.start.documents", "Contract", "TEXT-kind", "Write a list of texts here, too."),
        ("pages.home.title", ("Home",), "TEXT-kind", "Write one text here, too."),
    ],
)
def test_wrong_keys_and_gaps_are_errors(key: str, text: Any, code: str, fix: str) -> None:
    """They would show nothing, or fail in front of a citizen; the nearest key is named."""
    said = {**ENGLISH, key: text}
    assert [(code, "error", fix)] == [(one.code, one.level, one.fix) for one in findings(said)]
    with pytest.raises(AuthorError, match=code):
        english(said).flow("en")


def test_a_text_that_a_plain_function_says_has_to_be_told() -> None:
    """A function's words cannot be replaced: the author hears of `Told`; a text of the variant's own will do, too."""
    pages = [Page("home", "W", "home"), InfoPage("x", "X", lambda a: "Hallo")]
    words = Words({"title": "T", "pages.home.title": "H"}, "en.toml")

    def missing(variant: Variant) -> list[str]:
        one = Service("s", "S", Form, pages=pages, variants=[variant])
        return [finding.fix for finding in check(one, language=False) if "`pages.x.text`" in finding.what]

    assert "Told" in missing(Variant("A", language="en", words=words))[0]
    assert [] == missing(Variant("A", language="en", words=words, texts={"x": lambda a: "Hello"}))


def test_a_drawn_page_takes_its_words_from_the_variant() -> None:
    """Its author writes `say("key")`. The words of a plain function cannot be replaced, and a hint says so."""
    seen: list[str] = []

    def draw(answers: Answers, say: Any) -> None:
        seen.append(say("sum", amount=answers.rent))

    def missing(render: Any, said: dict[str, Any]) -> list[str]:
        pages = [Page("home", "W", "home", "rent"), Page("x", "X", render=render)]
        one = Service("s", "S", Form, pages=pages, variants=[Variant("A", language="en", words=Words(said, "en.toml"))])
        found = [one for one in check(one, language=False) if "pages.x.drawn" in one.what]
        if not any(one.level == "error" for one in found):
            one.flow("A").page("x").render(Answers({"rent": 1234}))
        return [one.code for one in found]

    drawn = Drawn(draw, {"sum": "Zusammen {amount:euro}"})
    assert [] == missing(drawn, {"pages.x.drawn.sum": "Altogether {amount:euro}"})
    assert ["TEXT-missing"] == missing(drawn, {"title": "T"})
    assert ["TEXT-gap"] == missing(drawn, {"pages.x.drawn.sum": "Altogether {amont:euro}"})
    assert ["TEXT-missing"] == missing(lambda a: seen.append("plain"), {"title": "T"})
    assert ["Altogether €1,234", "Zusammen €1,234", "plain"] == seen


def test_an_unknown_language_is_an_error() -> None:
    """With the nearest that there is."""
    found = [one for one in check(service(Variant("x", language="de-leich"))) if one.code == "language-unknown"]
    assert ["Did you mean `de-leicht`?"] == [one.fix for one in found]


def test_a_template_read_back_is_the_same_service(tmp_path: Path) -> None:
    """Nothing is lost on the way through TOML: lists, quotes, lines, umlauts in option values."""
    odd = {**ENGLISH, "pages.start.text": 'A "quote"\n\n- a \\ b\n- c', "fields.home.options.Miete": 'R"e"nted'}
    (tmp_path / "en.toml").write_text(write_words(odd, "Heading"), encoding="utf-8")
    words = read_words(str(tmp_path / "__init__.py"), "en.toml")
    assert odd == dict(words.said)
    assert (
        english(odd).flow("en").content_hash
        == service(Variant("en", language="en", words=words)).flow("en").content_hash
    )


def test_findings_name_the_line_of_the_file(tmp_path: Path) -> None:
    """In tables, in lists, and behind texts of several lines."""
    text = 'title = "T"\n\n[pages.home]\ntitle = """\nHome\n"""\nfoo = "x"\n'
    (tmp_path / "en.toml").write_text(text, encoding="utf-8")
    words = read_words(str(tmp_path / "s.py"), "en.toml")
    found = {one.code: one for one in check(service(Variant("en", language="en", words=words)), tmp_path)}
    assert "en.toml:7" == found["TEXT-unknown"].place


@pytest.mark.parametrize(
    ("text", "code"), [("title = ", "TEXT-syntax"), ("title = 3", "TEXT-kind"), ("title = [1]", "TEXT-kind")]
)
def test_a_broken_file_says_where(tmp_path: Path, text: str, code: str) -> None:
    """The author hears of it in the preview and in `probelauf check`."""
    (tmp_path / "en.toml").write_text(text, encoding="utf-8")
    with pytest.raises(AuthorError) as raised:
        read_words(str(tmp_path / "s.py"), "en.toml")
    assert [code] == [finding.code for finding in raised.value.findings]


def test_a_missing_file_says_how_to_make_it(tmp_path: Path) -> None:
    """`probelauf texts` writes it."""
    with pytest.raises(AuthorError, match="probelauf texts"):
        read_words(str(tmp_path / "s.py"), "en.toml")


def test_what_functions_say_is_read_for_every_branch() -> None:
    """A hard sentence on a branch that few people take is found, too, at the line of its function."""

    def say(answers: Answers) -> str:
        return "Das wird geprüft." if answers.home == "Eigentum" else "Gut."

    pages = [Page("home", "Wohnen", "home", "rent"), Page("k", "K", "number", "children"), InfoPage("x", "X", say)]
    pages.insert(1, InfoPage("y", "Y", "Hallo", when=answer.home == "Eigentum"))
    found = [one for one in check(Service("s", "S", Form, pages=pages)) if one.code == "LANG-passive"]
    assert [f"{__file__}:{say.__code__.co_firstlineno}"] == [one.place for one in found]
