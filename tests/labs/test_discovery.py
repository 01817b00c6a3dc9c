"""Discovery: workspaces, loading afresh, and broken files as findings."""

import os
from pathlib import Path

import pytest

from feedback.errors import AuthorError, OperatorError
from labs.discovery import Workspace
from labs.scaffold import write

TINY = """
from labs import BaseModel, Page, Service, ask
class F(BaseModel):
    a: int = ask("Wie viele?")
service = Service("tiny", "TITLE", F, pages=[Page("p", "P", "a")])
"""


def put(root: Path, name: str, text: str) -> Path:
    path = root / "prototypes" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_workspace_is_given_or_named_or_near(tmp_path: Path) -> None:
    """The option wins, then the variable, then the nearest folder with `lab.toml`, then the current folder."""
    deep = tmp_path / "lab" / "a" / "b"
    deep.mkdir(parents=True)
    environ = {"PROBELAUF_WORKSPACE": str(tmp_path)}
    assert deep == Workspace.open(deep, environ=environ, cwd=tmp_path).root
    assert tmp_path == Workspace.open(environ=environ, cwd=deep).root
    assert deep == Workspace.open(environ={}, cwd=deep).root
    (tmp_path / "lab" / "lab.toml").touch()
    assert tmp_path / "lab" == Workspace.open(environ={}, cwd=deep).root
    with pytest.raises(OperatorError, match="no workspace folder"):
        Workspace.open(tmp_path / "nothing")


def test_own_prototypes_hide_the_shipped_ones_from_lists_but_not_from_use(tmp_path: Path) -> None:
    """A lab with prototypes sees its own; any shipped one can still be named."""
    empty = Workspace.open(tmp_path)
    assert "wohngeld" in empty.names()
    put(tmp_path, "tiny.py", TINY)
    write("antrag", tmp_path)
    assert ("antrag", "tiny") == empty.names()
    assert empty.find("wohngeld").is_file()
    with pytest.raises(OperatorError, match="Did you mean `antrag`"):
        empty.find("antrga")


def test_a_saved_change_is_seen_at_once(tmp_path: Path) -> None:
    """Even within the same second and with the same size, where bytecode would look current."""
    path = put(tmp_path, "tiny.py", TINY)
    os.utime(path, (1, 1))
    workspace = Workspace.open(tmp_path)
    assert "TITLE" == workspace.load("tiny").title
    put(tmp_path, "tiny.py", TINY.replace("TITLE", "OTHER"))
    os.utime(path, (1, 1))
    assert "OTHER" == workspace.load("tiny").title


def test_relative_imports_work_and_are_fresh(tmp_path: Path) -> None:
    """A prototype may be split into several files of its folder."""
    put(tmp_path, "split/__init__.py", "from .words import service")
    path = put(tmp_path, "split/words.py", TINY)
    os.utime(path, (1, 1))
    workspace = Workspace.open(tmp_path)
    assert "TITLE" == workspace.load("split").title
    put(tmp_path, "split/words.py", TINY.replace("TITLE", "OTHER"))
    os.utime(path, (1, 1))
    assert "OTHER" == workspace.load("split").title
    assert [] == list((tmp_path / "prototypes").rglob("*.pyc"))


BROKEN = [
    ("x = (", "syntax", 1, ""),
    ("from labs import Page\nPgae('a')", "import", 2, "Did you mean `Page`?"),
    ("Page('a', 'A')", "import", 1, "Write `from labs import Page`."),
    ("from labs import Pge", "import", 1, "Did you mean `Page`?"),
    ("from labs import Page\nPage('a', 'A', whn=1)", "import", 2, "Did you mean `when`?"),
    ("from labs import answer\n\nanswer.a == 1 and 2", "condition-operator", 3, "`&`"),
    ("import nothing_like_this", "import", 1, "spelled"),
    ("raise SystemExit", "import", 1, ""),
    ("x = 1", "service-missing", 1, 'Service("broken"'),
    (
        "from labs import BaseModel, ask, email\nclass F(BaseModel):\n    email: email = ask('?')",
        "import",
        2,
        "mail: email",
    ),
]


@pytest.mark.parametrize(("text", "code", "line", "fix"), BROKEN)
def test_a_broken_file_is_a_finding_with_its_line(tmp_path: Path, text: str, code: str, line: int, fix: str) -> None:
    """Whatever Python says becomes: where, what, and how to mend it."""
    path = put(tmp_path, "broken.py", text)
    with pytest.raises(AuthorError) as caught:
        Workspace.open(tmp_path).load("broken")
    (finding,) = caught.value.findings
    assert (code, f"{path}:{line}") == (finding.code, finding.place)
    assert fix in finding.fix


def test_a_broken_save_leaves_the_last_good_version_in_place(tmp_path: Path) -> None:
    """Live preview goes on with what it has."""
    import sys

    put(tmp_path, "tiny.py", TINY)
    workspace = Workspace.open(tmp_path)
    workspace.load("tiny")
    good = sys.modules["prototypes.tiny"]
    put(tmp_path, "tiny.py", "x = (")
    with pytest.raises(AuthorError):
        workspace.load("tiny")
    assert good is sys.modules["prototypes.tiny"]
