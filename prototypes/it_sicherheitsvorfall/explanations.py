"""What the pages explain in plain words, and the countdown to the next stage, computed from the answers.

A text never decides: whatever it says, the way on stays open.
"""

from collections.abc import Iterator
from datetime import date, datetime

from labs import UNKNOWN, Answers, Told
from labs.pages import Said

from .statute import CONTENTS, DATA_PROTECTION_HOURS, HOURS, due, final_day, hours_left, local

NOTICE = "Prototyp, keine rechtsverbindliche Auskunft"

START = """
Jemand greift Ihre Computer an? Oder etwas Wichtiges läuft nicht mehr?
Melden Sie es hier dem Bundesamt für Sicherheit in der Informationstechnik (BSI).

**Schnell ist wichtiger als vollständig.** Wissen Sie etwas nicht?
Dann wählen Sie: Weiß ich noch nicht.

Das hier ist eine Probe. Ihre Angaben gehen an keine Behörde.
Bitte tragen Sie keine echten Daten ein.
"""

STAGES = f"""
Sie melden in drei Schritten:

1. Spätestens nach {HOURS["erst"]} Stunden: Was ist passiert?
2. Spätestens nach {HOURS["meldung"]} Stunden: Wie schlimm ist es?
3. Spätestens einen Monat danach: Was war der Grund?
"""

NO_DUTY = """
Dann ist diese Meldung vielleicht keine Pflicht für Sie.

**Melden Sie den Vorfall trotzdem.** So warnen wir auch andere Firmen.
"""

PERSONAL_DATA = f"""
Dann braucht auch Ihre Datenschutz-Behörde eine Meldung.
Dafür haben Sie {DATA_PROTECTION_HOURS} Stunden Zeit.

**Machen Sie hier zuerst weiter.** Die zweite Meldung schicken Sie danach.
"""

SECOND_DONE = """
Auch Ihre zweite Meldung haben wir. Alles daraus steht schon hier.

Jetzt fehlen noch vier Fragen. Danach sehen Sie alle Angaben auf einer Seite.
Dort ändern Sie, was sich geändert hat.
"""

STILL_ON = """
Dann zählt diese Meldung als Zwischenstand.

Melden Sie noch einmal, wenn alles vorbei ist. Dafür haben Sie einen Monat Zeit.
"""

CHECK = "Lesen Sie alles in Ruhe. In jedem Abschnitt können Sie etwas ändern."

DECLARATION = "Ihre Meldung ist fast fertig. Bitte bestätigen Sie noch einen Satz."

NEXT_STEPS = (
    "Das Bundesamt bestätigt Ihre Meldung in 24 Stunden.",
    "Es ruft Sie an, wenn es Fragen hat oder helfen kann.",
    "Gibt es Neues? Dann melden Sie es sofort. Warten Sie nicht auf das Ende der Frist.",
)


def known_at(answers: Answers) -> datetime | None:
    """Return the moment at which the incident became known, on German clocks; None where it is not given."""
    if answers.kenntnis_tag is None or not answers.kenntnis_zeit:
        return None
    hour, minute = answers.kenntnis_zeit.replace(".", ":").split(":")
    return local(answers.kenntnis_tag, int(hour), int(minute))


def _now() -> datetime:
    return datetime.now().astimezone()


def _moment(moment: datetime) -> dict[str, str]:
    return {"tag": f"{moment:%d.%m.%Y}", "zeit": f"{moment:%H:%M}"}


def _countdown(until: datetime) -> Iterator[Said]:
    left = hours_left(until, _now())
    if left < 0:
        yield "vorbei", _moment(until)
        return
    yield "endet", _moment(until)
    yield ("knapp" if left == 0 else "eine_stunde" if left == 1 else "stunden"), {"stunden": left}


def _final_countdown(day: date) -> Iterator[Said]:
    left = (day - _now().date()).days
    gaps = {"tag": f"{day:%d.%m.%Y}", "tage": left}
    yield ("tag_vorbei" if left < 0 else "tag_endet"), gaps
    if left > 1:
        yield "tage", gaps


_COUNTDOWN = {
    "endet": "Ihre Frist endet am **{tag} um {zeit} Uhr**.",
    "stunden": "Sie haben noch **{stunden} Stunden**.",
    "eine_stunde": "Sie haben noch **eine Stunde**.",
    "knapp": "Sie haben noch **weniger als eine Stunde**.",
    "vorbei": "**Ihre Frist ist vorbei.** Sie endete am {tag} um {zeit} Uhr. Melden Sie trotzdem sofort.",
    "tag_endet": "Ihre Frist endet am **{tag}**.",
    "tage": "Sie haben noch **{tage} Tage**.",
    "tag_vorbei": "**Ihre Frist ist vorbei.** Sie endete am {tag}. Melden Sie trotzdem sofort.",
}


def _deadline(answers: Answers) -> Iterator[Said]:
    """Count down to the end of this stage (§ 32 Abs. 1 BSIG)."""
    known = known_at(answers)
    if answers.stufe == "abschluss" and answers.gesendet is not None:
        yield from _final_countdown(final_day(answers.gesendet))
    elif known is None:
        yield "offen"
    else:
        yield from _countdown(due("meldung" if answers.stufe in ("meldung", "abschluss") else "erst", known))
    if answers.stufe != "abschluss":
        yield "nicht_warten"


DEADLINE = Told(
    _deadline,
    {
        **_COUNTDOWN,
        "offen": "Die Zeit läuft ab dem Moment, in dem Sie den Vorfall bemerken.",
        "nicht_warten": "Warten Sie nicht auf alle Antworten. Melden Sie, was Sie jetzt wissen.",
    },
)


def _first_done(answers: Answers) -> Iterator[Said]:
    """Say what the first report has told already, and what was still unknown."""
    yield "da"
    missing = [name for name in ("was", "dienste", *CONTENTS["erst"], "menschen", "art") if answers[name] is UNKNOWN]
    if missing:
        yield "offen"
        yield from (f"frage_{name}" for name in missing)
    yield "weiter"


FIRST_DONE = Told(
    _first_done,
    {
        "da": "Ihre erste Meldung haben wir. Alles daraus steht schon hier. Sie schreiben nichts doppelt.",
        "offen": "**Das wussten Sie noch nicht:**",
        "frage_was": "- Was ist passiert?",
        "frage_dienste": "- Was geht jetzt nicht?",
        "frage_verdacht": "- Vermuten Sie einen Angriff?",
        "frage_grenze": "- Trifft es vielleicht auch andere Länder?",
        "frage_menschen": "- Sind vielleicht Daten von Menschen betroffen?",
        "frage_art": "- Wie ist Ihre Firma beim Amt eingetragen?",
        "weiter": "Jetzt kommen neue Fragen. Danach sehen Sie alle Angaben auf einer Seite. "
        "Dort ändern Sie, was Sie jetzt besser wissen.",
    },
)


def _done(answers: Answers) -> Iterator[Said]:
    """Say what comes next, and count down to it."""
    yield "geschafft"
    known = known_at(answers)
    if answers.stufe == "abschluss":
        yield "fertig" if answers.vorbei is not False else "zwischenstand"
    elif answers.stufe == "meldung":
        yield "naechste_letzte"
        yield from _final_countdown(final_day(_now().date()))
    else:
        yield "naechste_zweite"
        if known is not None:
            yield from _countdown(due("meldung", known))


DONE = Told(
    _done,
    {
        **_COUNTDOWN,
        "geschafft": "Sie haben es geschafft. In Wirklichkeit hätte das Bundesamt jetzt Ihre Meldung.",
        "naechste_zweite": "**Als Nächstes kommt die zweite Meldung.** Dann sagen Sie, wie schwer der Vorfall ist.",
        "naechste_letzte": "**Als Nächstes kommt die letzte Meldung.** Dann sagen Sie, was der Grund war.",
        "fertig": "**Damit haben Sie alles gemeldet.**",
        "zwischenstand": "**Der Vorfall läuft noch.** Melden Sie noch einmal, wenn alles vorbei ist.",
    },
)
