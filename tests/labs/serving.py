"""A serving process without its server (not a test itself)."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from feedback.lab import Lab
from feedback.recorder import Recorder
from feedback.store import Store, open_store
from labs.discovery import Workspace
from labs.runner import shell as shells
from labs.runner.shell import Shell


def write_prototype(folder: Path, prototype: str, study: str) -> None:
    """Write the prototype `probe` and its study `runde-1` into a workspace."""
    place = folder / "prototypes" / "probe"
    (place / "studies").mkdir(parents=True)
    (place / "__init__.py").write_text(prototype, encoding="utf-8")
    (place / "studies" / "runde-1.toml").write_text(study, encoding="utf-8")


def a_process(store: Store, folder: Path) -> Shell:
    """Return the shell of one more serving process over the store."""
    workspace = Workspace(folder)
    lab = Lab.open(folder, workspace.prototype_roots)
    return Shell(lab, workspace, store, Recorder(store), lab.secret())


@contextmanager
def serving(folder: Path) -> Iterator[Shell]:
    """Make a shell over the workspace's own store that of this process."""
    store = open_store(folder / "data" / "probelauf.db")
    opened = a_process(store, folder)
    shells.install(opened)
    yield opened
    store.close()
