"""Citizens who go through real pages of Wohngeld by Streamlit's websocket, with time to read (no benchmark itself)."""

import asyncio
import random
import re
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from bench_steps import wait_for_port
from streamlit_client import StreamlitClient

from labs.discovery import Workspace
from labs.journey import Journey
from labs.questions import Question
from labs.service import Service
from labs.walk import Bot

STUDY = """
title = "Gedränge"
prototype = "wohngeld"
planned_sessions = 100000
looks = [100000]
questionnaires = ["umux_lite"]
consent_scopes = []
quotas = {access_needs = 0.0}
arm = [{id = "A", variant = "A"}]
task = [{id = "antrag", critical = true}]
gate = [{id = "abschluss", metric = "completion", task = "antrag", at_least = 0.78, probability = 0.9}]
"""
FORWARD = ("Ich mache mit", "Aufgabe beginnen", "Weiter", "Test beenden")
DONE = "Ich bin fertig"


def build_lab(folder: Path) -> None:
    """Write a lab with one study of Wohngeld."""
    studies = folder / "prototypes" / "messung" / "studies"
    studies.mkdir(parents=True)
    (studies / "crowd.toml").write_text(STUDY, encoding="utf-8")


def start_server(folder: Path, core: int, *more: str) -> tuple[subprocess.Popen[str], str]:
    """Start a citizens' process on one core; return it and the invitation."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    serve = [sys.executable, "-m", "labs.cli", "--workspace", str(folder), "serve", "--only", "citizens", *more]
    server = subprocess.Popen(
        ["taskset", "-c", str(core), *serve, "--port", str(port)], stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    for line in server.stdout:
        found = re.search(r"messung/crowd: (http\S+)", line)
        if found:
            wait_for_port(port)
            return server, found.group(1)
    raise SystemExit("the server did not start")


@dataclass
class Crowd:
    """What a crowd has experienced: how long each step took (seconds), how many visits, what went wrong."""

    steps_s: list[float] = field(default_factory=list)
    visits: int = 0
    finished: int = 0
    stuck: list[str] = field(default_factory=list)


@cache
def reference_service() -> Service:
    """Return Wohngeld, loaded once for all citizens."""
    return Workspace.open(None).load("wohngeld")


class Citizen:
    """Takes part from the invitation to the receipt, again and again, as a new person each time."""

    def __init__(self, url: str, crowd: Crowd, rng: random.Random, pause_s: float) -> None:
        self.url, self.crowd, self.rng, self.pause_s = url, crowd, rng, pause_s
        self.service = reference_service()

    async def live(self, until: float) -> None:
        """Take part until the time is up."""
        await asyncio.sleep(self.rng.random() * self.pause_s)
        while time.monotonic() < until:
            await self.take_part(until)

    async def take_part(self, until: float) -> None:
        """Go through one visit."""
        flow, task = self.service.flow("A"), self.service.task("antrag")
        journey = Journey(flow, today=date.today())  # noqa: DTZ011 - the server's day
        bot = Bot(flow, self.rng, task.end_answers)
        tab = await StreamlitClient(self.url).open()
        self.crowd.visits += 1
        try:
            while time.monotonic() < until:
                await asyncio.sleep(self.pause_s * (0.5 + self.rng.random()))
                if "Vielen Dank" in "".join(tab.html):
                    self.crowd.finished += 1
                    return
                words = self.next_step(tab, journey, bot)
                if words is None:
                    self.crowd.stuck.append(" / ".join(tab.labels))
                    return
                began = time.perf_counter()
                await tab.press(words)
                self.crowd.steps_s.append(time.perf_counter() - began)
        finally:
            await tab.close()

    def next_step(self, tab: StreamlitClient, journey: Journey, bot: Bot) -> str | None:
        """Fill in the page and return the words of the button to press."""
        forward = next((key for key in tab.keys if key.startswith("forward")), None)
        if DONE in tab.labels and journey.at_end:
            return DONE
        if forward is None:
            for label, (kind, _) in tab.labels.items():
                if kind == "radio":
                    tab.fill(label, 0)
            return next((words for words in FORWARD if words in tab.labels), None)
        wanted = bot.answers(journey)
        turn = forward.removeprefix("forward")
        shown = [question for question in journey.asked() if question.id in wanted]
        for question in shown:
            if question.kind not in ("group", "upload"):
                _fill(tab, f"q{turn}-{question.id.replace('.', '-')}", question, wanted[question.id])
        journey.submit({question.id: wanted[question.id] for question in shown})
        words: str = tab.keys[forward][1].label
        return words


def _fill(tab: StreamlitClient, key: str, question: Question, raw: Any) -> None:
    match question.kind:
        case "yesno":
            tab.fill_key(key, 0 if raw is True else 1)
        case "one_of":
            tab.fill_key(key, [option.value for option in question.options].index(raw))
        case "several_of":
            for index, option in enumerate(question.options):
                if option.value in raw:
                    tab.fill_key(f"{key}-o{index}", True)
        case "declaration":
            tab.fill_key(key, True)
        case "date":
            for part in ("day", "month", "year"):
                tab.fill_key(f"{key}-{part}", str(raw[part]))
        case _:
            tab.fill_key(key, str(raw))
