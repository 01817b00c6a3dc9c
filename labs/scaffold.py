"""Writes a new prototype: the reference service, to be changed into what the author has in mind."""

import keyword
import sys
from pathlib import Path

from feedback.errors import OperatorError
from labs.service import identifier

_DECLARATION = '''"""{title}: change anything here, then run `probelauf check {name}`."""

from typing import Literal

from labs import BaseModel, Page, Service, Task, Variant, answer, ask, email, euro, postcode


class Antrag(BaseModel):
    """What is asked."""

    personen: int = ask("Wie viele Personen leben in Ihrem Haushalt?", ge=1, le=20)
    plz: postcode = ask("Wie lautet Ihre Postleitzahl?")
    wohnform: Literal["Miete", "Eigentum"] = ask("Wie wohnen Sie?")
    miete: euro = ask("Wie hoch ist Ihre Kaltmiete?", hint="Das ist die Miete ohne Heizung, Wasser und Müll.", gt=0)
    heizung: euro | None = ask("Was zahlen Sie im Monat für die Heizung?", ge=0)
    einkommen: euro = ask("Wie hoch ist Ihr monatliches Einkommen?", hint="Vor Abzug der Steuern.", ge=0)
    name: str = ask("Wie heißen Sie?", called="Ihren Namen", autocomplete="name")
    mail: email = ask("Wie lautet Ihre E-Mail-Adresse?")


service = Service(
    "{name}",
    "{title}",
    Antrag,
    pages=[
        Page("haushalt", "Ihr Haushalt", "personen", "plz"),
        Page("wohnen", "Ihre Wohnung", "wohnform"),
        Page("miete", "Ihre Miete", "miete", "heizung", when=answer.wohnform == "Miete"),
        Page("einkommen", "Ihr Einkommen", "einkommen"),
        Page("kontakt", "Ihr Kontakt", "name", "mail"),
    ],
    tasks=[Task("antrag", "Stellen Sie den Antrag.", persona={{"personen": 2, "wohnform": "Miete"}})],
    variants=[Variant("A"), Variant("B", order=["einkommen", "haushalt", "wohnen", "miete"])],
)
'''
_APP = "from labs.runner import show\n\nshow(__file__)\n"
_LONGEST_NAME = 40
_TAKEN = {"app", "labs", "feedback", "prototypes"}


def write(name: str, root: Path) -> Path:
    """Write `prototypes/NAME/__init__.py` and a two-line `app.py` below a workspace; return the
    declaration's path.

    Refuses a name that Python cannot import, with the nearest that it can, and never overwrites anything:
    OperatorError, one sentence each.
    """
    refuse_bad(name)
    folder = root / "prototypes" / name
    if folder.exists() or folder.with_suffix(".py").exists():
        raise OperatorError(f"There is a prototype `{name}` in {folder.parent} already; nothing was changed.")
    title = name.replace("_", " ").capitalize()
    try:
        folder.mkdir(parents=True)
        path = folder / "__init__.py"
        path.write_text(_DECLARATION.format(name=name, title=title), encoding="utf-8")
        (folder / "app.py").write_text(_APP, encoding="utf-8")
        _write_theme(root)
    except OSError as error:
        raise OperatorError(f"{folder} cannot be written: {error.strerror}.") from error
    return path


def _write_theme(root: Path) -> None:
    """Give a plain `streamlit run` the look of the served pages, unless the lab has settings of its own."""
    target = root / ".streamlit" / "config.toml"
    if target.exists():
        return
    served = (Path(__file__).parent / "runner" / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    theme = served[served.index("[theme]") : served.index("[[theme.fontFaces]]")]
    target.parent.mkdir(exist_ok=True)
    target.write_text(f"# The look of a plain `streamlit run`.\n\n{theme.rstrip()}\n", encoding="utf-8")


def refuse_bad(name: str) -> None:
    """Raise OperatorError with the nearest good name, unless a prototype may have this one."""
    good = good_name(name)
    if name != good:
        raise OperatorError(f"`{name}` cannot be the name of a prototype. Try `{good}`.")


def good_name(name: str) -> str:
    """Return the nearest name that a prototype may have: lower case, importable, clashing with nothing.

    >>> good_name("Mein Antrag"), good_name("1. Antrag"), good_name("class"), good_name("email")
    ('mein_antrag', 'antrag_1', 'class_antrag', 'email_antrag')
    """
    plain = identifier(name)[:_LONGEST_NAME].strip("_")
    digits = plain[: len(plain) - len(plain.lstrip("0123456789"))]
    if digits:
        plain = f"{plain.lstrip('0123456789').strip('_') or 'antrag'}_{digits}"
    taken = keyword.iskeyword(plain) or keyword.issoftkeyword(plain) or plain in sys.stdlib_module_names | _TAKEN
    return f"{plain}_antrag" if taken else plain
