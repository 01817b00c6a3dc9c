"""Draws the way into a study: the consent text, age, a guardian, groups. What it says lies in `feedback/consent`."""

from html import escape

import streamlit as st

from feedback.consent import LANGUAGES, Consent, read_consent, version_read
from feedback.lab import Lab
from feedback.study import Segment, segments_of
from labs.journey import Problem
from labs.runner.buttons import draw_button, make_up_for
from labs.runner.fields import key_of, plain
from labs.runner.frame import frame, paragraphs, text_block
from labs.runner.words import say
from labs.visit import Visit
from labs.wording import word

_READ = "probelauf-consent-language"
_TOLD = "told"


def draw_entrance(visit: Visit, lab: Lab) -> None:
    """Draw the stage on the way in that the visit is at."""
    match visit.stage.kind:
        case "consent":
            draw_consent(visit, lab)
        case "guardian":
            draw_guardian(visit, lab)
        case "groups":
            draw_groups(visit)
        case _:
            draw_outside(visit)


def draw_consent(visit: Visit, lab: Lab) -> None:
    """Draw the consent page: the text in the language that is read, what may be allowed beyond it, the age."""
    read = read_language(visit)
    language, turn, text = spoken(read), visit.turn, read_consent(lab, visit.cast.study, read)
    age, scopes = key_of(turn, "age"), visit.cast.study.consent_scopes
    problems = [Problem("age", "required", say("age_missing", language), "age")] if visit.missing == "age" else []
    shown = turn if read == visit.flow.language else f"{turn}.{LANGUAGES.index(read) + 1}"
    frame(say("welcome", language), turn=shown, language=language, problems=problems)
    draw_languages(visit, read)
    draw_text(text)
    if language != visit.flow.language:
        text_block(paragraphs(say("trial_language", language)))
    if scopes:
        text_block(f"<h2>{escape(say('scopes_title', language))}</h2>{paragraphs(say('scopes_text', language))}")
    for scope in scopes:
        st.checkbox(plain(text.scopes[scope]), key=f"scope-{scope}")
    draw_question(age, text.age, [word("yes", language), word("no", language)], problems)

    def agree() -> None:
        given = [scope for scope in scopes if st.session_state.get(f"scope-{scope}")]
        answer = st.session_state.get(age)
        of_age = None if answer is None else answer == word("yes", language)
        visit.consent(turn, agreed=True, scopes=given, of_age=of_age, version=version_read(read))

    with st.container(horizontal=True, key="consent"):
        draw_button(visit, "agree", agree, primary=True, language=language)
        draw_button(visit, "decline", lambda: visit.consent(turn, agreed=False), language=language)


def draw_guardian(visit: Visit, lab: Lab) -> None:
    """Draw the page for the guardian of somebody too young to decide alone."""
    read = read_language(visit)
    language, turn, text = spoken(read), visit.turn, read_consent(lab, visit.cast.study, read)
    if text.guardian is None:
        return
    key = key_of(turn, "guardian")
    problems = [Problem("guardian", "required", say("guardian_missing", language), "guardian")] if visit.missing else []
    frame(text.guardian.heading, turn=turn, language=language, problems=problems)
    text_block(paragraphs(*text.guardian.text.splitlines()))
    draw_text(text)
    message = f'<span class="pl-error" id="e-{key}">{escape(problems[0].message)}</span>' if problems else ""
    wrong = " pl-wrong" if problems else ""
    st.html(f'<div class="pl-question{wrong}" data-for="{key}" data-required="yes">{message}</div>')
    st.checkbox(plain(text.guardian.agree), key=key)
    with st.container(horizontal=True, key="guardian"):
        draw_button(
            visit,
            "allow",
            lambda: visit.allow(turn, agreed=True if st.session_state.get(key) else None),
            primary=True,
            language=language,
        )
        draw_button(visit, "forbid", lambda: visit.allow(turn, agreed=False), language=language)


def draw_groups(visit: Visit) -> None:
    """Draw the questions about the person, which nobody has to answer."""
    language, turn, segments = visit.flow.language, visit.turn, segments_of(visit.cast.study)
    frame(say("groups_title", language), turn=turn, language=language)
    text_block(paragraphs(say("groups_text", language)))
    with st.form(f"groups-{turn}", border=False):
        for segment in segments:
            options = [*segment.options.values(), word("not_given", language)]
            draw_question(f"{_TOLD}-{segment.id}", segment.question, options, (), required=False)

        def tell() -> None:
            visit.tell_groups(turn, read_groups(segments))

        words = word("next", language)
        make_up_for(st.form_submit_button(words, type="primary", key=f"tell{turn}", on_click=tell), tell)


def read_groups(segments: tuple[Segment, ...]) -> dict[str, str]:
    """Return what was told on the page, by segment."""
    told: dict[str, str] = {}
    for segment in segments:
        chosen = st.session_state.get(f"{_TOLD}-{segment.id}")
        option = next((option for option, shown in segment.options.items() if shown == chosen), None)
        if option:
            told[segment.id] = option
    return told


def draw_outside(visit: Visit) -> None:
    """Draw the end of a visit that did not take place; nothing of it is stored."""
    language, turn, kind = visit.flow.language, visit.turn, visit.stage.kind
    age = visit.cast.study.min_age
    frame(say(kind, language, age=age), turn=turn, language=language)
    text_block(paragraphs(say(f"{kind}_text", language, age=age)))
    if kind == "declined":
        draw_button(visit, "reconsider", lambda: visit.reconsider(turn))
    elif kind == "too_young":
        draw_button(visit, "mistaken", lambda: visit.reconsider(turn))


def draw_languages(visit: Visit, read: str) -> None:
    """Draw the buttons for reading the text in another language."""
    names = {"de": "read_de", "de-leicht": "read_easy", "en": "read_en"}
    with st.container(horizontal=True, key="pl-languages"):
        for language in LANGUAGES:
            if language != read:
                name = "read_plain" if language == "de" and read == "de-leicht" else names[language]
                st.button(
                    say(name),
                    key=f"{name}{visit.turn}",
                    type="tertiary",
                    on_click=lambda chosen=language: st.session_state.update({_READ: chosen}),
                )


def draw_text(text: Consent) -> None:
    """Draw a consent text; each line is a paragraph."""
    points = "".join(f"<h2>{escape(one.heading)}</h2>{paragraphs(*one.text.splitlines())}" for one in text.points)
    text_block(paragraphs(*text.lead.splitlines()) + points)


def draw_question(
    key: str, question: str, options: list[str], problems: list[Problem] | tuple[()], *, required: bool = True
) -> None:
    """Draw a question with a few answers to choose from, and what is wrong with the answer."""
    message = f'<span class="pl-error" id="e-{key}">{escape(problems[0].message)}</span>' if problems else ""
    st.html(
        f'<div class="pl-question{" pl-wrong" if problems else ""}" data-for="{key}" '
        f'data-required="{"yes" if required else "no"}">'
        f'<span class="pl-label" id="l-{key}" data-to="{key}">{escape(question)}</span>{message}</div>'
    )
    st.radio(question, options, index=None, key=key, label_visibility="collapsed", format_func=plain)


def read_language(visit: Visit) -> str:
    """Return the language in which this browser reads the consent text; at first that of the study."""
    return str(st.session_state.get(_READ, visit.flow.language))


def spoken(read: str) -> str:
    """Return the language of the words around a text: German or English."""
    return "en" if read == "en" else "de"
