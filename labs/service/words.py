"""Words of a variant, read from a TOML file beside the service: its texts in another language, or in easy language."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from feedback.errors import AuthorError, Finding
from labs.conditions import Source
from labs.service.parameters import fill_in

_LINE = re.compile(r'\s*(?:\[(?P<table>[^\[\]=]+)\]|(?P<key>[\w-]+|"[^"]+")\s*=)')

Said = str | tuple[str, ...]
"""One text, or the points of a list."""


@dataclass(frozen=True)
class Words:
    """Texts by key, such as `fields.miete.label`. `lines` has the line of a key, or of the table around it."""

    said: Mapping[str, Said] = field(default_factory=dict)
    file: str = ""
    lines: Mapping[str, int] = field(default_factory=dict, repr=False, compare=False)

    def __bool__(self) -> bool:
        return bool(self.file or self.said)

    def source(self, key: str) -> Source:
        """Return the line of a key in the file."""
        while key and key not in self.lines:
            key = key.rpartition(".")[0]
        return Source(self.file, self.lines.get(key, 1))


def read_words(beside: str, name: str, params: Any = None) -> Words:
    """Return the texts of a TOML file that lies beside a Python file: `read_words(__file__, "leicht.toml")`.

    `probelauf texts NAME -o FILE` writes such a file to begin with. `{params.NAME}` in a text is the parameter of that
    name. A file that cannot be read is an AuthorError.
    """
    path = Path(beside).parent / name
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        what, fix = f"The words of a variant cannot be read: {error}.", "Write it with `probelauf texts NAME -o FILE`."
        raise AuthorError([Finding("TEXT-file", "error", str(path), what, fix)]) from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        place = f"{path}:{found[1] if found else text.count(chr(10)) + 1}"
        what = re.sub(r"\s*\(at .*\)$", ".", str(error))
        raise AuthorError([Finding("TEXT-syntax", "error", place, what, "Put every text in quotes.")]) from error
    lines = _lines_of(text)
    flat = _flat(data, "", path)
    said = {key: _filled(one, params, f"{path}:{lines.get(key, 1)}") for key, one in flat}
    return Words(said, str(path), lines)


def _filled(said: Said, params: Any, place: str) -> Said:
    if isinstance(said, str):
        return fill_in(said, params, place)
    return tuple(fill_in(one, params, place) for one in said)


def _lines_of(text: str) -> dict[str, int]:
    """Return the line of every table and key.

    >>> _lines_of("title = 'T'\\n[pages.x]\\ntext = '''\\na = b\\n'''\\nwho = 'W'")
    {'title': 1, 'pages.x': 2, 'pages.x.text': 3, 'pages.x.who': 6}
    """
    lines: dict[str, int] = {}
    table, within = "", False
    for number, line in enumerate(text.splitlines(), start=1):
        found = None if within else _LINE.match(line)
        if found and found["table"]:
            table = ".".join(re.findall(r'"[^"]+"|[^.\s]+', found["table"])).replace('"', "")
            lines[table] = number
        elif found:
            key = found["key"].replace('"', "")
            lines[f"{table}.{key}" if table else key] = number
        within ^= (line.count('"""') + line.count("'''")) % 2 == 1
    return lines


def _flat(table: Mapping[str, Any], above: str, path: Path) -> list[tuple[str, Said]]:
    found: list[tuple[str, Said]] = []
    for name, value in table.items():
        key = f"{above}{name}"
        if isinstance(value, Mapping):
            found += _flat(value, f"{key}.", path)
        elif isinstance(value, list) and all(isinstance(one, str) for one in value):
            found.append((key, tuple(value)))
        elif isinstance(value, str):
            found.append((key, value.strip("\n")))
        else:
            fix = "Put it in quotes; a list holds texts in quotes."
            raise AuthorError([Finding("TEXT-kind", "error", str(path), f"`{key}` is no text: {value!r}.", fix)])
    return found


def write_words(entries: Mapping[str, Said], heading: str) -> str:
    """Return a TOML file with these texts, one table for each page, field, rule, task and persona.

    >>> print(write_words({"title": "A", "pages.x.title": "B"}, "Texts").strip())
    # Texts
    title = "A"
    <BLANKLINE>
    [pages.x]
    title = "B"
    """
    tables: dict[str, list[str]] = {"": []}
    for key, said in entries.items():
        above, _, name = key.rpartition(".")
        tables.setdefault(above, []).append(f"{_key(name)} = {_value(said)}")
    parts = ["\n".join([*(f"# {line}" for line in heading.splitlines()), *tables.pop("")])]
    for table, lines in tables.items():
        parts.append("\n".join([f"[{'.'.join(map(_key, table.split('.')))}]", *lines]))
    return "\n\n".join(parts) + "\n"


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _quoted(name)


def _value(said: Said) -> str:
    if isinstance(said, str):
        if "\n" not in said:
            return _quoted(said)
        return '"""\n' + said.replace("\\", "\\\\").replace('"""', '""\\"') + '\n"""'
    return "[\n" + "".join(f"    {_quoted(one)},\n" for one in said) + "]"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'
