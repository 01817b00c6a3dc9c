"""The passive voice: found in a hand-made list of sentences, precision before recall."""

from labs.language.passive import passive_in

PASSIVE = """
Ihr Antrag wird geprüft.
Der Bescheid wird Ihnen zugeschickt.
Die Unterlagen werden nicht zurückgegeben.
Das Formular muss unterschrieben werden.
Der Betrag wurde überwiesen.
Die Frist wird um zwei Wochen verlängert.
Wird Ihr Kind zu Hause betreut?
Ihre Daten werden nach zehn Jahren gelöscht.
Geprüft wird auch Ihr Einkommen.
Das Geld wird auf Ihr Konto eingezahlt.
Sie werden per E-Mail benachrichtigt.
Ihr Hund ist angemeldet worden.
Die Steuer wird jährlich erhoben.
Wenn der Antrag abgelehnt wird, bekommen Sie einen Brief.
Der Hund muss innerhalb von zwei Wochen angemeldet werden.
Das Amt wird vom Vermieter informiert.
Anlagen können später nachgereicht werden.
Die Miete wird aus dem Vertrag übernommen.
Hierfür wird eine Gebühr berechnet.
Die Karte wird vom Verein beantragt.
Ihre Angaben wurden gespeichert.
Der Vorfall wird an das Bundesamt gemeldet.
Das Elterngeld wird monatlich gezahlt.
Über den Antrag wird bald entschieden.
Der Ausweis wird bei der Abholung vorgelegt.
Die Wohnung wird nicht als Miete gewertet.
Der Betrag wird in Raten bezahlt.
Der Antrag wurde vergessen.
Die Karte wurde schon vergeben.
Von wem wurden Sie beraten?
Es wird empfohlen, früh zu kommen.
Das Kind wird von beiden Eltern erzogen.
Die Kosten werden erstattet.
""".strip().splitlines()

ACTIVE = """
Sie werden einen Brief bekommen.
Wir werden Ihren Antrag prüfen.
Das Amt wird Ihnen schreiben.
Die Miete wird höher.
Es wird bald Winter.
Ihr Kind wird drei Jahre alt.
Wir werden Sie anrufen.
Das Geld wird nicht reichen.
Sie werden es verstehen.
Das wird bekannt.
Die Karte wird beliebt.
Werden Sie Pate!
Sie werden bestimmt fertig.
Das Amt wird Ihnen helfen und Geld geben.
Sie werden die Karte behalten.
Wir werden das Geld nicht vergeben.
Der Bescheid wird Ihnen gefallen.
Sie werden weniger Geld erhalten.
Ihr Antrag ist geprüft.
Wir haben Ihre Unterlagen gelöscht.
Sie haben das Formular unterschrieben.
Das Amt wird die Karte genehmigen.
Wir werden die Frist gewähren.
Wir werden Ihre Zahl bis dahin geprüft haben.
Er wird gesund.
Sie werden es selbst angeben.
Was wird, wenn das Amt nichts bezahlt?
Sie haben bezahlt, aber die Karte wird später fertig.
Sie würden mehr Geld bekommen.
Wann werden Sie umziehen?
Die Gebühr wird ab Mai gelten.
Das wird Ihnen gehören.
Die Familie wird größer.
Sie zögerten 3 Sekunden.
Das Amt prüft Ihren Antrag.
Ihr Haushalt wird kleiner, dann bekommen Sie weniger.
Wir werden Sie beraten.
Das Wohngeld wird den Betrag nicht übersteigen.
Sie werden zum Amt gehen.
Ihr Kind wird erwachsen.
""".strip().splitlines()


def test_what_is_found_is_passive() -> None:
    """No active sentence is blamed: whoever is blamed wrongly stops reading."""
    assert len(PASSIVE) + len(ACTIVE) >= 60
    assert {} == {sentence: found for sentence in ACTIVE if (found := passive_in(sentence))}


def test_nearly_all_passive_sentences_are_found() -> None:
    """At least nine of ten."""
    missed = [sentence for sentence in PASSIVE if not passive_in(sentence)]
    assert len(missed) <= len(PASSIVE) / 10, missed


def test_the_words_that_make_it_passive_are_named() -> None:
    """The author sees which words are meant."""
    assert "wird ... geprüft" == passive_in("Ihr Antrag wird heute geprüft.")
