"""A report is one file that needs nothing else, says what the office says, and shows nobody who did not agree."""

import re
import string
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from recordings import FLOW, a_session
from reporting import DEMO, NOW_MS, REAL, Reader, open_demo, sentences, write

from feedback.lab import Lab
from feedback.office import measures as office_measures
from feedback.office import verdict as office_verdict
from feedback.records import Signing, draft_record, sign
from feedback.report import Material, Words, collect, measures, render, wording
from feedback.report.criteria import read_standard
from feedback.report.material import quotable
from feedback.report.words import read_texts
from feedback.store import Quote, Store
from labs.cli import main

Demo = tuple[Lab, Store]
PACKAGE = Path(measures.__file__).parent


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    lab, store = open_demo(tmp_path_factory.mktemp("lab"))
    yield lab, store
    store.close()


@pytest.fixture(scope="module")
def material(demo: Demo) -> Material:
    return collect(demo[1], demo[0], demo[0].study(DEMO), now_ms=NOW_MS)


@pytest.fixture(scope="module")
def german(material: Material) -> str:
    return render(material)


def test_nothing_is_fetched(german: str) -> None:
    """Every address points into the document: it can be read without a network."""
    read = Reader(german)
    linked = [*read.attributes("href"), *read.attributes("src"), *re.findall(r"url\(([^)]*)\)", german)]
    assert [] == [one for one in linked if not one.startswith("#")]
    assert not {"script", "link", "img", "iframe", "object"} & {tag for tag, _ in read.elements}
    assert "@import" not in german


def test_links_within_lead_somewhere_and_ids_are_unique(german: str) -> None:
    """Contents and evidence sheet point to sections that exist once."""
    ids = Reader(german).attributes("id")
    assert len(ids) == len(set(ids))
    assert set() == {href[1:] for href in Reader(german).attributes("href")} - set(ids)


def test_headings_go_down_step_by_step(german: str) -> None:
    """There is one main heading, and no level is left out."""
    levels = [int(tag[1]) for tag, _ in Reader(german).elements if re.fullmatch(r"h[1-6]", tag)]
    assert 1 == levels.count(1)
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_picture_has_words_or_stands_beside_them(german: str) -> None:
    """A picture either says what it shows, with a table behind it, or is an ornament of a table's row."""
    pictures = [attrs for tag, attrs in Reader(german).elements if tag == "svg" and "class" in attrs]
    assert all(attrs.get("aria-label") or attrs.get("aria-hidden") == "true" for attrs in pictures)
    for figure in re.findall(r"</figure>\s*<(\w+)", german):
        assert "table" == figure


def test_every_share_names_its_persons(german: str) -> None:
    """A percentage in a measured cell stands behind 'x von n' and has a range."""
    cells = re.findall(r'<td role="cell" data-head="Gemessen">([^<]*)</td>', german)
    shares = [cell for cell in cells if "%" in cell]
    assert shares
    assert all(re.match(r"\d+ von \d+.*, Spanne ", cell) or cell.startswith("Keine Aussage") for cell in shares)


def test_every_page_of_a_demo_says_that_it_is_invented(german: str, demo: Demo) -> None:
    """The notice stands on the first screen and at the foot of each printed page, of a demo only."""
    notice = Words("de")("invented")
    assert f'@bottom-left {{ content: "{notice}"' in german
    assert f'<p class="invented">{notice}</p>' in german
    assert notice not in write(*demo, REAL)


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_study_without_sessions_says_what_is_not_known(demo: Demo, language: str) -> None:
    """Before the first session the report is there, and makes no number up."""
    text = write(*demo, REAL, language)  # type: ignore[arg-type]
    assert Words(language)("no_findings") in text  # type: ignore[arg-type]
    assert Words(language)("nobody_yet") in text  # type: ignore[arg-type]


def test_english_marks_what_is_german(material: Material) -> None:
    """Headings are English; the sentences of the decision are German and say so to a screen reader."""
    text = render(material, "en")
    assert '<html lang="en">' in text
    assert "What was measured?" in text
    assert f'<span lang="de">{material.evidence.decision.sentence}</span>' in text
    assert "Wer hat getestet" not in text


def test_a_quote_needs_consent(material: Material, demo: Demo) -> None:
    """Only the words of people who agree to be quoted are shown; here nobody did."""
    finding = material.findings[0]
    said = Quote(finding.number, finding.sessions[0], "Das verstehe ich nicht.", "ab", NOW_MS)
    assert () == quotable(demo[1], replace(finding, quotes=(said,)))
    agreed = a_session("agreed", consent_scopes=("recording", "quotes"))
    demo[1].start_session(agreed, FLOW).result(timeout=5)
    allowed = Quote(finding.number, "agreed", "Hier stocke ich.", "ab", NOW_MS)
    assert ("Hier stocke ich.",) == quotable(demo[1], replace(finding, quotes=(said, allowed)))
    shown = replace(material, quotes={finding.number: ("Das <verstehe> ich.",)})
    assert "<q>Das &lt;verstehe&gt; ich.</q>" in render(shown)


def test_a_signature_stands_in_the_box(material: Material, demo: Demo) -> None:
    """Once signed, the box names who signed what, and the appendix the hash of the record."""
    lab, store = demo
    draft = draft_record(material.evidence)
    arms = draft.arms(draft.decision.verdict)
    signing = Signing(draft.decision.verdict, "Erika Muster", "Leitung", arm=arms[0] if arms else None)
    record = sign(store, lab, draft, signing, now_ms=NOW_MS)
    text = write(lab, store)
    assert "Unterschrieben von Erika Muster, Leitung" in text
    assert record.record_hash in text
    assert collect(store, lab, lab.study(DEMO), now_ms=NOW_MS).snapshot == record.snapshot_sha256


def test_report_and_office_say_the_same(material: Material) -> None:
    """The German words of verdict, people and values are those of the office's page."""
    evidence, words = material.evidence, Words("de")
    attended = [evidence.attendance(arm) for arm in evidence.decision.arms]
    assert office_verdict.headline(evidence) == wording.headline(evidence, words)
    assert office_verdict.tell_kinds(attended) == [" ".join(wording.tell_kinds(attended, words))]
    assert office_verdict.tell_basis(evidence.decision) == wording.tell_basis(evidence.decision, words)
    for metric_id in ("completion.antrag", "sus", "time.antrag", "ease.antrag"):
        dots, name = measures.dots_of(evidence, metric_id), metric_id.partition(".")[0]
        assert office_measures.dots_of(evidence, metric_id) == dots
        assert office_measures.limit_of(evidence.study, metric_id) == measures.limit_of(evidence.study, metric_id)
        assert office_measures.axis_of(name, dots) == measures.axis_of(name, [dot.value for dot in dots])
        for arm in evidence.decision.arms.values():
            value = arm.metrics[metric_id]
            assert office_measures.tell_cell(metric_id, value) == measures.tell_cell(metric_id, value)


def test_the_sheet_has_exactly_the_points_of_the_standard() -> None:
    """Seven points, each marked where its name is our own, with source and date."""
    standard = read_standard()
    numbers = [point.number for point in standard.points]
    assert ["5.4.3", "5.4.4", "5.6.2", "5.6.6", "5.12.1", "5.12.2.1", "5.12.2.2"] == numbers
    assert standard.source
    assert not any(point.verbatim for point in standard.points)


def test_german_sentences_are_short() -> None:
    """No German sentence of the report has more than twelve words."""
    texts = [text["de"] for text in read_texts().values()]
    long = [one for text in texts for one in sentences(text) if len(one.split()) > 12]
    assert [] == long


def test_both_languages_say_everything_with_the_same_values() -> None:
    """Each text is there in German and English, and both name the same values."""

    def values(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for key, text in read_texts().items():
        assert {"de", "en"} == set(text), key
        assert values(text["de"]) == values(text["en"]), key


def test_the_command_writes_a_file(tmp_path: Path) -> None:
    """`probelauf report` writes the file it was asked for, and says so."""
    target = tmp_path / "r.html"
    run = CliRunner().invoke(
        main, ["--workspace", str(tmp_path), "report", REAL, "-o", str(target), "--language", "en"]
    )
    assert 0 == run.exit_code, run.output
    assert '<html lang="en">' in target.read_text(encoding="utf-8")


def test_a_file_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    """The operator reads what is in the way, not a traceback."""
    run = CliRunner().invoke(
        main, ["--workspace", str(tmp_path), "report", REAL, "-o", str(tmp_path / "no" / "r.html")]
    )
    assert 2 == run.exit_code
    assert "cannot be written" in run.output
