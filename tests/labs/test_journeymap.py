"""The journey map, in words and as a picture."""

from xml.etree import ElementTree

from labs import BaseModel, Page, Service, answer, ask
from labs.journeymap import Edge, draw_svg, draw_text, edges


class Form(BaseModel):
    tenure: str = ask("Wie <wohnen> Sie & Ihre?", options={"rent": "Zur Miete", "own": "Im Eigentum"})
    rent: int = ask("Wie hoch ist die Miete?")


FLOW = Service(
    "s", "Ein <Dienst>", Form,
    pages=[Page("home", "Wohnen", "tenure"), Page("rent", "Miete", "rent", when=answer.tenure == "rent")],
).flow()  # fmt: skip


def test_only_ways_that_exist_are_drawn() -> None:
    """Each with its condition in words, options by their labels."""
    expected = (
        Edge("home", "rent", "Tenure ist „Zur Miete“"), Edge("home", "check"), Edge("rent", "check"), Edge("check",
        "done"),
    )  # fmt: skip
    assert expected == edges(FLOW)


def test_the_map_can_be_read_aloud() -> None:
    """Every page with its questions and ways, in order."""
    text = draw_text(FLOW)
    assert text.startswith(
        "Wegekarte: Ein <Dienst>, Variante A\n1. Wohnen (home)\n   fragt: Wie <wohnen> Sie & Ihre?\n"
    )
    assert (
        "   -> weiter mit 2. Miete, wenn Tenure ist „Zur Miete“\n   -> weiter mit 3. Prüfen Sie Ihre Angaben\n" in text
    )


def test_the_picture_is_well_formed_and_says_the_same_in_words() -> None:
    """An SVG of its own with role, title and description."""
    root = ElementTree.fromstring(draw_svg(FLOW))  # noqa: S314 - our own drawing
    name = "{http://www.w3.org/2000/svg}"
    assert "img" == root.get("role")
    assert "map-title map-desc" == root.get("aria-labelledby")
    assert "Wegekarte: Ein <Dienst>, Variante A" == root.findtext(f"{name}title")
    assert draw_text(FLOW) == root.findtext(f"{name}desc")
    assert len(FLOW.pages) + 1 == len(root.findall(f"{name}rect"))
