"""What the pages explain in plain words, much of it computed from the answers.

A text never decides: whatever it says, the way on stays open. The plan of months is asked with real questions, as
months to tick or in periods; `planning` reads both, and the page `plan` shows the plan with what does not fit yet.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby

from labs import UNKNOWN, Answers, Told
from labs.pages import Said

from .planning import check_of, plan_of, slips
from .statute import (
    BONUS_HOURS,
    EXTRA_MONTHS,
    FOR_EACH_MULTIPLE,
    HIGHEST,
    LAST_BASIC_MONTH,
    LOWEST,
    MONTHS,
    MOST_HOURS,
    PARTNER_MONTHS,
    Kind,
    Situation,
    first_paid_month,
    income_limit,
    month_start,
    months_used,
)

_MOST = f"{HIGHEST:,.0f}".replace(",", ".")

NOTICE = "Prototyp, keine rechtsverbindliche Auskunft"

START = f"""
Elterngeld ist Geld vom Staat nach der Geburt. Sie bekommen es, wenn Sie Ihr Kind betreuen.

Es gibt {LOWEST:.0f} bis {_MOST} Euro im Monat. Sie müssen es nicht zurückzahlen.

Das hier ist eine Probe. Ihre Angaben gehen an keine Behörde.
Bitte tragen Sie keine echten Daten ein.
"""

KINDS = f"""
**Basiselterngeld** heißt: volles Geld für einen Monat.
Es gibt {MONTHS} Monate. Nehmen beide Eltern Elterngeld, gibt es {PARTNER_MONTHS} Monate mehr.

**ElterngeldPlus** heißt: halb so viel Geld, aber doppelt so lange.
Das passt gut, wenn Sie in Teilzeit arbeiten.

**Partnerschafts\u00adbonus** heißt: 2 bis 4 Monate mehr Geld.
Dafür arbeiten beide Eltern {BONUS_HOURS[0]} bis {BONUS_HOURS[1]} Stunden in der Woche.

Jeder Elternteil nimmt mindestens 2 Monate.
Beide gleichzeitig bekommen Basiselterngeld nur in einem Monat.
"""

MANY_HOURS = f"""
Bei mehr als {MOST_HOURS} Stunden in der Woche gibt es kein Elterngeld.
Das gilt für jeden Monat einzeln.

**Sie können trotzdem weitermachen.** Planen Sie Monate mit weniger Arbeit.
"""

TOO_RICH = """
Dann gibt es in der Regel kein Elterngeld. Die Elterngeldstelle prüft jeden Fall einzeln.

**Sie können den Antrag trotzdem stellen.** Er kostet nichts.
"""

DOCUMENTS = """
Haben Sie die Papiere nicht zur Hand? Sie können sie später nachreichen.
Laden Sie in dieser Probe keine echten Papiere hoch.
"""

CHECK = "Lesen Sie alles in Ruhe. In jedem Abschnitt können Sie etwas ändern."

DECLARATION = "Damit ist Ihr Antrag fast fertig. Bitte bestätigen Sie noch Ihre Angaben."

DONE = "Sie haben es geschafft. In Wirklichkeit hätte die Elterngeldstelle jetzt Ihren Antrag."

NEXT_STEPS = (
    "Die Elterngeldstelle prüft Ihren Antrag. Das dauert meist einige Wochen.",
    "Fehlt etwas, schreibt sie Ihnen einen Brief.",
    "Danach bekommen Sie einen Bescheid. Das ist die Antwort auf Ihren Antrag.",
    "Ändert sich etwas? Dann ändern Sie auch Ihren Plan. Schreiben Sie der Elterngeldstelle.",
)


def _limit(answers: Answers) -> Iterator[Said]:
    """Name the limit of income that holds on the child's birthday (§ 1 Abs. 8, § 28 Abs. 5 BEEG)."""
    limit = income_limit(answers.geburt or date.max, alone=answers.eltern == "allein")
    yield "allein" if answers.eltern == "allein" else "paar", {"grenze": limit}


LIMIT = Told(
    _limit,
    {
        "paar": "Mit sehr viel Einkommen gibt es kein Elterngeld. Die Grenze für Paare ist **{grenze:euro}** im Jahr. "
        "Es zählt das Jahr vor der Geburt. Rechnen Sie beide Eltern zusammen.",
        "allein": "Mit sehr viel Einkommen gibt es kein Elterngeld. Die Grenze ist für Sie **{grenze:euro}** im Jahr. "
        "Es zählt das Jahr vor der Geburt.",
    },
)


def _deadline(answers: Answers) -> Iterator[Said]:
    """Say for which months there is still money (§ 7 Abs. 1 BEEG), and what a premature child changes."""
    if answers.geburt is None:
        yield "offen"
        return
    first = first_paid_month(answers.geburt, datetime.now().astimezone().date())
    yield ("rechtzeitig" if first == 1 else "verspaetet"), {"monat": first}
    extra = EXTRA_MONTHS[answers.frueh or "nein"]
    if extra:
        yield ("ein_monat" if extra == 1 else "mehr_monate"), {"anzahl": extra}


DEADLINE = Told(
    _deadline,
    {
        "offen": "Stellen Sie den Antrag in den ersten drei Monaten.",
        "rechtzeitig": "**Sie sind rechtzeitig dran.** Sie bekommen Geld vom ersten Tag an.",
        "verspaetet": "**Der Antrag kommt etwas spät.** Es gibt Geld erst ab Lebensmonat {monat}. "
        "Stellen Sie den Antrag trotzdem jetzt. Planen Sie ab diesem Monat.",
        "ein_monat": "Ihr Kind kam früh. Dafür bekommen Sie einen Monat mehr.",
        "mehr_monate": "Ihr Kind kam früh. Dafür bekommen Sie {anzahl} Monate mehr.",
    },
)


def _plan(answers: Answers) -> Iterable[Said]:
    """Show the plan in periods with their days, then what does not fit yet, then what is left over."""
    check = check_of(answers)
    for parent in ("ich", "partner"):
        if check.plan[parent]:
            yield f"kopf_{parent}"
            yield from _periods(check.plan[parent], answers.geburt)
    problems = [*slips(answers), *check.problems()]
    gaps = {"letzter": LAST_BASIC_MONTH + check.extra, "monate": MONTHS + check.extra}
    gaps["zusammen"] = gaps["monate"] + (0 if check.parents == "ich" else PARTNER_MONTHS)
    gaps["allein"] = gaps["zusammen"] if check.parents == "allein" else gaps["monate"]
    if problems:
        yield "passt_nicht"
        yield from ((f"regel_{problem}", gaps) for problem in problems)
        yield "weiter"
        return
    left = gaps["zusammen"] - sum(months_used(check.plan[parent]) for parent in check.plan)
    yield "passt"
    if left > 0:
        yield "uebrig", {"rest": left}


def _periods(taken: Mapping[int, Kind], birth: date | None) -> Iterator[Said]:
    for (kind, _), numbered in groupby(enumerate(sorted(taken)), lambda one: (taken[one[1]], one[1] - one[0])):
        months = [month for _, month in numbered]
        gaps = {"von": months[0], "bis": months[-1]}
        name = f"{kind}_{'monat' if len(months) == 1 else 'monate'}"
        if birth is None:
            yield name, {**gaps, "tage": "?"}
        else:
            first, last = month_start(birth, months[0]), month_start(birth, months[-1] + 1) - timedelta(days=1)
            yield name, {**gaps, "tage": f"{first:%d.%m.%Y} – {last:%d.%m.%Y}"}


PLAN = Told(
    _plan,
    {
        "kopf_ich": "**Sie**",
        "kopf_partner": "**Der andere Elternteil**",
        "basis_monat": "- Monat {von}: Basiselterngeld ({tage})",
        "basis_monate": "- Monat {von} bis {bis}: Basiselterngeld ({tage})",
        "plus_monat": "- Monat {von}: ElterngeldPlus ({tage})",
        "plus_monate": "- Monat {von} bis {bis}: ElterngeldPlus ({tage})",
        "bonus_monat": "- Monat {von}: Partnerschafts\u00adbonus ({tage})",
        "bonus_monate": "- Monat {von} bis {bis}: Partnerschafts\u00adbonus ({tage})",
        "passt": "**Dieser Plan passt.**",
        "uebrig": "Sie haben noch {rest} Monate Basiselterngeld übrig. Sie können den Plan ändern. "
        "Gehen Sie dafür zurück.",
        "passt_nicht": "**Dieser Plan passt noch nicht:**",
        "regel_leer": "- Bis jetzt nimmt niemand Elterngeld.",
        "regel_doppelt": "- Jemand nimmt zwei Arten im gleichen Monat. Wählen Sie eine davon.",
        "regel_verkehrt": "- Ein Zeitraum endet vor seinem Anfang. Tauschen Sie die zwei Monate.",
        "regel_zwei_monate_ich": "- Sie nehmen nur einen Monat. Nehmen Sie mindestens 2 Monate.",
        "regel_zwei_monate_partner": "- Der andere Elternteil nimmt nur einen Monat. Mindestens 2 Monate sind nötig.",
        "regel_zu_viele_ich": "- Sie nehmen zu viele Monate. Für Sie gibt es höchstens {allein}.",
        "regel_zu_viele_partner": "- Der andere Elternteil nimmt zu viele Monate. Es gibt höchstens {allein}.",
        "regel_zu_viele_zusammen": "- Zusammen nehmen Sie zu viele Monate. Es gibt höchstens {zusammen}. "
        "Zwei Monate ElterngeldPlus zählen wie ein Monat.",
        "regel_gleichzeitig": "- Beide gleichzeitig: Das geht beim Basiselterngeld nur in einem Monat. "
        "Dieser Monat liegt im ersten Jahr.",
        "regel_basis_spaet": "- Basiselterngeld gibt es nur bis Monat {letzter}. Nehmen Sie danach ElterngeldPlus.",
        "regel_luecke": "- Nach Monat {letzter} gibt es keine Pause. Einer von Ihnen nimmt dann jeden Monat.",
        "regel_bonus_gemeinsam": "- Den Partnerschafts\u00adbonus nehmen beide Eltern in den gleichen Monaten.",
        "regel_bonus_anzahl": "- Den Partnerschafts\u00adbonus gibt es für 2 bis 4 Monate am Stück.",
        "regel_mutterschutz_ich": "- Sie bekommen Mutterschaftsgeld. "
        "Wählen Sie für sich in Monat 1 und 2 Basiselterngeld.",
        "regel_mutterschutz_partner": "- Der andere Elternteil bekommt Mutterschaftsgeld. "
        "Wählen Sie dort in Monat 1 und 2 Basiselterngeld.",
        "weiter": "Gehen Sie zurück und ändern Sie den Plan. **Sie können auch so weitermachen.** "
        "Die Elterngeldstelle ruft Sie dann an.",
    },
)


def situation_of(answers: Answers) -> Situation | None:
    """Return what decides about the amount; None where an income is not known yet."""
    after = answers.netto_danach if answers.arbeit == "wenig" else Decimal(0)
    if not isinstance(answers.netto, Decimal) or not isinstance(after, Decimal):
        return None
    return Situation(answers.netto, after, bool(answers.geschwister), answers.kinder or 1)


def _amount(answers: Answers) -> Iterable[Said]:
    """Estimate the citizen's own Elterngeld in EUR a month (§§ 2, 2a, 4a BEEG)."""
    if answers.ueber_grenze is True:
        yield "grenze"
    situation = situation_of(answers)
    if situation is None:
        more = FOR_EACH_MULTIPLE * ((answers.kinder or 1) - 1)
        yield "fehlt", {"wenig": LOWEST + more, "viel": HIGHEST + more}
    else:
        kinds = set(plan_of(answers).get("ich", {}).values())
        if "basis" in kinds or not kinds:
            yield "basis", {"betrag": situation.basic()}
        if kinds & {"plus", "bonus"}:
            yield "plus", {"betrag": situation.plus()}
        if situation.sibling:
            yield "geschwister"
        if situation.children > 1:
            yield "mehrlinge"
    if answers.mutterschaft == "ich":
        yield "mutterschaft"
    if answers.ueber_grenze is UNKNOWN:
        yield "grenze_offen"
    yield "vorsicht"


AMOUNT = Told(
    _amount,
    {
        "grenze": "Ihr Einkommen liegt über der Grenze. Vielleicht gibt es deshalb kein Elterngeld.",
        "grenze_offen": "Liegt Ihr Einkommen über der Grenze? Das klären Sie bitte noch.",
        "fehlt": "Für die Rechnung fehlt noch Ihr Einkommen. Möglich sind {wenig:euro} bis {viel:euro} im Monat.",
        "basis": "**Ihr Basiselterngeld: etwa {betrag:euro} im Monat.**",
        "plus": "**Ihr ElterngeldPlus: etwa {betrag:euro} im Monat.**",
        "geschwister": "Darin ist Geld für Ihr anderes Kind.",
        "mehrlinge": "Darin ist Geld für jedes weitere Kind.",
        "mutterschaft": "Das Mutterschaftsgeld zieht das Amt ab. In den ersten zwei Monaten bleibt oft nichts übrig.",
        "vorsicht": "Das ist eine Schätzung. Die Elterngeldstelle rechnet genau.",
    },
)
