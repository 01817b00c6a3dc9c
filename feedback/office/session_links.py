"""From a number of the decision page to the sessions behind it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from html import escape
from urllib.parse import urlencode

from feedback.office.layout import address

PAGE = "sitzungen"
REACHED, LEFT, MISTAKE, ATTENDANCE = "erreicht", "aufgehoert", "fehler", "teilnahme"
SHOW = "Sitzungen ansehen"


@dataclass(frozen=True)
class NumberKey:
    """Which number somebody asks about, named as in the address of the page.

    `wert` is a metric id such as `sus`; or `erreicht` or `aufgehoert` with a task behind a dot and the page in
    `ort`; or `fehler` with `ort`, `feld` and `regel`; or `teilnahme` with a column of the attendance.
    """

    wert: str
    variante: str
    ort: str = ""
    feld: str = ""
    regel: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "NumberKey":
        """Return the number that an address asks for; what is missing there is empty."""
        return cls(**{name: asked.get(name, "") for name in cls.__dataclass_fields__})

    def address(self, study_id: str, session_id: str = "") -> str:
        """Return the address of the sessions behind the number, or of one session.

        >>> NumberKey("sus", "A").address("wohngeld/runde-1", "3f9a")
        '?studie=wohngeld/runde-1&seite=sitzungen&wert=sus&variante=A&sitzung=3f9a'
        """
        named = {**asdict(self), "sitzung": session_id}
        return f"{address(study_id, PAGE)}&{urlencode({name: value for name, value in named.items() if value})}"


def sessions_link(study_id: str, number: NumberKey, subject: str) -> str:
    """Return a link to the sessions behind a number as HTML; `subject` says to a screen reader which number."""
    return linked(SHOW, number.address(study_id), f": {subject}")


def linked(text: str, href: str, rest: str) -> str:
    """Return a link as HTML: its text, and the rest of its name that only a screen reader says."""
    return f'<a class="pl-behind" href="{escape(href)}">{escape(text)}<span class="pl-unseen">{escape(rest)}</span></a>'
