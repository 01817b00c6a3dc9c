"""Draws the stages of a visit around the prototype: consent, briefing, questionnaires, comment, receipt."""

from collections.abc import Callable
from html import escape

import streamlit as st

from feedback import instruments
from feedback.instruments import Instrument
from feedback.lab import Lab
from labs.questions import show
from labs.runner.consent import consent_text
from labs.runner.faults import log_places
from labs.runner.fields import plain
from labs.runner.frame import facts, frame, paragraphs, text_block
from labs.runner.prototype import Screen, draw_page
from labs.runner.words import say
from labs.service import Flow, Task, find_question
from labs.visit import Visit
from labs.wording import word


def draw(visit: Visit, lab: Lab, receipt: str) -> None:
    """Draw the stage that the visit is at. `receipt` is the participant's receipt code."""
    language = visit.flow.language
    if visit.cast.study.demo:
        st.html(f'<p class="pl-sample">{escape(say("synthetic", language))}</p>')
    if visit.superseded:
        st.html(f'<p class="pl-sample" role="status">{escape(say("superseded", language))}</p>')
    match visit.stage.kind:
        case "consent":
            _draw_consent(visit, lab)
        case "briefing":
            _draw_briefing(visit)
        case "prototype":
            _draw_prototype(visit, receipt)
        case "questionnaire":
            _draw_questionnaire(visit)
        case "comment":
            _draw_comment(visit)
        case "receipt":
            _draw_receipt(visit, receipt)
        case "declined" | "stopped":
            _draw_left(visit)


def _draw_consent(visit: Visit, lab: Lab) -> None:
    language, turn = visit.flow.language, visit.turn
    text = consent_text(lab, visit.cast.study, language)
    frame(say("welcome", language), turn=visit.turn, language=language)
    points = "".join(f"<h2>{escape(heading)}</h2>{paragraphs(body)}" for heading, body in text.points)
    text_block(paragraphs(text.lead) + points)
    with st.container(horizontal=True, key="consent"):
        _button(visit, "agree", lambda: visit.consent(turn, agreed=True), primary=True)
        _button(visit, "decline", lambda: visit.consent(turn, agreed=False))


def _draw_briefing(visit: Visit) -> None:
    language, turn, study = visit.flow.language, visit.turn, visit.cast.study
    number = [task.id for task in study.tasks].index(visit.task.id) + 1
    above = [say("task_number", language, number=number, total=len(study.tasks))]
    if len(visit.arms) > 1:
        above.insert(0, say("design_number", language, number=visit.stage.arm + 1, total=len(visit.arms)))
    progress = f'<p class="pl-progress">{escape(" · ".join(above))}</p>'
    frame(visit.task.title, turn=turn, language=language, above=progress)
    rows = persona_rows(visit.flow, visit.task)
    role = f"<h2>{escape(say('role', language))}</h2>{paragraphs(visit.task.role.story, say('role_text', language))}"
    text_block(
        paragraphs(visit.task.scenario) + (role + facts(rows) if rows else "") + paragraphs(say("role_later", language))
    )
    with st.container(horizontal=True, key="briefing"):
        _button(visit, "begin", lambda: visit.begin_task(turn), primary=True)
        _button(visit, "stop", lambda: visit.stop(turn))


def _draw_prototype(visit: Visit, receipt: str) -> None:
    language, turn, task = visit.flow.language, visit.turn, visit.task
    inner = paragraphs(task.scenario, task.role.story) + facts(persona_rows(visit.flow, task))
    summary = f"{say('your_task', language)}: {task.title}"
    st.html(f'<details class="pl-task"><summary>{escape(summary)}</summary>{inner}</details>')
    if visit.journey is not None:
        draw_page(Screen(visit.journey, visit, turn, receipt, lambda error: _explain(error, language)))
    with st.container(key="pl-test"):
        st.html(f'<h2 class="pl-entry">{escape(say("your_trial", language))}</h2>')
        with st.container(horizontal=True, key="pl-test-buttons"):
            _button(visit, "finished", lambda: visit.finish_task(turn))
            _button(visit, "give_up", lambda: visit.give_up(turn))
            _button(visit, "stop", lambda: visit.stop(turn))


def _explain(error: Exception, language: str) -> None:
    """Tell the citizen that the page is incomplete, through no fault of hers, and the operator where it broke."""
    log_places(error)
    st.html(f'<p class="pl-sample" role="status">{escape(say("incomplete", language))}</p>')


def _draw_questionnaire(visit: Visit) -> None:
    language, turn = visit.flow.language, visit.turn
    instrument = instruments.get(visit.stage.instrument or "")
    service = f"“{visit.flow.title}”" if language == "en" else f"„{visit.flow.title}“"
    heading = (
        say("ease_title", language) if instrument.per_task else say("questionnaire_title", language, service=service)
    )
    frame(heading, turn=turn, language=language, site=visit.flow.title)
    scale = say(
        "scale",
        language,
        low=instrument.low,
        high=instrument.high,
        low_label=instrument.low_label.show(language),
        high_label=instrument.high_label.show(language),
    )
    text_block(paragraphs(scale, say("questionnaire_text", language)))
    if visit.open_items:
        key = "open_item" if len(visit.open_items) == 1 else "open_items"
        st.html(f'<p class="pl-sample" role="status">{escape(say(key, language, count=len(visit.open_items)))}</p>')
    with st.form(f"answers-{turn}", border=False):
        for item in instrument.items:
            text = item.text.show(language, service)
            key = f"a-{visit.stage.arm}-{visit.stage.task}-{instrument.id}-{item.id}"
            st.html(
                f'<div class="pl-question" data-for="{key}" data-required="no">'
                f'<span class="pl-label" id="l-{key}">{escape(text)}</span></div>'
            )
            values = list(range(instrument.low, instrument.high + 1))
            st.radio(text, values, index=None, horizontal=True, key=key, label_visibility="collapsed")
        st.form_submit_button(
            word("next", language),
            type="primary",
            key=f"send{turn}",
            on_click=_answer,
            args=(visit, instrument, turn),
        )
    with st.container(key="pl-test"):
        _button(visit, "stop", lambda: visit.stop(turn))


def _answer(visit: Visit, instrument: Instrument, turn: int) -> None:
    prefix = f"a-{visit.stage.arm}-{visit.stage.task}-{instrument.id}"
    visit.answer(turn, {item.id: st.session_state.get(f"{prefix}-{item.id}") for item in instrument.items})


def _draw_comment(visit: Visit) -> None:
    language, turn = visit.flow.language, visit.turn
    frame(say("comment_title", language), turn=turn, language=language)
    key = f"comment-{turn}"
    optional = f'<span class="pl-optional">({word("optional", language)})</span>'
    with st.form(f"form-{key}", border=False):
        st.html(
            f'<div class="pl-question" data-for="{key}" data-required="no">'
            f'<span class="pl-label" id="l-{key}" data-to="{key}">'
            f"{escape(say('comment_label', language))} {optional}</span>"
            f'<span class="pl-hint" id="h-{key}">{escape(say("comment_hint", language))}</span></div>'
        )
        st.text_area(say("comment_label", language), key=key, max_chars=2000, label_visibility="collapsed")
        st.form_submit_button(
            say("finish", language),
            type="primary",
            key=f"finish{turn}",
            on_click=lambda: visit.comment(turn, st.session_state.get(key) or ""),
        )


def _draw_receipt(visit: Visit, receipt: str) -> None:
    language = visit.flow.language
    frame(say("thanks", language), turn=visit.turn, language=language)
    text_block(
        paragraphs(say("thanks_text", language))
        + f"<h2>{escape(say('receipt', language))}</h2>"
        + f'<p class="pl-receipt">{escape(receipt)}</p>'
        + paragraphs(say("receipt_text", language), say("close", language))
    )


def _draw_left(visit: Visit) -> None:
    """Draw the end of a visit that did not take place, or was broken off."""
    language, turn, kind = visit.flow.language, visit.turn, visit.stage.kind
    frame(say(kind, language), turn=turn, language=language)
    text_block(paragraphs(say(f"{kind}_text", language)))
    if kind == "declined":
        _button(visit, "reconsider", lambda: visit.consent(turn, agreed=True))


def persona_rows(flow: Flow, task: Task) -> list[tuple[str, str]]:
    """Return the data for a task as a citizen reads them: questions and the answers to them, declarations left out.

    Where the form is filled in already, only what the goal asks for.
    """
    rows: list[tuple[str, str]] = []
    for name, value in (task.goal if task.starts else task.role.answers).items():
        question = find_question(flow.questions, name)
        if question is None:
            rows.append((name, str(value)))
        elif question.kind == "group":
            for index, entry in enumerate(value):
                known = {item.id: item for item in question.item_questions}
                parts = [show(known[key], one, flow.language) for key, one in entry.items() if key in known]
                rows.append((f"{question.item} {index + 1}", ", ".join(parts)))
        elif question.kind != "declaration":
            rows.append((question.label, show(question, value, flow.language)))
    return rows


def _button(visit: Visit, words: str, act: Callable[[], None], *, primary: bool = False) -> None:
    st.button(
        plain(say(words, visit.flow.language)),
        key=f"{words}{visit.turn}",
        type="primary" if primary else "secondary",
        on_click=act,
    )
