"""From the material to one HTML file that needs nothing else."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from feedback.report.appendix import draw_appendix
from feedback.report.blocks import Section, Text
from feedback.report.material import Material
from feedback.report.method import draw_method
from feedback.report.page_one import VerdictBox, draw_page_one, tell_signature, tell_verdict
from feedback.report.results import draw_results
from feedback.report.sheet import draw_sheet
from feedback.report.words import Language, Words

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Report:
    """What the template puts on paper. `notice` stands on every page of a demo, `unsigned` says that lines for
    signatures are needed.
    """

    title: Text
    lab: str
    day: str
    notice: str
    verdict: VerdictBox
    page_one: list[Section]
    signatures: list[Text]
    warning: str
    body: list[Section]


def build(material: Material, words: Words) -> Report:
    """Return the report on a study."""
    study = material.study
    body = [
        *draw_method(material, words),
        Section("ergebnisse", words("results"), parts=draw_results(material, words)),
        draw_sheet(material, words),
        Section("anhang", words("appendix"), parts=draw_appendix(material, words)),
    ]
    return Report(
        title=words.german(study.title),
        lab=material.lab.name + (f" ({words('example_lab')})" if material.lab.is_example else ""),
        day=words.day(material.made_ms),
        notice=words("invented") if study.demo else "",
        verdict=tell_verdict(material, words),
        page_one=draw_page_one(material, words),
        signatures=[tell_signature(record, words) for record in material.records],
        warning="" if material.chain_intact else words("chain_broken"),
        body=body,
    )


def render(material: Material, language: Language = "de") -> str:
    """Return the report as one HTML document: no script, no picture, style or font from elsewhere."""
    words = Words(language)
    style = Markup((FOLDER / "report.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file
    return template().render(report=build(material, words), words=words, language=language, style=style)


@cache
def template() -> Template:
    """Return the template; every text is made safe unless it is markup already."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.j2")
