"""What a participant is told and asked before anything is stored. The version rises with every changed word."""

from dataclasses import dataclass

from feedback.lab import Lab
from feedback.study import Study

VERSION = "2026-11-1"


@dataclass(frozen=True)
class ConsentText:
    """The text before a visit: a first paragraph, and points with a heading each."""

    lead: str
    points: tuple[tuple[str, str], ...]


def consent_text(lab: Lab, study: Study, language: str) -> ConsentText:
    """Return the consent text of a study in German or English, with the lab's own details."""
    return _english(lab, study) if language == "en" else _german(lab, study)


def _german(lab: Lab, study: Study) -> ConsentText:
    observed = (
        "Eine Person aus dem Labor ist dabei und sieht zu."
        if study.mode == "moderated"
        else "Sie sind dabei allein. Niemand sieht Ihnen zu."
    )
    return ConsentText(
        "Wir testen einen Entwurf für einen Online-Dienst. Wir testen nicht Sie. Fehler sind willkommen.",
        (
            (
                "Was passiert?",
                f"Sie bekommen eine Rolle und {_tasks_de(len(study.tasks))}. Danach stellen wir Fragen. {observed}",
            ),
            (
                "Ist das ein echter Antrag?",
                "Nein. Nichts geht an ein Amt. Sie bekommen kein Geld und keinen Bescheid.",
            ),
            (
                "Was speichern wir?",
                "Wir speichern: welche Seiten Sie sehen, wie lange, und welche Fehler auftreten. "
                "Wir speichern auch Ihre Antworten auf unsere Fragen und Ihre Anmerkung.",
            ),
            (
                "Was speichern wir nicht?",
                "Wir speichern nichts, was Sie in den Entwurf eintippen oder dort auswählen. "
                "Wir speichern weder Ihren Namen noch Ihre Internetadresse.",
            ),
            ("Wie lange?", f"Wir löschen die Aufzeichnung nach {lab.retention_days} Tagen."),
            (
                "Müssen Sie mitmachen?",
                "Nein. Der Test ist freiwillig. Sie können jederzeit abbrechen. Das hat keine Folgen für Sie.",
            ),
            (
                "Wer ist verantwortlich?",
                f"{lab.name}, {lab.authority}. Fragen an: {lab.contact}. "
                f"Datenschutz: {lab.data_protection_officer}. "
                "Sie dürfen Auskunft und Löschung verlangen. "
                "Sie dürfen sich bei der Datenschutzaufsicht beschweren.",
            ),
        ),
    )


def _english(lab: Lab, study: Study) -> ConsentText:
    observed = (
        "Somebody from the lab is with you and watches."
        if study.mode == "moderated"
        else "You are alone. Nobody watches you."
    )
    tasks = "one task" if len(study.tasks) == 1 else f"{len(study.tasks)} tasks"
    return ConsentText(
        "We are testing a design for an online service. We are not testing you. Mistakes are welcome.",
        (
            ("What happens?", f"You get a role and {tasks}. Then we ask you some questions. {observed}"),
            (
                "Is this a real application?",
                "No. Nothing goes to an authority. You get no money and no decision.",
            ),
            (
                "What do we store?",
                "We store which pages you see, for how long, and which mistakes occur. "
                "We also store your answers to our questions and your comment.",
            ),
            (
                "What do we not store?",
                "We store nothing that you type or choose in the design. "
                "We store neither your name nor your internet address.",
            ),
            ("For how long?", f"We erase the recording after {lab.retention_days} days."),
            (
                "Do you have to take part?",
                "No. The trial is voluntary. You can stop at any time, without consequences.",
            ),
            (
                "Who is responsible?",
                f"{lab.name}, {lab.authority}. Questions: {lab.contact}. "
                f"Data protection: {lab.data_protection_officer}. "
                "You may ask for access and erasure. You may complain to the data protection authority.",
            ),
        ),
    )


def _tasks_de(number: int) -> str:
    return {1: "eine Aufgabe", 2: "zwei Aufgaben", 3: "drei Aufgaben"}.get(number, f"{number} Aufgaben")
