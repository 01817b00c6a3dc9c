"""Questions nobody thought of beforehand: ready ones and SQL over a snapshot of the recordings, for the team."""

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from feedback.analytics import (
    FOLDER,
    Answer,
    Question,
    QuestionError,
    Snapshot,
    ask,
    newest,
    ready_questions,
    tables,
    write_snapshot,
)
from feedback.decision.numbers import count, number
from feedback.errors import OperatorError
from feedback.office.desk import Desk
from feedback.office.layout import Link, details, open_page, paragraphs, table, text_block
from feedback.office.signing_page import tell_time
from feedback.study import Study

PAGE = "fragen"
SHOWN = 200
READY, OWN = "Fertige Frage", "Eigene Frage in SQL"
NO_GROUPS = "Gruppen von Personen fehlen hier: Kleine Gruppen könnten jemanden verraten."
FETCHING = "Die Daten werden geholt."
NOTHING = "Dazu gibt es in dieser Studie keine Daten."
EXAMPLE = "SELECT page, count(*) AS besuche FROM event WHERE type = 'page_shown' GROUP BY page ORDER BY page"
REFUSED: Mapping[str, str] = {
    "select": "Eine Frage ist genau ein SELECT über diese Tabellen.",
    "table": "Die Tabelle „{name}“ gibt es nicht.",
    "column": "Die Spalte „{name}“ gibt es nicht.",
    "time": "Die Antwort dauert zu lange. Bitte fragen Sie nach weniger.",
    "memory": "Die Antwort braucht zu viel Speicher. Bitte fragen Sie nach weniger.",
    "moved": "Der Stand der Daten hat gewechselt. Bitte fragen Sie noch einmal.",
    "wrong": "Die Datenbank versteht die Frage nicht: {name}",
}
HEADS: Mapping[str, str] = {
    "after_mistake": "nach Fehler", "after_task": "Nach Aufgabe", "answer": "Antwort", "arm": "Variante",
    "changed_again": "erneut geändert", "clicks": "Klicks", "corrections": "Korrekturen",
    "dead_clicks": "ohne Wirkung", "events": "Ereignisse", "field": "Feld", "instrument": "Fragebogen",
    "item": "Frage", "left_page": "von Seite", "longest_ms": "längste (s)", "lost": "nie angekommen",
    "mean_dwell_ms": "Verweilen (s)", "mean_hesitation_ms": "Zögern (s)", "mean_ms": "im Mittel (s)",
    "minutes": "Minuten", "page": "Seite", "pauses": "Pausen", "people": "Personen", "rage_clicks": "Wutklicks",
    "reached": "erreicht", "result": "Ergebnis", "rule": "Regel", "sessions": "Sitzungen",
    "shortest_ms": "kürzeste (s)", "source": "Quelle", "started_day": "Tag", "state": "Stand", "steps": "Schritte",
    "stopped": "aufgehört", "successes": "geschafft", "task": "Aufgabe", "times_opened": "geöffnet",
    "times_shown": "gezeigt", "total_ms": "zusammen (s)",
}  # fmt: skip
WORDS: Mapping[str, str] = {
    "success": "Erfolg", "success_with_help": "Erfolg mit Hilfe", "failed": "nicht geschafft", "gave_up": "aufgegeben",
    "timed_out": "Zeit abgelaufen", "technical_failure": "technische Störung", "running": "läuft noch",
    "finished": "beendet", "stopped": "abgebrochen", "server": "Server", "probe": "Browser", "staff": "Team",
    "import": "Import",
}  # fmt: skip


def draw_query(desk: Desk, study: Study, links: tuple[Link, ...]) -> None:
    """Draw the questions, the answer, and when the data were taken."""
    open_page("Fragen an die Daten", links=links, demo=study.demo)
    try:
        snapshot = find_snapshot(desk)
        text_block(paragraphs(f"Stand der Daten: {tell_time(snapshot.written_ms)}.", NO_GROUPS))
        if st.button("Neuen Stand holen", key="query-fresh"):
            take_snapshot(desk)
            st.rerun()
        draw_question(desk, study, snapshot)
    except QuestionError as error:
        draw_error(tell_refusal(error))
    except OperatorError as error:
        draw_error(paragraphs("Der Stand der Daten fehlt. Das muss jemand vom Betrieb beheben:", str(error)))


def draw_question(desk: Desk, study: Study, snapshot: Snapshot) -> None:
    """Draw the choice of a question, and the answer once there is one."""
    if st.radio("Was möchten Sie fragen?", [READY, OWN], horizontal=True, key="query-kind") == READY:
        name = st.selectbox(
            "Welche Frage?",
            list(ready_questions()),
            index=None,
            placeholder="Frage wählen",
            key="query-ready",
            format_func=lambda one: ready_questions()[one].title_de,
        )
        if name is None:
            return
        question = ready_questions()[name]
        answer = find_answer(desk, study, snapshot, question)
        draw_answer(question.title_de, answer, to_rows(answer, study))
        return
    text_block(details("Tabellen und Spalten", tell_tables()))
    with st.form("query-form", border=False):
        sql = st.text_area("Ihr SELECT", EXAMPLE, key="query-sql", height=160, max_chars=10_000)
        asked = st.form_submit_button("Frage stellen", type="primary")
    if asked:
        st.session_state["query-asked"] = sql
    if given := st.session_state.get("query-asked"):
        answer = find_answer(desk, study, snapshot, Question("sql", OWN, OWN, given))
        draw_answer("Antwort", answer, to_rows(answer))


def find_snapshot(desk: Desk) -> Snapshot:
    """Return the newest snapshot; where there is none, it is made."""
    return newest(folder_of(desk)) or take_snapshot(desk)


def take_snapshot(desk: Desk) -> Snapshot:
    """Make a new snapshot, with a bar that grows."""
    desk.require("query")
    bar = st.progress(0.0, FETCHING)

    def tell(done: int, total: int) -> None:
        bar.progress(done / max(total, 1), FETCHING)

    try:
        return write_snapshot(desk.store, folder_of(desk), now_ms=desk.clock_ms(), tell=tell)
    finally:
        bar.empty()


def folder_of(desk: Desk) -> Path:
    """Return where the lab's snapshots lie."""
    return desk.lab.root / "data" / FOLDER


def find_answer(desk: Desk, study: Study, snapshot: Snapshot, question: Question) -> Answer:
    """Return the answer about one study, without groups of people; that somebody asked is logged once a question."""
    desk.require("query")
    answer = ask(snapshot, question.sql, study=study.id, groups=False)
    if st.session_state.get("query-noted") != question.sql:
        st.session_state["query-noted"] = question.sql
        desk.note("queried", study=study.id, about=question.name)
    return answer


def to_rows(answer: Answer, study: Study | None = None) -> list[list[str]]:
    """Return the cells as HTML, with the titles of a study where one is given."""
    return [
        [escape(tell_cell(name, cell, study)) for name, cell in zip(answer.columns, row, strict=True)]
        for row in answer.rows[:SHOWN]
    ]


def tell_cell(name: str, cell: Any, study: Study | None) -> str:
    """Return one cell in German; without a study as it is."""
    if cell is None:
        return "keine Angabe" if study and name == "answer" else "–"
    if study is None:
        return str(cell)
    if name.endswith("_ms"):
        return number(cell / 1000)
    if name == "arm":
        return study.arm_title(cell)
    if name in ("task", "after_task") and cell:
        return study.task_title(cell)
    if name in ("result", "state", "source"):
        return WORDS.get(cell, cell)
    return str(cell)


def draw_answer(title: str, answer: Answer, rows: list[list[str]]) -> None:
    """Draw an answer as a table of 200 rows at most, and as a file to take away."""
    if not rows:
        text_block(paragraphs(NOTHING))
        return
    hidden = answer.columns.index("study") if "study" in answer.columns else -1
    kept = [place for place in range(len(answer.columns)) if place != hidden] or [0]
    heads = [HEADS.get(answer.columns[place], answer.columns[place]) for place in kept]
    told = count(len(answer.rows), "Zeile", "Zeilen")
    cut = f", davon hier die ersten {SHOWN}" if len(answer.rows) > SHOWN else ""
    more = " Es gibt noch mehr Zeilen, als eine Antwort haben darf." if answer.more else ""
    text_block(table(f"{title} ({told}{cut})", heads, [[row[place] for place in kept] for row in rows], "pl-query"))
    text_block(paragraphs(more))
    st.download_button("Als CSV herunterladen", answer.to_csv(), "antwort.csv", "text/csv", on_click="ignore")


def draw_error(html: str) -> None:
    """Draw why there is no answer."""
    text_block(f'<div role="alert" class="pl-error">{html}</div>')


def tell_refusal(error: QuestionError) -> str:
    """Return as HTML why a question got no answer, and what may have been meant."""
    guess = f"Meinten Sie „{error.guess}“?" if error.guess else ""
    return paragraphs(REFUSED[error.why].format(name=error.name), guess)


def tell_tables() -> str:
    """Return the tables with their columns."""
    listed = "".join(
        f"<li><code>{name}</code>: {', '.join(f'<code>{column}</code>' for column in columns)}</li>"
        for name, columns in tables(groups=False).items()
    )
    return f"<ul>{listed}</ul>"
