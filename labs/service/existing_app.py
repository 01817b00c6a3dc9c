"""Existing Streamlit apps as prototypes: how their script says where the citizen is, and what cannot be taken in."""

import ast
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from labs.conditions import Source
from labs.service.complaints import Complaints
from labs.service.declaration import Service, Variant

_SEVERAL_PAGES = ("navigation", "switch_page", "page_link", "Page")
_listener: ContextVar[Callable[[str], None] | None] = ContextVar("listener", default=None)


def step(name: str) -> None:
    """Say, in an existing app, that the citizen is at this step: one of the service's `steps`.

    Call it in the script's body, not in a callback. In a plain `streamlit run` it does nothing.
    """
    listener = _listener.get()
    if listener is not None:
        listener(name)


@contextmanager
def listening(to: Callable[[str], None]) -> Iterator[None]:
    """Pass on the steps that the script names meanwhile."""
    token = _listener.set(to)
    try:
        yield
    finally:
        _listener.reset(token)


def app_of(service: Service, variant: Variant) -> Path | None:
    """Return the script that a variant runs, None for a service of declared pages."""
    name = variant.app or service.app
    return Path(service.source.file).parent / name if name else None


def check_app(complaints: Complaints, service: Service) -> None:
    """Note what is wrong with an existing app as a prototype, and what nobody can check there."""
    what = f"The app of `{service.id}` draws itself: bots cannot fill it in, and nobody checks its questions."
    complaints.add("app-unseen", service.source, what, f"Walk it by hand: `probelauf open {service.id}`.", "hint")
    for task in service.tasks:
        where = f"The task `{task.id}`"
        complaints.unknown("step-unknown", task.source, f"{where} ends at the step", task.ends, service.steps)
        if task.goal or task.starts:
            what = f"{where} has a `goal` or `starts`, but the answers of an existing app are never known."
            complaints.add("app-goal", task.source, what, "Leave it out; `ends` decides.")
    for variant in service.variants or (Variant("A"),):
        path = app_of(service, variant)
        if path is not None:
            _check_script(complaints, service, path, variant.source if variant.app else service.source)


def _check_script(complaints: Complaints, service: Service, path: Path, source: Source) -> None:
    try:
        tree = ast.parse(path.read_bytes())
    except OSError as error:
        what = f"The app {path.name} cannot be read: {error.strerror}."
        complaints.add("app-missing", source, what, "Name a file beside the declaration.")
        return
    except SyntaxError as error:
        line = Source(str(path), error.lineno or 1)
        complaints.add("syntax", line, f"Python cannot read this line: {error.msg}.", "Mend the app.")
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("labs.runner"):
            what = f"{path.name} shows a prototype of Probelauf; it is not an app of its own."
            complaints.add("app-circle", Source(str(path), node.lineno), what, "Name the existing app's script.")
        elif isinstance(node, ast.Call):
            _check_call(complaints, service, path, node)


def _check_call(complaints: Complaints, service: Service, path: Path, call: ast.Call) -> None:
    place, name = Source(str(path), call.lineno), ast.unparse(call.func)
    if name in ("step", "labs.step") and call.args and isinstance(call.args[0], ast.Constant):
        complaints.unknown("step-unknown", place, "The app names the step", str(call.args[0].value), service.steps)
    if name.startswith("st.") and name.removeprefix("st.") in _SEVERAL_PAGES:
        what = f"The app uses `{name}`: an app of several pages cannot be taken in."
        complaints.add("app-pages", place, what, "Take one page's script, or show the pages as steps of one script.")
