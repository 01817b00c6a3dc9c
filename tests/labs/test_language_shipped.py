"""What ships reads well: consent, questions about rights, verdicts, messages, the words of the screens."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import feedback
from feedback.consent import shipped_versions
from labs.language import check_texts
from labs.messages import MESSAGES
from labs.runner.words import WORDS as RUNNER_WORDS
from labs.wording import WORDS

HERE = Path(feedback.__file__).parent
TOLERATED = {
    ("line_day", "LANG-comma"),  # the three blanks of the signature line
    ("signed", "LANG-comma"),  # name, role and day of a signature
    ("point.1.text", "LANG-term"),  # "keinen Bescheid": nobody needs to know what they do not get
}
PASSIVE_HEADINGS = {"rule", "values", "product", "method", "looks_at", "environment"}
"""Headings and lines of the report's method part, whose subject is the procedure."""


def flat(table: Any, above: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(table, str):
        yield above, table
        return
    for name, value in table.items() if isinstance(table, dict) else enumerate(table):
        yield from flat(value, f"{above}.{name}" if above else str(name))


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def german(name: str) -> dict[str, str]:
    """Return the German texts of a file of pairs."""
    return {key: said["de"] for key, said in read(name).items() if isinstance(said, dict) and "de" in said}


SHIPPED: dict[str, dict[str, str]] = {
    "consent": dict(flat(read(f"consent/texts/{shipped_versions()[-1]}.toml")["de"])),
    "report": german("report/texts.toml"),
    "rights": dict(flat(read("rights/words.toml")["de"])),
    "messages": MESSAGES["de"],
    "words": {key: said["de"] for key, said in WORDS.items()},
    "trial": {key: said[0] for key, said in RUNNER_WORDS.items()},
}


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_texts_pass_the_language_check(name: str) -> None:
    """Short, active, plain: what we ask of authors, we do ourselves."""
    assert SHIPPED[name]
    remarks = [(key, remark.code, remark.told) for key, remark in check_texts(SHIPPED[name])]
    left = [one for one in remarks if one[:2] not in TOLERATED]
    assert [] == [
        one for one in left if not (one[1] == "LANG-passive" and name == "report" and one[0] in PASSIVE_HEADINGS)
    ]


def test_verdict_sentences_have_no_exception() -> None:
    """What a decision-maker reads first is tolerated nothing."""
    verdicts = {
        key: said for key, said in SHIPPED["report"].items() if key.split("_")[0] in ("verdict", "headline", "may")
    }
    assert len(verdicts) >= 10
    assert [] == list(check_texts(verdicts))
