"""The tutorial in the README, followed to the letter: every command is run, every piece of code put where it says."""

import ast
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from test_readme import README, answers, free_port, run

HEADING = "## Tutorial: from nothing to a study in 15 minutes"
PROTOTYPE = Path("prototypes") / "hundesteuer"
_FOUND = re.search(rf"^{re.escape(HEADING)}\n(.*?)(?=^## |\Z)", README, re.MULTILINE | re.DOTALL)
TUTORIAL = _FOUND.group(1) if _FOUND else ""
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not TUTORIAL, reason=f"README.md has no section `{HEADING}`"),
]


@dataclass(frozen=True)
class Block:
    """One block of the tutorial: what to do with it, and its text."""

    kind: str
    text: str

    @property
    def lines(self) -> list[str]:
        """The lines that are not empty."""
        return [line for line in self.text.splitlines() if line.strip()]


BLOCKS = [Block(*found) for found in re.findall(r"^```([^\n]+)\n(.*?)^```", TUTORIAL, re.MULTILINE | re.DOTALL)]


def names_of(node: ast.stmt) -> set[str]:
    """Return what a statement of a prototype's file stands for: the module it imports from, or the names it sets."""
    match node:
        case ast.ImportFrom():
            return {f"from {node.module}"}
        case ast.ClassDef():
            return {node.name}
        case ast.Assign():
            return {one.id for one in node.targets if isinstance(one, ast.Name)}
    return set()


def replaced(source: str, block: str) -> str:
    """Return the file with the statements of the block in the place of those with the same names.

    What is new comes before the statement of the block that follows it.
    """
    new, old = ast.parse(block).body, ast.parse(source).body
    lines, waiting = block.splitlines(), ""
    pieces = {index: ast.get_source_segment(source, node) or "" for index, node in enumerate(old)}
    for node in new:
        text = "\n".join(lines[node.lineno - 1 : node.end_lineno])
        place = next((index for index, one in enumerate(old) if names_of(one) & names_of(node)), None)
        if place is None:
            waiting += f"{text}\n\n"
        else:
            pieces[place], waiting = waiting + text, ""
    assert not waiting, f"nothing in the file is like {waiting}"
    return "\n\n".join(pieces.values()) + "\n"


def serve(line: str, folder: Path) -> bool:
    """Run a command that serves, and say whether it answers."""
    port = free_port()
    command = [sys.executable, "-m", "labs.cli", *line.split()[1:], "--port", str(port)]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True)
    try:
        return answers(port, process)
    finally:
        process.terminate()
        process.wait(20)


def test_followed_to_the_letter(tmp_path: Path) -> None:
    """In an empty folder each step does what the tutorial says of it, in its order."""
    file, said = tmp_path / PROTOTYPE / "__init__.py", ""
    for block in BLOCKS:
        match block.kind:
            case "sh tutorial" | "sh tutorial finds":
                expected = 1 if block.kind.endswith("finds") else 0
                for line in block.lines:
                    done = run(line, tmp_path)
                    said = re.sub(r"\s+", " ", done.stdout + done.stderr)
                    assert expected == done.returncode, f"{line}: {said}"
            case "sh tutorial serves":
                assert all(serve(line, tmp_path) for line in block.lines)
            case "python tutorial":
                file.write_text(replaced(file.read_text(encoding="utf-8"), block.text), encoding="utf-8")
            case "toml tutorial":
                study = tmp_path / PROTOTYPE / "studies" / "runde-1.toml"
                study.parent.mkdir()
                study.write_text(block.text, encoding="utf-8")
            case "text tutorial":
                assert [] == [line for line in block.lines if line not in said]
            case _:
                pytest.fail(f"nobody runs a block of the kind `{block.kind}`")


def test_sound_prototype_without_hints(tmp_path: Path) -> None:
    """What a reader has in the end is without errors and without hints, so that nothing distracts."""
    run("probelauf new hundesteuer", tmp_path)
    file = tmp_path / PROTOTYPE / "__init__.py"
    for block in BLOCKS:
        if block.kind == "python tutorial":
            file.write_text(replaced(file.read_text(encoding="utf-8"), block.text), encoding="utf-8")
    assert "1 prototypes checked: 0 errors, 0 hints.\n" == run("probelauf check hundesteuer", tmp_path).stdout
