"""Of what somebody types or chooses in a shipped prototype, nothing is found in any file of the lab or given away."""

import random
import tarfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from click.testing import CliRunner

from feedback import instruments
from feedback.enrolment import Enrolment
from feedback.lab import SECRET_VARIABLE, Lab
from feedback.recorder import Recorder
from feedback.store import Store, open_store
from labs.casting import cast_study
from labs.cli import main
from labs.discovery import Workspace
from labs.journey import Journey
from labs.questions import Question, read
from labs.service import Service
from labs.visit import FINAL, Visit
from labs.walk import Bot

pytestmark = pytest.mark.slow

SHIPPED = Workspace.open(Path(__file__).parents[2], environ={})
CASES = [(name, variant) for name in SHIPPED.names() for variant in SHIPPED.load(name).variant_ids]
SHORTEST = 6
"""Shorter answers ("ja", "80331") stand in any file by chance."""
START_MS = 1_790_000_000_000
MOST_STEPS = 400
COMMENT = "Wellensittich"


@dataclass
class Answers:
    """All that was typed or chosen: words that stand nowhere else, and everything."""

    canaries: list[str] = field(default_factory=list)
    given: list[str] = field(default_factory=list)

    def secrets(self, flow_text: str) -> set[str]:
        """Return the words that nobody may find, but those that the declaration says itself."""
        return {
            word
            for word in (*self.canaries, *self.given)
            if len(word) >= SHORTEST and word.lower() not in flow_text.lower()
        }


class CanaryBot(Bot):
    """Types a word that stands nowhere else into every field that takes any text."""

    def __init__(self, visit: Visit, rng: random.Random, answers: Answers) -> None:
        super().__init__(visit.flow, rng, visit.task.end_answers)
        self.all = answers

    def answer(self, question: Question, journey: Journey) -> Any:
        """Return a canary, or what a careful citizen would say."""
        number = f"{self.rng.getrandbits(40):010x}"
        for canary in (f"Kanarie {number}", f"kanarie.{number}@example.org", f"kanarie-{number}.pdf"):
            if read(question, canary, journey.today).value == canary:
                self.all.canaries.append(canary)
                return canary
        return super().answer(question, journey)

    def use_page(self, visit: Visit, journey: Journey) -> None:
        """Fill in a page; now and then with a mistake first, or with a look back."""
        for group, number in self.wanted_entries(journey).items():
            while journey.entries(group) < number:
                visit.add_entry(visit.turn, group, self.answers(journey))
        right, wrong = self.answers(journey), self.mistakes(journey)
        self.all.given += texts_of([right, wrong])
        if wrong and self.rng.random() < 0.3:
            visit.submit(visit.turn, right | wrong)
        elif journey.can_go_back and self.rng.random() < 0.1:
            visit.back(visit.turn, right)
        else:
            visit.submit(visit.turn, right)
        self.all.given += texts_of(dict(journey.answers))  # as the program reads them


def texts_of(value: Any) -> Iterator[str]:
    """Yield all texts within an answer."""
    if isinstance(value, Mapping | list | tuple):
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from texts_of(one)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def take_part(visit: Visit, answers: Answers, rng: random.Random, at_end_page: Callable[[], None]) -> None:
    """Take part as far as the comment; `at_end_page` is called when a whole application lies in a sealed draft."""
    visit.consent(visit.turn, agreed=True, scopes=("probe", "quotes"))
    visit.tell_groups(visit.turn, {})
    bot = None
    for _ in range(MOST_STEPS):
        match visit.stage.kind:
            case "briefing":
                visit.begin_task(visit.turn)
                bot = CanaryBot(visit, rng, answers)
            case "prototype":
                assert visit.journey is not None
                assert bot is not None
                if visit.journey.at_end:
                    at_end_page()
                    visit.finish_task(visit.turn)
                else:
                    bot.use_page(visit, visit.journey)
            case "questionnaire":
                instrument = instruments.get(visit.stage.instrument or "")
                visit.answer(visit.turn, dict.fromkeys((item.id for item in instrument.items), instrument.low))
            case "comment":
                return
    raise AssertionError(f"After {MOST_STEPS} steps the bot is still at {visit.stage}")


@dataclass
class CanaryLab:
    """A lab with a study of one arm and all tasks of a prototype, and a visit to it."""

    root: Path
    service: Service
    variant: str

    @property
    def study_id(self) -> str:
        """The id of the study."""
        return f"{self.service.id}/kanarie"

    def write_plan(self) -> None:
        """Write the plan of the study."""
        folder = self.root / "prototypes" / self.service.id / "studies"
        folder.mkdir(parents=True)
        (self.root / "lab.toml").write_text('name = "L"\nauthority = "A"\ncontact = "a@b.example"\n', encoding="utf-8")
        first, tasks = self.service.tasks[0].id, ", ".join(f'{{id = "{one.id}"}}' for one in self.service.tasks)
        (folder / "kanarie.toml").write_text(
            f"""
            title = "Kanarie"
            prototype = "{self.service.id}"
            consent_scopes = ["probe", "quotes"]
            segment = []
            arm = [{{id = "A", variant = "{self.variant}"}}]
            task = [{tasks.replace("}", ", critical = true}", 1)}]
            gate = [{{id = "g", metric = "completion", task = "{first}", at_least = 0.78, probability = 0.9}}]
            """,
            encoding="utf-8",
        )

    def visit(self, store: Store) -> Visit:
        """Return a visit whose drafts are sealed, as those of citizens are."""
        workspace = Workspace.open(self.root)
        lab = Lab.open(self.root, workspace.prototype_roots)
        study, time_ms = lab.study(self.study_id), iter(range(START_MS, START_MS + 10**9, 700))
        enrolment = Enrolment(store, study, lab.secret(), lambda: START_MS)
        cast = cast_study(
            study, {self.service.id: self.service}, Recorder(store), enrolment,
            clock_ms=lambda: next(time_ms), consent_version="1",
        )  # fmt: skip
        return Visit(cast, "somebody", "what only her link holds")

    def give_away(self) -> None:
        """Let the commands write all that leaves the lab, unpacked where it is packed, with all that they print."""
        out = self.root / "out"
        out.mkdir()
        for number, command in enumerate(
            (
                ["export", self.study_id, "--format", "jsonl", "-o", f"{out}/export.jsonl"],
                ["report", self.study_id, "-o", f"{out}/report.html"],
                ["decide", self.study_id, "--json"],
                ["findings", self.study_id, "--json"],
                ["snapshot"],
                ["query", "SELECT * FROM event", "--format", "json"],
                ["backup", f"{out}/lab.backup"],
                ["doctor", "--json"],
                ["audit", "--json"],
            )
        ):
            done = CliRunner().invoke(main, ["--workspace", str(self.root), *command])
            assert done.exit_code in (0, 1) or command[0] == "doctor", done.output
            (out / f"{number}.txt").write_text(done.output, encoding="utf-8")
        with tarfile.open(out / "lab.backup") as tar:
            tar.extractall(out / "backup", filter="data")
        write_as_text(self.root / "data" / "snapshots", out)

    def found(self, words: set[str]) -> dict[str, list[str]]:
        """Return in which files of the lab each of the words is found; the plan itself is none of them."""
        contents = {
            path.name: path.read_bytes().lower()
            for path in self.root.rglob("*")
            if path.is_file() and "prototypes" not in path.relative_to(self.root).parts
        }
        places = {word: [name for name, text in contents.items() if word.lower().encode() in text] for word in words}
        return {word: names for word, names in places.items() if names}


def write_as_text(folder: Path, out: Path) -> None:
    """Write the rows of Parquet files as text, since Parquet compresses them."""
    files = sorted(folder.rglob("*.parquet"))
    assert files
    for number, path in enumerate(files):
        rows = pyarrow.parquet.ParquetFile(path).read().to_pylist()
        (out / f"parquet-{number}.txt").write_text(repr(rows), encoding="utf-8")


def played(lab: CanaryLab, answers: Answers, comment: Callable[[Answers], str]) -> set[str]:
    """Let somebody use a prototype, look at the files meanwhile, give everything away; return what is secret."""
    lab.write_plan()
    known = lab.service.flow(lab.variant).snapshot().model_dump_json()
    known += "".join(datetime.fromtimestamp(START_MS / 1000, UTC).strftime(form) for form in ("%Y-%m-%d", "%d.%m.%Y"))
    with closing(open_store(lab.root / "data" / "probelauf.db")) as store:
        visit = lab.visit(store)

        def look() -> None:
            store.check()  # waits for what was recorded before
            assert visit.session is not None
            assert store.draft(visit.session.session_id)
            assert {} == lab.found(answers.secrets(known))

        take_part(visit, answers, random.Random(f"{lab.service.id} {lab.variant}"), look)
        visit.comment(visit.turn, comment(answers))
        assert visit.stage.kind in FINAL
        store.check()
        assert {} == lab.found(answers.secrets(known) - {comment(answers)})
    lab.give_away()
    return answers.secrets(known)


def words_of_the_program(lab: CanaryLab, words: set[str]) -> set[str]:
    """Return which of the words ("niemand") Probelauf writes by itself, also when somebody fills in nothing at all."""
    if not words:
        return set()
    other = CanaryLab(lab.root / "other", lab.service, lab.variant)
    other.write_plan()
    with closing(open_store(other.root / "data" / "probelauf.db")) as store:
        visit = other.visit(store)
        visit.consent(visit.turn, agreed=True, scopes=("probe", "quotes"))
        visit.tell_groups(visit.turn, {})
        visit.begin_task(visit.turn)
        visit.stop(visit.turn)
        store.check()
    other.give_away()
    return set(other.found(words))


@pytest.fixture
def make_lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], CanaryLab]:
    """Returns labs whose codes are the same in every run, so that no number in them matches an answer by chance."""
    monkeypatch.setenv(SECRET_VARIABLE, "a secret for the tests of canaries")
    return lambda name, variant: CanaryLab(tmp_path, SHIPPED.load(name), variant)


@pytest.mark.parametrize(("name", "variant"), CASES)
def test_nothing_typed_is_found_anywhere(make_lab: Callable[..., CanaryLab], name: str, variant: str) -> None:
    """Database, journal, sealed draft, export, report, snapshot, backup and all output hold the comment alone."""
    lab, answers = make_lab(name, variant), Answers()
    secret = played(lab, answers, lambda _: COMMENT)
    assert answers.canaries
    assert len(secret) > len(answers.canaries)
    assert lab.found({COMMENT})
    found = lab.found(secret)
    ordinary = words_of_the_program(lab, set(found))
    assert {} == {word: files for word, files in found.items() if word not in ordinary}
    assert not ordinary & set(answers.canaries)
    assert len(ordinary) < len(secret) / 4


def test_a_leak_would_be_found(make_lab: Callable[..., CanaryLab]) -> None:
    """The same search finds an answer that somebody copies into the comment, in the database and in the backup."""
    lab = make_lab(*CASES[0])
    secret = played(lab, Answers(), lambda answers: answers.canaries[0])
    ((word, files),) = lab.found(secret).items()
    assert word.startswith("Kanarie")
    assert "probelauf.db" in files
