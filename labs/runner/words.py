"""The words around a prototype: invitation, briefing, task, questionnaires, thanks. German, with English beside it."""

from feedback.errors import InternalError

WORDS: dict[str, tuple[str, str]] = {
    # key: (German, English)
    "app": ("Probelauf", "Trial run"),
    "synthetic": (
        "Vorführung: Die gezeigten Ergebnisse stammen von erfundenen Personen.",
        "Demonstration: the results shown come from invented people.",
    ),
    "welcome": ("Helfen Sie uns, besser zu werden", "Help us to improve"),
    "agree": ("Ich mache mit", "I take part"),
    "decline": ("Ich mache nicht mit", "I do not take part"),
    "declined": ("Sie machen nicht mit", "You do not take part"),
    "declined_text": (
        "Das ist in Ordnung. Wir haben nichts gespeichert. Sie können dieses Fenster jetzt schließen.",
        "That is fine. We have stored nothing. You can close this window now.",
    ),
    "reconsider": ("Ich möchte doch mitmachen", "I would like to take part after all"),
    "task_number": ("Aufgabe {number} von {total}", "Task {number} of {total}"),
    "design_number": ("Entwurf {number} von {total}", "Design {number} of {total}"),
    "role": ("Ihre Rolle", "Your role"),
    "role_text": (
        "Bitte benutzen Sie nur diese erfundenen Angaben. Geben Sie nichts über sich selbst ein.",
        "Please use only these invented details. Enter nothing about yourself.",
    ),
    "role_later": (
        "Sie sehen Ihre Aufgabe und Ihre Rolle auf jeder Seite.",
        "You see your task and your role on every page.",
    ),
    "begin": ("Aufgabe beginnen", "Begin the task"),
    "your_task": ("Ihre Aufgabe", "Your task"),
    "your_trial": ("Ihr Test", "Your trial"),
    "finished": ("Ich bin fertig", "I have finished"),
    "give_up": ("Ich gebe auf", "I give up"),
    "stop": ("Test abbrechen", "Stop the trial"),
    "ease_title": ("Wie war diese Aufgabe?", "How was this task?"),
    "questionnaire_title": ("Ihre Meinung zu {service}", "Your opinion of {service}"),
    "questionnaire_text": (
        "Es gibt keine richtigen oder falschen Antworten. Sie dürfen Fragen auslassen.",
        "There are no right or wrong answers. You may leave out questions.",
    ),
    "open_item": (
        "Eine Frage ist noch offen. Sie dürfen sie auslassen.",
        "One question is still open. You may leave it out.",
    ),
    "open_items": (
        "{count} Fragen sind noch offen. Sie dürfen sie auslassen.",
        "{count} questions are still open. You may leave them out.",
    ),
    "scale": (
        "{low} bedeutet: {low_label}. {high} bedeutet: {high_label}.",
        "{low} means: {low_label}. {high} means: {high_label}.",
    ),
    "comment_title": ("Was möchten Sie uns noch sagen?", "What else would you like to tell us?"),
    "comment_label": ("Ihre Anmerkung", "Your comment"),
    "comment_hint": (
        "Wir speichern diesen Text. Schreiben Sie bitte keine Namen und nichts Persönliches.",
        "We store this text. Please write no names and nothing personal.",
    ),
    "finish": ("Test beenden", "End the trial"),
    "thanks": ("Vielen Dank", "Thank you"),
    "thanks_text": (
        "Sie haben uns sehr geholfen. Ihr Test ist jetzt beendet.",
        "You have helped us a lot. Your trial has ended.",
    ),
    "receipt": ("Ihr Beleg", "Your receipt"),
    "receipt_text": (
        "Bitte schreiben Sie diesen Code auf. Nur damit finden wir Ihre Daten wieder. "
        "Möchten Sie Ihre Daten löschen lassen? Dann nennen Sie uns diesen Code.",
        "Please write down this code. Only with it can we find your data. "
        "Would you like your data erased? Then give us this code.",
    ),
    "close": ("Sie können dieses Fenster jetzt schließen.", "You can close this window now."),
    "stopped": ("Sie haben den Test abgebrochen", "You have stopped the trial"),
    "stopped_text": (
        "Das ist in Ordnung. Vielen Dank für Ihre Zeit.",
        "That is fine. Thank you for your time.",
    ),
    "superseded": (
        "Sie haben schon weitergemacht. Hier ist der aktuelle Stand.",
        "You have already moved on. This is where you are.",
    ),
    "uninvited": ("Sie brauchen eine Einladung", "You need an invitation"),
    "uninvited_text": (
        "Bitte öffnen Sie den Link aus Ihrer Einladung. Fehlt Ihnen der Link? Dann melden Sie sich bei uns.",
        "Please open the link in your invitation. Do you have no link? Then contact us.",
    ),
    "broken": ("Hier ist etwas schiefgegangen", "Something went wrong here"),
    "broken_text": (
        "Das ist nicht Ihre Schuld. Ihr Test ist noch da. Bitte laden Sie die Seite neu.",
        "This is not your fault. Your trial is still there. Please reload the page.",
    ),
    "incomplete": (
        "Hier fehlt ein Teil der Seite. Das ist nicht Ihre Schuld. Sie können trotzdem weitermachen.",
        "A part of this page is missing. This is not your fault. You can go on all the same.",
    ),
    "contact": ("Kontakt", "Contact"),
    "change_page": ("Ändern: {title}", "Change: {title}"),
    "new_trial": ("Neuen Test beginnen", "Begin a new trial"),
}


def say(key: str, language: str = "de", **values: object) -> str:
    """Return words of the shell in a language ("de" or "en"); `values` fill the gaps.

    >>> say("task_number", number=1, total=2), say("stop", "en")
    ('Aufgabe 1 von 2', 'Stop the trial')
    """
    if key not in WORDS:
        raise InternalError(f"no words for `{key}`")
    german, english = WORDS[key]
    return (english if language == "en" else german).format(**values)
