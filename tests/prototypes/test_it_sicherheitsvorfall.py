"""The IT-Sicherheitsvorfall prototype: three stages in one flow, an honest countdown, and nobody is held up."""

from datetime import date, datetime, timedelta
from itertools import product

import pytest

from labs import UNKNOWN, Answers
from labs.check import check
from labs.journey import Journey
from labs.walk import walk
from prototypes.it_sicherheitsvorfall import people, service
from prototypes.it_sicherheitsvorfall.statute import CONTENTS, UNCONFIRMED, due, final_day, hours_left, local

TODAY = date(2026, 11, 24)
VARIANTS = service.variant_ids
FIRST, PAUL, MIRA = people.FIRST, people.PAUL.answers, people.MIRA.answers
DECLARED = {"stand": True}


def journey(variant, answers, at=None, today=TODAY):
    return Journey(service.flow(variant), today=today, answers=answers, at=at)


def said(page, answers, variant="A"):
    one = journey(variant, answers, today=datetime.now().astimezone().date())
    return one.flow.page(page).says(one.answers)


def hours_ago(hours):
    """Return the answers of somebody who noticed the incident so many hours and half a minute ago, in Berlin."""
    moment = due("erst", datetime.now().astimezone() - timedelta(hours=hours + 24, seconds=30))
    return {**FIRST, "kenntnis_tag": moment.date(), "kenntnis_zeit": f"{moment:%H:%M}"}


def test_check_finds_nothing():
    """Names, conditions, personas, walks and words fit together, and every sentence is easy to read."""
    assert [] == check(service)


@pytest.mark.slow
def test_bots_come_through():
    """Bots walk every branch of every variant, with and without mistakes, and all scripted walks."""
    report = walk(service)
    assert () == report.failed
    assert report.walks > len(service.walks)


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_page_is_reached(variant):
    """No page is there in vain: the scripted walks together show all of them."""
    shown = {page for script in service.walks if script.variant == variant for page in script.expect}
    assert {page.id for page in service.flow(variant).pages} == shown


@pytest.mark.parametrize("script", service.walks, ids=lambda script: script.name)
def test_scripted_walks(script):
    """Each scripted walk is led over exactly the pages that it expects."""
    assert tuple(script.expect) == journey(script.variant, script.answers).path()


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("answers", [FIRST, PAUL, MIRA], ids=["erst", "meldung", "abschluss"])
def test_every_stage_can_be_sent(variant, answers):
    """Each role's answers are valid and carry a journey from the first page to the last."""
    filled = journey(variant, {**answers, **DECLARED})
    raw = {name: filled.raw(name) for name in filled.draft()["raw"]}
    one = journey(variant, {})
    for _ in range(40):
        if one.at_end:
            break
        step = one.submit({question.id: raw[question.id] for question in one.asked(raw) if question.id in raw})
        assert step.moved, step.problems
    assert one.at_end
    assert {*answers, *DECLARED} == {*one.answers}


@pytest.mark.parametrize("variant", ["A", "B"])
def test_nobody_is_trapped(variant):
    """Whatever the stage, whoever reports, known or unknown: all reach the end."""
    forks = {
        "stufe": ("erst", "meldung", "abschluss"),
        "art": ("wichtig", "besonders", "kritisch", "keine", UNKNOWN),
        "menschen": (True, False, UNKNOWN),
        "verdacht": (True, False, UNKNOWN),
        "vorbei": (True, False),
    }
    for values in product(*forks.values()):
        situation = dict(zip(forks, values, strict=True))
        one = journey(variant, {**MIRA, **DECLARED, **situation}, at="done")
        assert "done" == one.page.id, situation


def test_each_stage_adds_what_the_law_asks():
    """§ 32 Abs. 1: every field of a stage is asked from that stage on, and not before."""
    asked = {stage: set(journey("A", {**MIRA, "stufe": stage}).answers) for stage in CONTENTS}
    assert set(CONTENTS["erst"]) <= asked["erst"]
    assert not (set(CONTENTS["meldung"]) | set(CONTENTS["abschluss"])) & asked["erst"]
    assert set(CONTENTS["meldung"]) <= asked["meldung"]
    assert not set(CONTENTS["abschluss"]) & asked["meldung"]
    assert set().union(*CONTENTS.values()) <= asked["abschluss"]


@pytest.mark.parametrize("variant", VARIANTS)
def test_second_report_is_prefilled_and_corrected(variant):
    """The second task: nothing of the first report is typed again; the check page mends what was unknown."""
    task = service.task("zweite")
    one = journey(variant, PAUL, at=task.starts)
    assert UNKNOWN is one.answers.verdacht
    one = journey(variant, PAUL, at="check")
    (row,) = (row for row in one.summary() if row.anchor == "verdacht")
    assert one.jump(row.page).moved
    raw = {question.id: one.raw(question.id) for question in one.asked()}
    assert "check" == one.submit(raw | {"verdacht": True}).to_page
    one.submit()
    one.submit(DECLARED)
    assert one.at_end
    assert one.flow.reaches_goal(task, one.answers)


def test_open_questions_of_the_first_report_are_named():
    """A follow-up says what was still unknown, and only that."""
    text = said("erste_da", {**PAUL, "art": UNKNOWN})
    assert "Vermuten Sie einen Angriff?" in text
    assert "Wie ist Ihre Firma beim Amt eingetragen?" in text
    assert "Trifft es vielleicht auch andere Länder?" not in text


@pytest.mark.parametrize(
    ("stage", "hours", "sentence"),
    [
        ("erst", 3, "noch **20 Stunden**"),
        ("erst", 22, "noch **eine Stunde**"),
        ("erst", 23, "noch **weniger als eine Stunde**"),
        ("erst", 25, "Ihre Frist ist vorbei."),
        ("meldung", 25, "noch **46 Stunden**"),
        ("meldung", 73, "Melden Sie trotzdem sofort."),
    ],
)
def test_countdown(stage, hours, sentence):
    """The page counts down 24 and 72 hours from the moment of knowledge, and says when they are over."""
    assert sentence in said("frist", {**PAUL, **hours_ago(hours), "stufe": stage})


@pytest.mark.parametrize(("days", "sentence"), [(0, "Tage**."), (70, "Ihre Frist ist vorbei.")])
def test_countdown_of_the_last_report(days, sentence):
    """The last report is due a month after the second, not after the incident."""
    sent = datetime.now().astimezone().date() - timedelta(days=days)
    text = said("frist", {**MIRA, "gesendet": sent})
    assert sentence in text
    assert f"{final_day(sent):%d.%m.%Y}" in text


def test_end_names_the_next_stage():
    """After each report the citizen learns what comes next, and until when."""
    assert "zweite Meldung" in said("done", hours_ago(3))
    assert "noch **68 Stunden**" in said("done", hours_ago(3))
    assert "letzte Meldung" in said("done", PAUL)
    assert "Damit haben Sie alles gemeldet." in said("done", MIRA)
    assert "Der Vorfall läuft noch." in said("done", {**MIRA, "vorbei": False})


@pytest.mark.parametrize("typed", ["25:00", "14 Uhr", "7:5", "mittags"])
def test_wrong_time_is_explained(typed):
    """A time that cannot be read is refused with an example."""
    one = journey("A", FIRST, at="kenntnis")
    (problem,) = one.submit({"kenntnis_tag": "23.11.2026", "kenntnis_zeit": typed}).problems
    assert "so: 14:30" in problem.message


@pytest.mark.parametrize("typed", ["7:05", "07.05", "23:59"])
def test_usual_times_are_taken(typed):
    """Hours with one digit and a point between are fine, too."""
    assert journey("A", FIRST, at="kenntnis").submit({"kenntnis_tag": "23.11.2026", "kenntnis_zeit": typed}).moved


@pytest.mark.parametrize("variant", ["leicht", "englisch"])
def test_other_words_say_the_same(variant):
    """Easy language and English have words of their own and the same last moment."""
    until = due("meldung", local(PAUL["kenntnis_tag"], 14, 30))
    text = said("frist", PAUL, variant)
    assert f"{until:%d.%m.%Y}" in text
    assert said("frist", PAUL) != text


def test_variant_b_has_the_first_report_on_one_page():
    """The designs differ as the study says: single questions in A, all that is urgent on one page in B."""
    a, b = (journey(variant, FIRST).path() for variant in ("A", "B"))
    assert len(b) < len(a) * 2 / 3
    assert {"kenntnis_tag", "was", *CONTENTS["erst"]} <= set(service.flow("B").page("sofort").question_ids)
    assert b.index("sofort") < b.index("absender")


def test_every_asked_fact_has_its_paragraph():
    """Whoever asks why a question is asked finds the paragraph."""
    assert [] == [name for name, question in service.flow("A").questions.items() if not question.law]


@pytest.mark.parametrize("variant", VARIANTS)
def test_explanations_cope_with_nothing(variant):
    """On a page opened without any answer, every text still says something, and every variant has a notice."""
    flow = service.flow(variant)
    assert all(page.says(Answers()).strip() for page in flow.pages if page.text)
    assert flow.notice


@pytest.mark.parametrize(
    ("stage", "known", "until"),
    [
        ("erst", (2026, 11, 23, 14, 30), "2026-11-24T14:30:00+01:00"),
        ("meldung", (2026, 11, 23, 14, 30), "2026-11-26T14:30:00+01:00"),
        ("erst", (2026, 10, 24, 12, 0), "2026-10-25T11:00:00+01:00"),
        ("erst", (2027, 3, 27, 12, 0), "2027-03-28T13:00:00+02:00"),
    ],
)
def test_hours_pass_when_clocks_change(stage, known, until):
    """§ 32 Abs. 1 Nr. 1 and 2: 24 and 72 hours are hours that pass, whatever the clocks do."""
    year, month, day, hour, minute = known
    assert until == due(stage, local(date(year, month, day), hour, minute)).isoformat()


@pytest.mark.parametrize(
    ("sent", "last"),
    [
        ((2026, 11, 24), (2026, 12, 24)),
        ((2026, 12, 15), (2027, 1, 15)),
        ((2027, 1, 31), (2027, 2, 28)),
        ((2028, 1, 30), (2028, 2, 29)),
        ((2026, 11, 30), (2026, 12, 30)),
    ],
)
def test_final_day(sent, last):
    """§ 32 Abs. 1 Nr. 4: one month after the report was sent; a missing day becomes the month's last."""
    assert date(*last) == final_day(date(*sent))


@pytest.mark.parametrize(("minutes", "left"), [(119, 1), (60, 1), (59, 0), (0, 0), (-1, -1)])
def test_hours_left(minutes, left):
    """Full hours are counted, and a moment that has passed is negative."""
    now = local(TODAY, 12, 0)
    assert left == hours_left(now + timedelta(minutes=minutes), now)


def test_what_is_unconfirmed_is_said():
    """What nobody could confirm stands beside the rules, one sentence each."""
    assert all(sentence.endswith(".") for sentence in UNCONFIRMED)
    assert any("§ 65" in sentence for sentence in UNCONFIRMED)
