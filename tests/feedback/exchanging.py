"""A small lab and lines to import, for the tests of exchange and records (not a test itself)."""

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from feedback.events import FlowPage, FlowSnapshot, FlowTask
from feedback.exchange import import_sessions
from feedback.instruments import INSTRUMENTS
from feedback.lab import Lab
from feedback.store import Store
from feedback.study import Study, parse

SECRET = "a secret of the test lab"
START_MS = 1_790_000_000_000
HOUR_MS = 3_600_000
PLAN = """
title = "Wohngeld"
prototype = "wohngeld"
demo = {demo}
looks = [4, 8]
planned_sessions = 8
hypotheses = ["A führt schneller zum Ziel."]
arm = [{{id = "A", variant = "A"}}, {{id = "B", variant = "B", name = "In Gruppen"}}]
task = [{{id = "antrag", critical = true}}, {{id = "aendern"}}]
gate = [{{id = "abschluss", metric = "completion", task = "antrag", at_least = 0.5, probability = 0.8}}]
hard_facts = {{accessibility = "passed", data_protection = "passed"}}
"""
REAL: Study = parse(PLAN.format(demo="false"), "wohngeld/runde-1")
DEMO: Study = parse(PLAN.format(demo="true"), "wohngeld/demo")
OWN_FLOW = FlowSnapshot(
    content_hash="own-a",
    prototype="wohngeld",
    variant="A",
    title="Wohngeld",
    language="de",
    pages=(FlowPage(id="start", title="Start", kind="start"), FlowPage(id="done", title="Fertig", kind="confirmation")),
    fields=(),
    rules=(),
    tasks=(
        FlowTask(id="antrag", title="Antrag", end_page="done", ideal_path=("start", "miete", "done")),
        FlowTask(id="aendern", title="Ändern", end_page="done", ideal_path=("start", "done")),
    ),
)


def a_task(task: str = "antrag", outcome: str = "success", **changes: Any) -> dict[str, Any]:
    values = {
        "task": task, "outcome": outcome, "duration_ms": 60_000, "pages_unique": 3, "pages_total": 5, "errors": 2,
        "backtracks": 1,
    }  # fmt: skip
    return values | changes


def a_line(number: int = 0, arm: str = "A", outcome: str = "success", **session: Any) -> dict[str, Any]:
    """Return a line in the plain format, with answers to all of SUS and to the ease item."""
    sus = [
        {"instrument": "sus", "item": item.id, "value": 2 if item.reverse else 4} for item in INSTRUMENTS["sus"].items
    ]
    return {
        "session": {"participant": f"P{number}", "arm": arm, "started_ms": START_MS + number, "segments": {}} | session,
        "tasks": [a_task(outcome=outcome, duration_ms=60_000 + number), a_task("aendern")],
        "answers": [*sus, {"instrument": "ease", "item": "ease_1", "value": 6, "task": "antrag"}],
    }


def many_lines(each: int = 4, **session: Any) -> list[dict[str, Any]]:
    """Return so many sessions of each arm: all of A succeed, one of B does."""
    return [
        a_line(number, "AB"[number % 2], "success" if number % 2 == 0 or number == 1 else "gave_up", **session)
        for number in range(2 * each)
    ]


def write(path: Path, lines: list[Any]) -> Path:
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def make_lab(root: Path) -> Lab:
    """Return a lab with a real study and a demo."""
    studies = root / "prototypes" / "wohngeld" / "studies"
    studies.mkdir(parents=True)
    (studies / "runde-1.toml").write_text(REAL.plan_text, encoding="utf-8")
    (studies / "demo.toml").write_text(DEMO.plan_text, encoding="utf-8")
    return Lab.open(root)


def take(store: Store, path: Path, study: Study = REAL, **options: Any) -> Any:
    return import_sessions(store, study, path, secret=SECRET, now_ms=START_MS + HOUR_MS, **options)


@st.composite
def any_task(draw: st.DrawFn, task: str) -> dict[str, Any]:
    total = draw(st.integers(0, 12))
    return a_task(
        task,
        draw(st.sampled_from(["success", "success_with_help", "failed", "gave_up", "timed_out", "technical_failure"])),
        duration_ms=draw(st.integers(0, 10**7)),
        pages_total=total,
        pages_unique=draw(st.integers(1, total)) if total else 0,
        backtracks=draw(st.integers(0, max(total - 1, 0))),
        errors=draw(st.integers(0, 5)),
    )


@st.composite
def any_line(draw: st.DrawFn) -> dict[str, Any]:
    line = a_line(draw(st.integers(0, 5)), draw(st.sampled_from("AB")))
    chosen = draw(st.sampled_from([[], ["antrag"], ["antrag", "aendern"], ["aendern", "antrag"]]))
    line["tasks"] = [draw(any_task(task)) for task in chosen]
    answers = {("sus", f"sus_{draw(st.integers(1, 10))}", None): draw(st.none() | st.integers(1, 5))}
    if chosen:
        answers["ease", "ease_1", chosen[-1]] = draw(st.none() | st.integers(1, 7))
    line["answers"] = [
        {"instrument": instrument, "item": item, "value": value} | ({"task": task} if task else {})
        for (instrument, item, task), value in answers.items()
    ]
    return line
