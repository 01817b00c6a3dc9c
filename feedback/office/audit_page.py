"""The audit log for administrators: newest first, and whether somebody changed it."""

from collections.abc import Mapping
from html import escape

import streamlit as st

from feedback.audit import Action, verify_audit
from feedback.chain import ChainCheck
from feedback.lab import ROLES
from feedback.office.desk import Desk
from feedback.office.layout import Link, open_page, paragraphs, table, text_block
from feedback.office.permissions import ROLE_NAMES
from feedback.office.signing_page import tell_time
from feedback.store import AuditEntry

A_PAGE = 100
DEEDS: Mapping[Action, str] = {
    "signed_in": "Angemeldet",
    "signed_out": "Abgemeldet",
    "sign_in_refused": "Anmeldung abgelehnt",
    "page_refused": "Seite verweigert",
    "page_seen": "Seite geöffnet",
    "verdict_seen": "Urteil angesehen",
    "invited": "Einladungen erstellt",
    "finding_changed": "Problem bearbeitet",
    "finding_rated": "Problem bewertet",
    "help_given": "Hilfe vermerkt",
    "observed": "Beobachtung notiert",
    "decision_signed": "Urteil unterschrieben",
    "report_downloaded": "Bericht heruntergeladen",
    "exported": "Daten ausgegeben",
    "queried": "Frage an die Daten gestellt",
    "code_issued": "Zugangscode ausgegeben",
    "erased": "Sitzung gelöscht",
    "retention_applied": "Aufbewahrungsfrist angewendet",
    "backed_up": "Datensicherung erstellt",
    "restored": "Datensicherung eingespielt",
    "store_migrated": "Datenbank umgezogen",
    "log_read": "Protokoll ausgegeben",
}


def draw_audit(desk: Desk, links: tuple[Link, ...]) -> None:
    """Draw the newest entries, and whether the chain is whole."""
    entries = desk.store.audit_log()
    open_page("Protokoll", links=links)
    text_block(tell_check(verify_audit(entries)))
    pages = max(-(-len(entries) // A_PAGE), 1)
    page = 1
    if pages > 1:
        page = int(st.number_input("Seite des Protokolls", 1, pages, 1, key="audit-page"))
    newest = entries[::-1][(page - 1) * A_PAGE : page * A_PAGE]
    text_block(draw_entries(newest) if newest else paragraphs("Noch ist nichts geschehen."))


def tell_check(check: ChainCheck) -> str:
    """Return as HTML whether the log is whole, and which hash to keep."""
    if not check.intact:
        command = "Der Befehl „probelauf audit verify“ zeigt, welche Einträge."
        told = paragraphs("Jemand hat das Protokoll nachträglich verändert.", command)
        return f'<div role="alert" class="pl-error">{told}</div>'
    keep = "Bewahren Sie diesen Prüfwert außerhalb des Labors auf. Er zeigt später, ob etwas fehlt."
    return paragraphs("Das Protokoll ist unverändert.", keep) + f"<p><code>{escape(check.head)}</code></p>"


def draw_entries(entries: list[AuditEntry]) -> str:
    """Return entries as a table."""
    rows = [
        [
            str(entry.number),
            escape(tell_time(entry.at_ms)),
            f"{escape(entry.actor)}<br><small>{escape(tell_role(entry.role))}</small>",
            escape(DEEDS.get(entry.action, entry.action)),  # type: ignore[call-overload]
            "<br>".join(escape(part) for part in (entry.study, entry.object) if part),
        ]
        for entry in entries
    ]
    return table("Einträge, neueste zuerst", ["Nummer", "Zeit", "Wer", "Was", "Woran"], rows, kind="pl-audit")


def tell_role(roles: str) -> str:
    """Return the roles of an entry in German."""
    held = roles.split(",")
    return ", ".join(ROLE_NAMES[role].removeprefix("das ").removeprefix("die ") for role in ROLES if role in held)
