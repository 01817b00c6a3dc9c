"""The words of the page "Meine Sitzung". German, with English beside it."""

from collections.abc import Mapping

MY_WORDS: Mapping[str, tuple[str, str]] = {
    # key: (German, English)
    "title": ("Meine Sitzung", "My session"),
    "intro": (
        "Hier sehen Sie, was wir von Ihnen aufgezeichnet haben. Sie können es herunterladen oder löschen.",
        "Here you see what we have recorded of you. You can download or erase it.",
    ),
    "code": ("Ihr Code", "Your code"),
    "code_hint": (
        "Er stand am Ende Ihres Tests. Ein Beispiel: ABCD-2345-EFGH.",
        "It stood at the end of your trial. An example: ABCD-2345-EFGH.",
    ),
    "open": ("Öffnen", "Open"),
    "other_language": ("English", "Deutsch"),
    "no_code": (
        "Sie haben keinen Code? Ohne ihn finden auch wir Ihre Daten nicht.",
        "You have no code? Without it we cannot find your data either.",
    ),
    "questions": ("Fragen beantwortet: {contact}.", "Questions go to: {contact}."),
    "problem": ("Es gibt ein Problem", "There is a problem"),
    "error": ("Fehler", "Error"),
    "unknown": (
        "Zu diesem Code gibt es nichts. Prüfen Sie, ob Sie sich vertippt haben.",
        "There is nothing for this code. Check whether you have made a slip.",
    ),
    "too_often": (
        "Es gab zu viele Versuche. Bitte warten Sie eine Minute.",
        "There were too many attempts. Please wait a minute.",
    ),
    "lead": (
        "Das ist alles, was wir von Ihnen haben. Nur mit Ihrem Code kommt man auf diese Seite.",
        "This is everything that we have of you. Only your code leads to this page.",
    ),
    "allowed": ("Was Sie erlaubt haben", "What you have allowed"),
    "nothing_allowed": ("Sie haben nichts mehr erlaubt.", "You no longer allow anything."),
    "taking_part": (
        "Teilnahme. Nehmen Sie sie zurück? Dann zählt Ihre Sitzung nirgends mehr.",
        "Taking part. If you withdraw it, your session counts nowhere any more.",
    ),
    "probe": (
        "Aufzeichnung von Klicks und Zögern. Nehmen Sie sie zurück? Dann löschen wir diese Einträge.",
        "Recording of clicks and hesitation. If you withdraw it, we erase these entries.",
    ),
    "quotes": (
        "Zitate aus Ihrer Anmerkung. Nehmen Sie das zurück? Dann löschen wir die Zitate.",
        "Quotes from your comment. If you withdraw this, we erase the quotes.",
    ),
    "contact": (
        "Kontakt für die nächste Runde. Nehmen Sie das zurück? Dann löschen wir Ihre Adresse.",
        "Contact about the next round. If you withdraw this, we erase your address.",
    ),
    "withdraw": ("Zurücknehmen", "Withdraw"),
    "short_taking_part": ("Teilnahme", "taking part"),
    "short_probe": ("Klicks und Zögern", "clicks and hesitation"),
    "short_quotes": ("Zitate", "quotes"),
    "short_contact": ("Kontakt", "contact"),
    "withdrawn": ("Sie haben Ihre Zustimmung zurückgenommen: {scope}.", "You withdrew your consent: {scope}."),
    "session": ("Ihre Sitzung vom {day}", "Your session of {day}"),
    "entries": ("Alles, was geschah: {count} Einträge", "Everything that happened: {count} entries"),
    "answers": ("Ihre Antworten auf unsere Fragen", "Your answers to our questions"),
    "comment": ("Ihre Anmerkung", "Your comment"),
    "no_comment": ("Sie haben keine Anmerkung geschrieben.", "You wrote no comment."),
    "about_you": ("Was Sie über sich gesagt haben", "What you told us about yourself"),
    "noted": ("Was das Team notiert hat", "What the team noted"),
    "finding": ("In Ihrer Sitzung fiel auf: {title}", "Noticed in your session: {title}"),
    "note": ("Notiz: {text}", "Note: {text}"),
    "quote": ("Zitat aus Ihrer Anmerkung: {text}", "Quote from your comment: {text}"),
    "address": ("Ihre E-Mail-Adresse", "Your e-mail address"),
    "address_sealed": (
        "Sie ist verschlüsselt. Der Schlüssel ist gelöscht, niemand kann sie lesen.",
        "It is encrypted. The key is erased, nobody can read it.",
    ),
    "not_there": ("Was nicht dabei ist", "What is not there"),
    "not_typed": (
        "Wir haben nicht aufgezeichnet, was Sie eingetippt oder ausgewählt haben.",
        "We did not record what you typed or chose.",
    ),
    "not_who": (
        "Wir haben weder Ihren Namen noch Ihre Internetadresse aufgezeichnet.",
        "We recorded neither your name nor your internet address.",
    ),
    "sealed": (
        "Ihr Test läuft noch. Ihre Eingaben liegen verschlüsselt bei uns. Nur Sie können sie öffnen.",
        "Your trial is still running. Your entries lie encrypted with us. Only you can open them.",
    ),
    "take_along": ("Mitnehmen", "Take it along"),
    "take_along_text": (
        "Sie bekommen alles in einer Datei. Programme können sie lesen (JSON).",
        "You get everything in one file. Programs can read it (JSON).",
    ),
    "download": ("Alles herunterladen", "Download everything"),
    "erase_title": ("Löschen", "Erase"),
    "erase_text": (
        "Wir löschen dann alles, was auf dieser Seite steht.",
        "We then erase everything that stands on this page.",
    ),
    "erase": ("Alles löschen", "Erase everything"),
    "sure_title": ("Möchten Sie Ihre Sitzung löschen?", "Would you like to erase your session?"),
    "sure_text": (
        "Wir löschen alles, was wir von Ihnen haben. Niemand kann es zurückholen.",
        "We erase everything that we have of you. Nobody can bring it back.",
    ),
    "sure": ("Ja, alles löschen", "Yes, erase everything"),
    "not_sure": ("Nein, zurück", "No, go back"),
    "gone": ("Ihre Sitzung ist gelöscht", "Your session is erased"),
    "gone_text": (
        "Wir haben nichts mehr von Ihnen. Ihr Code öffnet nichts mehr. "
        "Es bleiben nur zusammengefasste Zahlen. Sie führen nicht zu Ihnen zurück.",
        "We have nothing of you any more. Your code no longer opens anything. "
        "Only summed-up figures remain. They do not lead back to you.",
    ),
    "close": ("Sie können dieses Fenster jetzt schließen.", "You can close this window now."),
}


def my_word(key: str, language: str, **gaps: object) -> str:
    """Return words of the page in a language ("de" or "en").

    >>> my_word("withdrawn", "de", scope="Zitate")
    'Sie haben Ihre Zustimmung zurückgenommen: Zitate.'
    """
    german, english = MY_WORDS[key]
    return (english if language == "en" else german).format(**gaps)
