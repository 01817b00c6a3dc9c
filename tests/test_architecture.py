"""The house: who may import whom, how large a room may be, where what lies."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("labs", "feedback", "prototypes")
PLANTED = [
    ("feedback/tokens.py", "import labs", "prototypes -> labs -> feedback"),
    ("labs/pages.py", "import prototypes", "prototypes -> labs -> feedback"),
    ("labs/conditions/printing.py", "import labs.journey", "the rooms of labs"),
    ("feedback/events/names.py", "import feedback.study", "the rooms of feedback"),
    ("labs/journey/machine.py", "import streamlit", "Streamlit only in the two shells"),
    ("feedback/metrics/values.py", "import sqlite3", "SQLite, plotly and pandas only in their rooms"),
    ("labs/runner/stages.py", "import pandas", "SQLite, plotly and pandas only in their rooms"),
    ("feedback/stats/mean.py", "import feedback.study", "statistics and instruments stand alone"),
    ("feedback/metrics/values.py", "import duckdb", "DuckDB, Arrow and psycopg only in their rooms"),
    ("labs/runner/stages.py", "import psycopg", "DuckDB, Arrow and psycopg only in their rooms"),
]


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check the import contracts of a tree."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    return subprocess.run([*command, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the packages in which violations can be planted."""
    folder = tmp_path_factory.mktemp("tree")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@pytest.mark.slow
def test_contracts_hold(tree: Path) -> None:
    """All import contracts are kept."""
    found = lint_imports(tree)
    assert 0 == found.returncode, found.stdout


@pytest.mark.slow
@pytest.mark.parametrize(("path", "line", "contract"), PLANTED)
def test_planted_violation_is_caught(tree: Path, path: str, line: str, contract: str) -> None:
    """A forbidden import breaks the contract that forbids it."""
    file = tree / path
    before = file.read_text(encoding="utf-8")
    file.write_text(f"{before}\n{line}\n", encoding="utf-8")
    try:
        found = lint_imports(tree)
    finally:
        file.write_text(before, encoding="utf-8")
    broken = [row for row in found.stdout.splitlines() if " BROKEN" in row]
    assert 0 != found.returncode
    assert any(contract in row for row in broken), found.stdout


def test_rooms_are_small() -> None:
    """No module has more than 320 lines."""
    large = {
        str(path.relative_to(ROOT)): lines
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 320
    }
    assert {} == large


def test_citizens_import_neither_pandas_nor_plotly() -> None:
    """The citizens' shell loads nothing that only the office needs, beyond what Streamlit itself loads."""
    code = (
        "import sys, streamlit; before = set(sys.modules); import labs.runner.citizen, labs.runner.server, labs.cli; "
        "new = {name.split('.')[0] for name in set(sys.modules) - before}; "
        "print(sorted(new & {'pandas', 'plotly', 'scipy', 'numpy'}), 'feedback.office' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "[] False" == said.stdout.strip()


def test_the_two_themes_agree() -> None:
    """A plain `streamlit run` shows the same theme as the served pages, but for the font files."""
    served = tomllib.loads((ROOT / "labs/runner/.streamlit/config.toml").read_text(encoding="utf-8"))["theme"]
    plain = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))["theme"]
    served.pop("fontFaces")
    assert served == plain
