"""Draws the stages of a visit around the prototype: the way in, briefing, questionnaires, comment, receipt."""

import functools
from html import escape

import streamlit as st

from feedback import instruments
from feedback.instruments import Instrument
from feedback.lab import Lab
from labs.questions import show
from labs.runner.buttons import draw_button, make_up_for
from labs.runner.consent import draw_entrance
from labs.runner.existing_app import draw_prototype
from labs.runner.faults import log_places
from labs.runner.finder import draw_finder
from labs.runner.frame import facts, frame, paragraphs, text_block
from labs.runner.prototype import Screen
from labs.runner.receipt import draw_receipt, draw_stopped
from labs.runner.words import say
from labs.service import Flow, Task, find_question
from labs.visit import Visit
from labs.wording import word


def draw(visit: Visit, lab: Lab, receipt: str, probe: str = "") -> None:
    """Draw the stage that the visit is at. `receipt` is the participant's receipt code.

    `probe` holds the attributes that `probe_attributes` makes.
    """
    language = visit.flow.language
    if visit.cast.study.demo:
        st.html(f'<p class="pl-sample">{escape(say("synthetic", language))}</p>')
    if visit.superseded:
        st.html(f'<p class="pl-sample" role="status">{escape(say("superseded", language))}</p>')
    match visit.stage.kind:
        case "briefing":
            _draw_briefing(visit)
        case "prototype":
            _draw_prototype(visit, receipt, probe)
        case "questionnaire":
            _draw_questionnaire(visit)
        case "comment":
            _draw_comment(visit)
        case "receipt":
            draw_receipt(visit, receipt)
        case "stopped":
            draw_stopped(visit, receipt)
        case _:
            draw_entrance(visit, lab)


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
        draw_button(visit, "begin", lambda: visit.begin_task(turn), primary=True)
        draw_button(visit, "stop", lambda: visit.stop(turn))


def _draw_prototype(visit: Visit, receipt: str, probe: str) -> None:
    language, turn, task = visit.flow.language, visit.turn, visit.task
    inner = paragraphs(task.scenario, task.role.story) + facts(persona_rows(visit.flow, task))
    summary = f"{say('your_task', language)}: {task.title}"
    st.html(f'<details class="pl-task"><summary>{escape(summary)}</summary>{inner}</details>')
    if visit.seeking is not None:
        draw_finder(visit, visit.seeking, lambda: _draw_ways_out(visit))
    if visit.journey is not None:
        screen = Screen(visit.journey, visit, turn, receipt, lambda error: _explain(error, language), probe)
        draw_prototype(screen, lambda: _draw_ways_out(visit))


def _draw_ways_out(visit: Visit) -> None:
    """Draw the buttons that end a task."""
    turn = visit.turn
    with st.container(key="pl-test"):
        st.html(f'<h2 class="pl-entry">{escape(say("your_trial", visit.flow.language))}</h2>')
        with st.container(horizontal=True, key="pl-test-buttons"):
            draw_button(visit, "finished", lambda: visit.finish_task(turn))
            draw_button(visit, "give_up", lambda: visit.give_up(turn))
            draw_button(visit, "stop", lambda: visit.stop(turn))


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
        send = functools.partial(_answer, visit, instrument, turn)
        make_up_for(
            st.form_submit_button(word("next", language), type="primary", key=f"send{turn}", on_click=send), send
        )
    with st.container(key="pl-test"):
        draw_button(visit, "stop", lambda: visit.stop(turn))


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

        def finish() -> None:
            visit.comment(turn, st.session_state.get(key) or "")

        words = say("finish", language)
        make_up_for(st.form_submit_button(words, type="primary", key=f"finish{turn}", on_click=finish), finish)


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
