"""Links that bring citizens into a study, with a QR code each."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import segno

from feedback.study import Study
from feedback.tokens import Invitation, participant_code, personal_invitation, seal_invitation

PUBLIC_ADDRESS = "PROBELAUF_PUBLIC_URL"
MOST_NAMES = 100


@dataclass(frozen=True)
class InvitationLink:
    """A link for one person, or for all when `name` is None."""

    name: str | None
    href: str


def origin_of(page_address: str | None, host: str | None) -> str:
    """Return where citizens reach us: what the operator says, else where this page is; "" when unknown.

    >>> origin_of("http://127.0.0.1:8501/buero", None)
    'http://127.0.0.1:8501'
    """
    given = os.environ.get(PUBLIC_ADDRESS)
    if given:
        return given.rstrip("/")
    if page_address:
        return page_address.partition("?")[0].rstrip("/").removesuffix("/buero")
    return f"http://{host}" if host else ""


def open_link(secret: str, study: Study, origin: str) -> InvitationLink:
    """Return the link for everybody."""
    return InvitationLink(None, address_of(secret, Invitation(study.id), origin))


def personal_links(secret: str, study: Study, origin: str, names: Sequence[str]) -> tuple[InvitationLink, ...]:
    """Return one link a person; it stands for the same person at every call, with a new key for her drafts.

    The link carries a code made of the name, not the name: links end up in logs and mailboxes.
    """
    return tuple(
        InvitationLink(
            name,
            address_of(
                secret,
                personal_invitation(study.id, participant_code(secret, study.id, f"name:{name.casefold()}")),
                origin,
            ),
        )
        for name in names
    )


def address_of(secret: str, invitation: Invitation, origin: str) -> str:
    """Return the address that opens an invitation."""
    return f"{origin}/?einladung={seal_invitation(secret, invitation)}"


def read_names(text: str) -> tuple[str, ...]:
    """Return the names of a list, one a line; each counts once, whatever its case and blanks.

    >>> read_names("Anna Muster\\n anna  muster \\n\\nP-02")
    ('Anna Muster', 'P-02')
    """
    names: dict[str, str] = {}
    for line in text.splitlines():
        name = " ".join(line.split())
        if name:
            names.setdefault(name.casefold(), name)
    return tuple(names.values())


def draw_code(href: str, description: str) -> str:
    """Return a QR code as an HTML image that carries its SVG; Streamlit lets no bare SVG through."""
    picture = segno.make(href, error="m").svg_data_uri(border=4, dark="#131525", light="#ffffff", scale=4)
    return f'<img class="pl-qr" alt="{escape(description)}" src="{escape(picture)}">'
