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
    "too_young": ("Dieser Test ist ab {age} Jahren", "This trial is for people from the age of {age}"),
    "too_young_text": (
        "Danke, dass Sie uns helfen wollten. Wir haben nichts gespeichert. Sie können dieses Fenster jetzt schließen.",
        "Thank you for offering your help. We have stored nothing. You can close this window now.",
    ),
    "mistaken": ("Ich habe mich vertippt", "I made a slip"),
    "full": ("Wir haben genug Menschen", "We have enough people"),
    "full_text": (
        "Danke, dass Sie uns helfen wollten. Alle Plätze in diesem Test sind vergeben. "
        "Wir haben nichts gespeichert. Sie können dieses Fenster jetzt schließen.",
        "Thank you for offering your help. All places in this trial are taken. "
        "We have stored nothing. You can close this window now.",
    ),
    "read_de": ("Deutsch", "Deutsch"),
    "read_plain": ("In einfacher Sprache", "In einfacher Sprache"),
    "read_easy": ("In Leichter Sprache", "In Leichter Sprache"),
    "read_en": ("English", "English"),
    "trial_language": ("Der Test selbst ist auf Englisch.", "The trial itself is in German."),
    "scopes_title": ("Was Sie zusätzlich erlauben können", "What you can allow in addition"),
    "scopes_text": (
        "Das ist freiwillig. Sie können auch ohne diese Haken mitmachen.",
        "This is voluntary. You can take part without these ticks.",
    ),
    "age_missing": ("Geben Sie an, ob Sie alt genug sind.", "Say whether you are old enough."),
    "allow": ("Ich erlaube die Teilnahme", "I allow the participation"),
    "forbid": ("Ich erlaube sie nicht", "I do not allow it"),
    "guardian_missing": (
        "Setzen Sie den Haken, wenn Sie die Teilnahme erlauben.",
        "Tick the box if you allow the participation.",
    ),
    "groups_title": ("Eine Frage zu Ihnen", "A question about you"),
    "groups_text": (
        "Wir wollen, dass unsere Angebote für alle gut sind. Deshalb fragen wir. Sie müssen nicht antworten.",
        "We want our services to be good for everybody. That is why we ask. You need not answer.",
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
    "finder": ("Welchen Dienst suchen Sie?", "Which service are you looking for?"),
    "finder_notice": ("Testportal. Kein echtes Angebot.", "Trial portal. Not a real service."),
    "finder_site": ("Dienste der Verwaltung", "Services of the administration"),
    "finder_words": ("Was möchten Sie erledigen?", "What would you like to do?"),
    "finder_words_hint": (
        "Schreiben Sie es mit Ihren Worten, zum Beispiel: Auto anmelden.",
        "Use your own words, in German, for example: Auto anmelden.",
    ),
    "finder_words_missing": ("Schreiben Sie, was Sie erledigen möchten.", "Write what you would like to do."),
    "finder_place": ("Wo wohnen Sie?", "Where do you live?"),
    "finder_place_hint": ("Stadt, Gemeinde oder Landkreis.", "Town, municipality or district."),
    "finder_place_unknown": (
        "Diesen Ort kennen wir nicht. Wir zeigen Dienste für ganz Deutschland.",
        "We do not know this place. We show services for all of Germany.",
    ),
    "finder_place_known": ("Ihr Ort: {place}", "Your place: {place}"),
    "finder_place_guessed": ("Wir haben den Ort so verstanden: {place}", "We took the place to be: {place}"),
    "finder_search": ("Suchen", "Search"),
    "finder_results": ("{count} Dienste gefunden", "{count} services found"),
    "finder_result": ("1 Dienst gefunden", "1 service found"),
    "finder_nothing": ("Wir haben nichts gefunden", "We have found nothing"),
    "finder_nothing_text": (
        "Versuchen Sie es mit anderen Wörtern. Oft hilft ein kürzerer Text.",
        "Try other words. A shorter text often helps.",
    ),
    "finder_as_of": (
        "Namen aus dem Katalog der Verwaltung, Stand {year}.",
        "Names from the catalogue of the administration, as of {year}.",
    ),
    "finder_elsewhere": ("Diesen Dienst gibt es hier noch nicht", "This service is not here yet"),
    "finder_elsewhere_text": (
        "Sie haben „{service}“ gewählt. Unser Test enthält nur wenige Dienste. Gehen Sie zurück zur Liste.",
        "You chose “{service}”. Our trial holds only a few services. Go back to the list.",
    ),
    "finder_back": ("Zurück zur Liste", "Back to the list"),
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
        "Mit dem Code sehen Sie alles, was wir aufgezeichnet haben. Sie können es auch löschen.",
        "Please write down this code. Only with it can we find your data. "
        "With the code you see everything that we have recorded. You can erase it, too.",
    ),
    "my_session": ("Meine Sitzung ansehen oder löschen", "See or erase my session"),
    "contact_title": ("Dürfen wir uns wieder melden?", "May we get in touch again?"),
    "contact_text": (
        "Sie haben erlaubt, dass wir Sie anschreiben. Ihre Adresse liegt getrennt von der Aufzeichnung.",
        "You allowed us to write to you. Your address lies apart from the recording.",
    ),
    "contact_label": ("Ihre E-Mail-Adresse", "Your e-mail address"),
    "contact_send": ("Adresse speichern", "Keep the address"),
    "contact_kept": ("Wir haben Ihre Adresse gespeichert.", "We have kept your address."),
    "contact_wrong": (
        "Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@beispiel.de.",
        "Enter an e-mail address, such as name@example.org.",
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
