"""Writes a plan as a prototype's file: the same form that an author writes, to be read and changed by hand."""

import ast
import re
import textwrap

from labs.fim.asking import Asked, quoted
from labs.fim.model import Schema
from labs.fim.paging import PlannedPage
from labs.fim.plan import Model, Plan

APP = "from labs.runner import show\n\nshow(__file__)\n"
"""The two lines that a plain `streamlit run` needs."""
_WIDTH = 120
_FROM_LABS = frozenset(
    (
        "BaseModel", "CheckPage", "ConfirmationPage", "DeclarationPage", "InfoPage", "Page", "Service", "StartPage",
        "Rule", "Task", "UNKNOWN", "answer", "ask", "decimal", "declaration", "email", "euro", "iban", "longtext",
        "postcode", "upload",
    )
)  # fmt: skip


def write_source(plan: Plan) -> str:
    """Return the text of the prototype's file."""
    constants = [f"{name} = {_wrapped(text, 0)}" for name, text in plan.constants.items()]
    models = [write_model(model, plan.schema) for model in plan.models]
    body = "\n\n\n".join(["\n\n".join([_unresolved(plan), *constants]), *models, _service(plan)])
    return f"{write_docstring(plan)}\n\n{_imports(body)}\n\n{body}\n"


def write_docstring(plan: Plan) -> str:
    """Return the docstring of the prototype's file, quotes included."""
    schema = plan.schema
    source = f"FIM {schema.id} {schema.version}".strip()
    format_ = schema.format.replace("xdatenfelder_", "XDatenfelder ")
    said = [
        f"{schema.label}: imported from {source} ({format_}).",
        "Change anything here, then run `probelauf check " + plan.name + "`. A further import keeps your changes.",
    ]
    if plan.unresolved:
        said.append("Ungeklärte Regeln stehen in UNRESOLVED_RULES: machen Sie daraus Bedingungen (`when=`, `Rule`).")
    lines = "\n".join(textwrap.fill(_safe(line), _WIDTH - 1) for line in said[1:])
    return f'"""{textwrap.fill(_safe(said[0]), _WIDTH - 4)}\n\n{lines}\n"""'


def _safe(text: str) -> str:
    return text.replace("\\", "/").replace('"', "'")


def _imports(body: str) -> str:
    """Return the imports of all names that a text uses."""
    used = _used(body)
    lines = [f"from {module} import {name}" for module, name in _STANDARD if name in used]
    return "\n".join(lines) + ("\n\n" if lines else "") + _call("from labs import ", _sorted(used & _FROM_LABS))


def missing_imports(text: str) -> str:
    """Return a file's text with imports added for names that edits brought in."""
    tree = ast.parse(text)
    froms = [node for node in tree.body if isinstance(node, ast.ImportFrom | ast.Import)]
    known = {alias.asname or alias.name for node in froms for alias in node.names}
    known |= {node.name for node in tree.body if isinstance(node, ast.ClassDef | ast.FunctionDef)}
    wanted = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - known
    lines = [f"from {module} import {name}" for module, name in _STANDARD if name in wanted]
    ours = _sorted(wanted & _FROM_LABS)
    lines += [_call("from labs import ", ours)] if ours else []
    if not lines:
        return text
    at = (froms[-1].end_lineno or 0) if froms else 0
    before = text.split("\n")
    return "\n".join([*before[:at], *lines, *before[at:]])


def _used(body: str) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(body)) if isinstance(node, ast.Name)}


def _sorted(names: set[str]) -> list[str]:
    return sorted(names, key=lambda name: (name.islower(), name))


_STANDARD = (("datetime", "date"), ("decimal", "Decimal"), ("typing", "Literal"))


def _call(head: str, names: list[str]) -> str:
    line = head + ", ".join(names)
    return line if len(line) <= _WIDTH else f"{head}(\n    " + ",\n    ".join(names) + ",\n)"


def _unresolved(plan: Plan) -> str:
    return f"UNRESOLVED_RULES: list[str] = {rule_list(plan)}"


def rule_list(plan: Plan) -> str:
    """Return the rules that are left for people to settle, as the source text of a list."""
    if not plan.unresolved:
        return "[]"
    lines = [f"    {_wrapped(quoted(f'{rule.id} {rule.name}: {rule.text}'), 4)}," for rule in plan.unresolved]
    return "[\n" + "\n".join(lines) + "\n]"


def write_model(model: Model, schema: Schema) -> str:
    """Return a class with all its fields."""
    title = f"Asked for by {schema.id}." if model.name == "Antrag" else model.title
    head = f'class {model.name}(BaseModel):\n    """{_safe(title).rstrip(".")}."""\n'
    return head + "".join(f"\n    {write_field(asked)}" for asked in model.fields)


def write_field(asked: Asked) -> str:
    """Return a field's declaration, indented for a class: on one line where it fits."""
    head = f"{asked.name}: {asked.annotation} = ask("
    if len(asked.annotation) > 80:
        inner = asked.annotation.replace("Literal[", "Literal[\n            ").replace("]", "\n        ]", 1)
        head = f"{asked.name}: {_reflowed(inner)} = ask("
    parts = [text if name == "label" else f"{name}={text}" for name, text in asked.arguments.items()]
    line = f"{head}{', '.join(parts)})"
    if len(line) + 4 <= _WIDTH and "\n" not in line:
        return line
    lines = []
    for name, text in asked.arguments.items():
        front = "" if name == "label" else f"{name}="
        lines.append(f"        {front}{_wrapped(text, 8, len(front))},\n")
    return f"{head}\n{''.join(lines)}    )"


def _reflowed(annotation: str) -> str:
    """Break the values of a long Literal into lines."""
    found: list[str] = []
    for line in annotation.split("\n"):
        if len(line) > _WIDTH:
            values = ast.unparse(ast.parse(f"({line.strip()},)")).strip("()").removesuffix(",")
            parts = [quoted(one) if isinstance(one, str) else str(one) for one in ast.literal_eval(f"({values},)")]
            text = textwrap.fill(", ".join(parts), _WIDTH - 12, break_long_words=False, break_on_hyphens=False)
            found.append(textwrap.indent(text, " " * 12) if _parses(text) else line)
        else:
            found.append(line)
    return "\n".join(found)


def _parses(text: str) -> bool:
    try:
        ast.parse(f"({text},)")
    except SyntaxError:
        return False
    return True


def _wrapped(text: str, indent: int, front: int = 0) -> str:
    """Return a literal that keeps to the width: long texts in parts, dictionaries a line an entry."""
    if indent + front + len(text) + 1 <= _WIDTH:
        return text
    pad = " " * (indent + 4)
    if text.startswith("{"):
        pairs = ast.literal_eval(text)
        lines = [f"{pad}{_literal(key)}: {_literal(value)}," for key, value in pairs.items()]
        return "{\n" + "\n".join(lines) + "\n" + " " * indent + "}"
    if text.startswith('("'):
        lines = [f"{pad}{_literal(value)}," for value in ast.literal_eval(text)]
        return "(\n" + "\n".join(lines) + "\n" + " " * indent + ")"
    if text.startswith('"'):
        words = ast.literal_eval(text)
        width = _WIDTH - indent - 12
        parts = re.findall(rf"(?s).{{1,{width}}}(?:\s|$)|\S{{{width}}}", words)
        if len(parts) > 1 and "".join(parts) == words:
            return "(\n" + "\n".join(pad + quoted(part) for part in parts) + "\n" + " " * indent + ")"
    return text


def _literal(value: object) -> str:
    return quoted(value) if isinstance(value, str) else repr(value)


def _service(plan: Plan) -> str:
    note = plan.schema.note
    keys = [f"    {key}={quoted(note[key])},\n" for key in ("ozg", "leika", "keys_as_of") if _is_text(note.get(key))]
    kinds = {page.kind for page in plan.pages}
    pages = [f"        {write_page(page)},\n" for page in plan.pages]
    pages += ["        CheckPage(),\n"] if "CheckPage" not in kinds else []
    pages += ["        ConfirmationPage(),\n"] if "ConfirmationPage" not in kinds else []
    ends = next((page.id for page in plan.pages if page.kind == "ConfirmationPage"), "done")
    task = '    tasks=[Task("antrag", "Stellen Sie den Antrag.", ends=' + f"{quoted(ends)})],\n"
    rules = (
        "    rules=[\n" + "".join(f"        {check},\n" for check in plan.checks) + "    ],\n" if plan.checks else ""
    )
    return (
        f"service = Service(\n    {quoted(plan.name)},\n    {_wrapped(quoted(plan.schema.label), 4)},\n    Antrag,\n"
        f"{''.join(keys)}    pages=[\n{''.join(pages)}    ],\n{task}{rules})"
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def write_page(page: PlannedPage) -> str:
    """Return the call that makes a page, indented for the service's list."""
    parts = [quoted(page.id), *([quoted(page.title)] if page.title or page.items else [])]
    parts += [quoted(name) for name in page.questions]
    parts += [f"{name}={text}" for name, text in page.arguments.items()]
    line = f"{page.kind}({', '.join(parts)})"
    if len(line) + 9 <= _WIDTH:
        return line
    lines = [f"            {_wrapped_part(part)},\n" for part in parts]
    return f"{page.kind}(\n{''.join(lines)}        )"


def _wrapped_part(part: str) -> str:
    name, equals, text = part.partition("=")
    if equals and name.isidentifier():
        return f"{name}={_wrapped(text, 12, len(name) + 1)}"
    return _wrapped(part, 12)
