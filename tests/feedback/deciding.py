"""Small studies and sessions for the tests of decisions (not a test itself)."""

import re
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from recordings import a_session

from feedback import study
from feedback.decision import Decision, decide
from feedback.events import EndReason, FlowSnapshot, Outcome
from feedback.instruments import INSTRUMENTS
from feedback.sessions import SessionFacts, TaskFacts
from feedback.study import Study

PLAN = """\
title = "Wohngeld"
prototype = "wohngeld"
looks = [12, 20, 30]
hypotheses = ["A ist besser."]
arm = [{id = "A", variant = "A", name = "Eine Frage je Seite"}, {id = "B", variant = "B"}]
task = [{id = "antrag", name = "Mietzuschuss beantragen", critical = true}, {id = "aendern"}]

[[gate]]
id = "abschluss"
metric = "completion"
task = "antrag"
at_least = 0.78
probability = 0.90

[[gate]]
id = "sus"
metric = "sus"
at_least = 68
probability = 0.80
"""
PASSED = '\n[hard_facts]\naccessibility = "passed"\ndata_protection = "passed"\n'
STUDY = study.parse(PLAN + PASSED, "wohngeld/runde-1")
OPEN = study.parse(PLAN, "wohngeld/runde-1")
DEMO = study.parse("demo = true\n" + PLAN + PASSED, "wohngeld/runde-1")
SHIPPED = study.load(Path(__file__).parents[2] / "prototypes/wohngeld/studies/runde-1.toml")
MANY = study.parse(
    PLAN.replace('{id = "B", variant = "B"}', '{id = "B", variant = "B"}, {id = "C", variant = "A"}')
    + """
[[gate]]
id = "umux"
metric = "umux_lite"
at_least = 60
probability = 0.80

[[gate]]
id = "leicht"
metric = "ease"
task = "antrag"
at_least = 5
probability = 0.80
""",
    "wohngeld/runde-1",
)
NOW_MS = 1_800_000_000_000
WORDINGS = frozenset({("sus", "sus-de-1")})


def make_facts(
    number: int,
    arm: str = "A",
    outcome: Outcome | None = "success",
    *,
    sus: int | None = 5,
    ended: EndReason | None = "finished",
    wordings: frozenset[tuple[str, str]] = WORDINGS,
    missing: int = 0,
    flow: FlowSnapshot | None = None,
    started: bool = True,
    **changes: object,
) -> SessionFacts:
    """Return a session; `sus` is the answer to the odd items, which the even ones mirror, and to the other
    questionnaires.
    """
    values: dict[str, object] = {
        "session_id": f"{arm}{number:03}",
        "variant": arm,
        "arm": arm,
        "content_hash": f"h{arm}",
        "participant": f"p{arm}{number:03}",
        "started_ms": number,
    }
    tasks = (TaskFacts("antrag", outcome, 60_000 + number, ("start", "done"), 2),) if started else ()
    answers: dict[tuple[str, str | None], dict[str, int | None]] = {}
    if sus is not None:
        answers["sus", None] = {f"sus_{i}": sus if i % 2 else 6 - sus for i in range(1, 11)}
        answers["umux_lite", None] = {item.id: sus for item in INSTRUMENTS["umux_lite"].items}
        answers["ease", "antrag"] = {item.id: sus for item in INSTRUMENTS["ease"].items}
    session = a_session(**values | changes)
    return SessionFacts(session, ended, tasks, answers, wordings, 100, missing, flow=flow)


def make_arm(arm: str, n: int, successes: int | None = None, *, sus: int | None = 5) -> list[SessionFacts]:
    """Return n sessions of an arm, the first of them successful."""
    good = n if successes is None else successes
    return [make_facts(i, arm, "success" if i < good else "gave_up", sus=sus) for i in range(n)]


def both(n: int, successes: int | None = None, *, sus: int | None = 5) -> list[SessionFacts]:
    return make_arm("A", n, successes, sus=sus) + make_arm("B", n, successes, sus=sus)


def decide_now(facts: list[SessionFacts], plan: Study = STUDY, **options: Any) -> Decision:
    return decide(plan, facts, now_ms=NOW_MS, **options)


def verdicts(decision: Decision) -> dict[str, str]:
    return {arm: found.verdict for arm, found in decision.arms.items()}


def needed(decision: Decision) -> dict[str, int]:
    return {arm: found.sessions_needed for arm, found in decision.arms.items()}


def sentences(text: str) -> list[str]:
    """The sentences of a German text; a colon ends none."""
    return re.split(r"(?<=[.!?])\s", text)


def hold_to_plain_words(decision: Decision) -> None:
    """Assert that every German sentence of a decision has at most 12 words and one comma."""
    told = decision.to_json()
    texts = [told["sentence"], *(check["sentence"] for check in told["data_check"])]
    for arm in told["arms"].values():
        texts += [arm["sentence"], *(gate["sentence"] for gate in arm["gates"])]
        texts += [metric["why"] for metric in arm["metrics"].values() if "why" in metric]
    advice = told["advice"] or {"sentences": [], "arms": {}}
    texts += [*advice["sentences"], *(one for arm in advice["arms"].values() for one in arm["sentences"])]
    for sentence in (one for text in texts for one in sentences(text)):
        assert sentence.endswith((".", "!", "?")), sentence
        assert len(sentence.split()) <= 12, sentence
        assert len(re.findall(r",(?!\d)", sentence)) <= 1, sentence


def check_of(decision: Decision, check_id: str) -> tuple[bool | None, str]:
    return next((check.ok, check.sentence) for check in decision.data_check if check.id == check_id)


def gate_of(decision: Decision, arm: str, gate_id: str) -> tuple[str, float | None, str]:
    return next((g.state, g.probability, g.sentence) for g in decision.arms[arm].gates if g.id == gate_id)


outcomes = st.sampled_from(
    [
        "success",
        "success",
        "success",
        "success_with_help",
        "failed",
        "gave_up",
        "timed_out",
        "technical_failure",
    ]
)
any_facts = st.builds(
    make_facts,
    number=st.integers(0, 40),
    arm=st.sampled_from(["A", "B", "C"]),
    outcome=outcomes,
    sus=st.none() | st.integers(0, 6),
    ended=st.sampled_from(["finished", "finished", "stopped", "timed_out", "technical_failure"]),
    wordings=st.sampled_from([WORDINGS, WORDINGS, frozenset()]),
    missing=st.integers(0, 9),
    started=st.sampled_from([True, True, True, False]),
)
running = st.builds(make_facts, number=st.integers(0, 40), outcome=st.none(), ended=st.none())
small = {
    name: study.parse(
        PLAN.replace("looks = [12, 20, 30]", "planned_sessions = 6\nlooks = [1, 3, 6]") + end,
        "wohngeld/runde-1",
    )
    for name, end in {"passed": PASSED, "open": ""}.items()
}
any_study = st.sampled_from([*small.values(), STUDY])
many_facts = st.lists(any_facts | running, max_size=40)
