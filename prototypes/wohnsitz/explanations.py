"""What the pages explain in plain words, some of it computed from the answers.

A text never decides: whatever it says, the way on stays open.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from labs import Answers, Told

from .statute import DAYS_TO_REGISTER, HIGHEST_FINE, OWN_DUTY_FROM_AGE, is_late, last_day, main_home, registers_oneself

NOTICE = "Prototyp, keine rechtsverbindliche Auskunft"

START = f"""
Sie sind umgezogen? Dann melden Sie hier Ihre neue Wohnung an.
Nach dem Einzug haben Sie dafür {DAYS_TO_REGISTER} Tage Zeit.

Das hier ist eine Probe. Ihre Angaben gehen an keine Behörde.
Bitte tragen Sie keine echten Daten ein.
"""

WHO = """
Eine Familie braucht nur eine Anmeldung. Das gilt für Ehepaare, Kinder und andere Verwandte.

Mitbewohner melden sich selbst an. Das gilt auch für Paare ohne Trauschein.
"""

REGISTERS_ALONE = """
Ihr Mitbewohner oder Ihre Mitbewohnerin braucht eine eigene Anmeldung.

**Machen Sie hier einfach weiter.** Wir melden jetzt nur Sie an.
"""

SEPARATE_MOVES = """
Für eine gemeinsame Anmeldung zählt derselbe Tag und dieselbe alte Wohnung.

**Tragen Sie hier nur Personen ein, die mit Ihnen umziehen.**
Die anderen melden Sie danach an. Das geht auch hier.
"""

IN_CARE = """
Sie vertreten eine Person ab 18 Jahren? Dann brauchen Sie einen Beschluss vom Gericht.
Darin steht, dass Sie über den Wohnort entscheiden.

**Machen Sie hier weiter.** Das Amt fragt später nach dem Beschluss.
"""

TOO_YOUNG = f"""
Bis zum {OWN_DUTY_FROM_AGE}. Geburtstag melden Sie andere Menschen an.
Das sind die Menschen, bei denen Sie wohnen. Meist sind es die Eltern.

**Füllen Sie das Formular mit einer dieser Personen zusammen aus.**
"""

HOME = "Nehmen Sie die Adresse von der neuen Wohnung."

CONFIRMATION_OF_LANDLORD = """
Ihr Vermieter bestätigt, dass Sie eingezogen sind. Dafür gibt es ein Formular.
"""

WITHOUT_CONFIRMATION = f"""
Bitten Sie Ihren Vermieter darum. Er hat dafür {DAYS_TO_REGISTER} Tage Zeit.

Sagt der Vermieter Nein? Oder kommt das Papier zu spät?
Dann sagen Sie es sofort dem Amt. Mit dieser Anmeldung tun Sie das schon.

Vielleicht schickt Ihnen das Amt einen Brief mit einem Code.
Mit dem Code zeigen Sie, dass Sie dort wohnen.

**Machen Sie hier einfach weiter.** Den Rest klärt das Amt mit Ihnen.
"""

PAPER = """
Legen Sie die Bestätigung vom Vermieter neben sich. Schreiben Sie ab, was dort steht.

Sie haben das Papier noch nicht? Dann füllen Sie alles so aus, wie Sie es wissen.
"""

UPLOAD = "Haben Sie das Papier nicht zur Hand? Sie können es später nachreichen."

FROM_ABROAD = """
Sie kommen aus einem anderen Land. Dann sieht das Amt einmal Ihren Pass.

**Füllen Sie hier alles aus. Kommen Sie danach mit Ihrem Pass ins Bürgeramt.**
Dort geht es dann schnell, weil Ihre Daten schon da sind.
"""

CHECK = "Lesen Sie alles in Ruhe. In jedem Abschnitt können Sie etwas ändern."

DECLARATION = "Damit ist Ihre Anmeldung fast fertig. Bitte bestätigen Sie noch Ihre Angaben."

DONE = "Sie haben es geschafft. In Wirklichkeit hätte das Amt jetzt Ihre Anmeldung."

NEXT_STEPS = (
    "Das Bürgeramt prüft Ihre Anmeldung. Meist dauert das ein bis zwei Arbeitstage.",
    "Dann bekommen Sie eine Bestätigung. Darin steht Ihre neue Adresse.",
    "Für Ihren Ausweis bekommen Sie einen Aufkleber mit der neuen Adresse.",
    "Ihre alte Stadt erfährt es von uns. Dort brauchen Sie nichts zu tun.",
)


def too_young(answers: Answers) -> bool:
    """Tell whether the citizen was too young to register alone on the day of moving in (§ 17 Abs. 3 BMG)."""
    born, moved_in = answers.geburtsdatum, answers.einzug
    return born is not None and moved_in is not None and not registers_oneself(born, moved_in)


def _deadline(answers: Answers) -> Iterator[str | tuple[str, dict[str, Any]]]:
    """Name the last day (§ 17 Abs. 1 BMG); where it is over, say what follows, and that registering still helps."""
    if answers.einzug is None:
        yield "offen", {"tage": DAYS_TO_REGISTER}
        return
    day = last_day(answers.einzug)
    gaps = {"tag": str(day.day), "monat": str(day.month), "jahr": str(day.year)}
    if is_late(answers.einzug, datetime.now().astimezone().date()):
        yield "vorbei", gaps
        yield "trotzdem", {"summe": HIGHEST_FINE}
    else:
        yield "rechtzeitig", gaps


DEADLINE = Told(
    _deadline,
    {
        "offen": "Nach dem Einzug haben Sie {tage} Tage Zeit.",
        "rechtzeitig": "**Sie sind rechtzeitig dran.** Ihre Frist endet am {tag}.{monat}.{jahr}.",
        "vorbei": "**Ihre Frist ist vorbei.** Der letzte Tag war der {tag}.{monat}.{jahr}.",
        "trotzdem": "Melden Sie sich trotzdem jetzt an. Je früher, desto besser.\n\n"
        "Das Amt verlangt vielleicht Geld als Strafe. Möglich sind bis zu {summe:euro}. "
        "Gab es einen guten Grund? Dann nennen Sie ihn dem Amt.",
    },
)


def _two_homes(answers: Answers) -> Iterator[str]:
    """Say which home is the main one (§ 21 BMG), and what a second one may cost."""
    yield "neben" if main_home(bool(answers.behalten), answers.meist) == "neben" else "haupt"
    yield "steuer"


TWO_HOMES = Told(
    _two_homes,
    {
        "haupt": "**Die neue Wohnung ist Ihre Hauptwohnung.** Dort wohnen Sie die meiste Zeit. "
        "Die alte Wohnung ist dann Ihre Nebenwohnung. Das ist eine zweite Wohnung.",
        "neben": "**Die neue Wohnung ist Ihre Nebenwohnung.** Das ist eine zweite Wohnung. "
        "Die alte Wohnung bleibt Ihre Hauptwohnung.",
        "steuer": "Manche Städte verlangen Steuern für eine zweite Wohnung. Fragen Sie dort nach.",
    },
)
