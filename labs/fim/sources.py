"""A prototype's Python files as the lab left them: where each field, page and constant stands, and small edits."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from feedback.errors import AuthorError, Finding, InternalError

_PAGES = ("Page", "StartPage", "InfoPage", "CheckPage", "DeclarationPage", "ConfirmationPage")


@dataclass
class SourceFile:
    """One file: its text, its tree, and the edits that wait: byte offsets and what goes there."""

    path: Path
    content: bytes
    tree: ast.Module
    edits: list[tuple[int, int, str]] = field(default_factory=list)

    def offset(self, line: int, column: int) -> int:
        """Return where in the file a place of the tree is; lines from 1, columns in bytes."""
        if not hasattr(self, "_starts"):
            self._starts = [0, 0]
            for one in self.content.split(b"\n"):
                self._starts.append(self._starts[-1] + len(one) + 1)
        return self._starts[line] + column

    def begin(self, node: ast.expr | ast.stmt) -> int:
        """Return where a node begins."""
        return self.offset(node.lineno, node.col_offset)

    def end(self, node: ast.expr | ast.stmt) -> int:
        """Return where a node ends."""
        return self.offset(node.end_lineno or node.lineno, node.end_col_offset or 0)

    def replace(self, node: ast.expr | ast.stmt, text: str) -> None:
        """Put a text in the place of a node."""
        self.edits.append((self.begin(node), self.end(node), text))

    def insert(self, at: int, text: str) -> None:
        """Put a text at a place."""
        self.edits.append((at, at, text))

    def edited(self) -> str:
        """Return the file with all edits made; InternalError where that is no Python any more."""
        content = self.content
        for begin, end, text in sorted(self.edits, key=lambda edit: edit[:2], reverse=True):
            content = content[:begin] + text.encode() + content[end:]
        try:
            ast.parse(content)
        except SyntaxError as error:
            raise InternalError(f"the edits of {self.path} leave line {error.lineno} broken") from error
        return content.decode()


@dataclass(frozen=True)
class FieldPlace:
    """A field's line: `name: annotation = ask(...)` in a class."""

    file: SourceFile
    owner: ast.ClassDef
    node: ast.AnnAssign
    call: ast.Call

    @property
    def name(self) -> str:
        """The field's name."""
        return self.node.target.id if isinstance(self.node.target, ast.Name) else ""

    def parts(self) -> dict[str, ast.expr]:
        """Return annotation and arguments by name; the first positional argument is the label."""
        found: dict[str, ast.expr] = {"annotation": self.node.annotation}
        if self.call.args:
            found["label"] = self.call.args[0]
        found |= {keyword.arg: keyword.value for keyword in self.call.keywords if keyword.arg}
        return found


@dataclass(frozen=True)
class PagePlace:
    """A page's call: `Page("id", "title", "field", ...)`."""

    file: SourceFile
    call: ast.Call
    kind: str
    id: str

    @property
    def questions(self) -> dict[str, ast.expr]:
        """The fields that the page asks for, each with its node."""
        return {text: node for node in self.call.args[2:] if (text := _text(node))}

    @property
    def title(self) -> ast.expr | None:
        """The node of the title."""
        given = [keyword.value for keyword in self.call.keywords if keyword.arg == "title"]
        return self.call.args[1] if len(self.call.args) > 1 else next(iter(given), None)

    def add(self, name: str, after: str) -> None:
        """Ask for one more field, behind another one, or last."""
        node = self.questions.get(after) or self.call.args[-1]
        gap = "\n" + " " * node.col_offset if self.call.lineno != self.call.end_lineno else " "
        self.file.insert(self.file.end(node), f',{gap}"{name}"')


class Sources:
    """All files of a prototype; what stands in them, by name."""

    def __init__(self, folder: Path) -> None:
        self.files = [_parsed(path) for path in sorted(folder.glob("*.py"))]
        self.fields: dict[str, FieldPlace] = {}
        self.pages: dict[str, PagePlace] = {}
        self.constants: dict[str, tuple[SourceFile, ast.expr]] = {}
        self.classes: dict[str, tuple[SourceFile, ast.ClassDef]] = {}
        for file in self.files:
            self._read(file)

    def _read(self, file: SourceFile) -> None:
        for node in file.tree.body:
            if isinstance(node, ast.ClassDef):
                self.classes[node.name] = (file, node)
                self.fields |= {f"{node.name}.{one.name}": one for one in _fields(file, node)}
            elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                self.constants |= {one.id: (file, node.value) for one in targets if isinstance(one, ast.Name)}
        for call in ast.walk(file.tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in _PAGES:
                kind, id_ = call.func.id, _text(call.args[0]) if call.args else ""
                id_ = id_ or {"StartPage": "start", "CheckPage": "check", "ConfirmationPage": "done"}.get(kind, "")
                self.pages.setdefault(id_, PagePlace(file, call, kind, id_))

    @property
    def main(self) -> SourceFile:
        """The file with the declaration."""
        return next(file for file in self.files if file.path.name == "__init__.py")

    def changed(self) -> dict[Path, str]:
        """Return the new text of every file that has edits."""
        return {file.path: file.edited() for file in self.files if file.edits}


def _parsed(path: Path) -> SourceFile:
    content = path.read_bytes()
    try:
        return SourceFile(path, content, ast.parse(content))
    except SyntaxError as error:
        what = f"Python cannot read this line: {error.msg}."
        fix = "Mend it first; nothing was imported."
        raise AuthorError([Finding("syntax", "error", f"{path}:{error.lineno}", what, fix)]) from error


def _fields(file: SourceFile, owner: ast.ClassDef) -> Iterator[FieldPlace]:
    for node in owner.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Call):
            function = node.value.func
            if isinstance(function, ast.Name) and function.id == "ask":
                yield FieldPlace(file, owner, node, node.value)


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def normal(text: str) -> str:
    """Return source text in one normal form, so that layout makes no difference.

    >>> normal('( "a"  "b" )') == normal("'ab'")
    True
    """
    return ast.unparse(ast.parse(text.strip(), mode="eval"))
