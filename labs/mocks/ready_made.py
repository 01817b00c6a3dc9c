"""The stand-ins that come with the kit. Their names and failures are what scripts call them by."""

from labs.mocks.stand_in import StandIn


def bundid() -> StandIn:
    """Return a sign-in with the BundID. Failures: "abgebrochen", "gesperrt", "nicht_erreichbar"."""
    return StandIn(
        "bundid",
        text={
            "de": "Niemand meldet Sie wirklich an. Sie brauchen kein Konto und kein Passwort.",
            "en": "Nobody really signs you in. You need no account and no password.",
        },
        button={"de": "Mit BundID anmelden", "en": "Sign in with BundID"},
        failures={
            "abgebrochen": {
                "de": "Die Anmeldung wurde abgebrochen. Versuchen Sie es noch einmal.",
                "en": "The sign-in was cancelled. Try again.",
            },
            "gesperrt": {
                "de": "Ihr Konto ist gerade gesperrt. Versuchen Sie es noch einmal.",
                "en": "Your account is locked at the moment. Try again.",
            },
            "nicht_erreichbar": {
                "de": "Die BundID antwortet nicht. Versuchen Sie es noch einmal.",
                "en": "BundID does not answer. Try again.",
            },
        },
    )


def payment(amount: str = "") -> StandIn:
    """Return a payment by card, of an amount as citizens read it ("12,00 €").

    Failures: "abgelehnt", "abgebrochen", "nicht_erreichbar".
    """
    return StandIn(
        "payment",
        text={
            "de": f"Niemand bucht etwas ab. {f'Der Betrag ist {amount}.' if amount else ''}".strip(),
            "en": f"Nobody takes any money. {f'The amount is {amount}.' if amount else ''}".strip(),
        },
        button={"de": "Jetzt bezahlen", "en": "Pay now"},
        failures={
            "abgelehnt": {
                "de": "Ihre Bank hat die Zahlung abgelehnt. Es wurde nichts abgebucht.",
                "en": "Your bank declined the payment. No money was taken.",
            },
            "abgebrochen": {
                "de": "Die Zahlung wurde abgebrochen. Es wurde nichts abgebucht.",
                "en": "The payment was cancelled. No money was taken.",
            },
            "nicht_erreichbar": {
                "de": "Der Zahlungsdienst antwortet nicht. Versuchen Sie es noch einmal.",
                "en": "The payment service does not answer. Try again.",
            },
        },
    )


def prefill(agreed: str, *fields: str) -> StandIn:
    """Return a register that fills in fields with the answers of the role, once, if the citizen agrees.

    `agreed` is a yes-or-no question on the page: `Page("abruf", "Ihre Daten", "abruf", mock=prefill("abruf", "name"))`.
    The questions then say where the answer comes from. Failures: "nicht_gefunden", "nicht_erreichbar".
    """
    return StandIn(
        "prefill",
        text={
            "de": "Niemand ruft Daten ab. Sie bekommen die Angaben Ihrer Rolle.",
            "en": "Nobody looks anything up. You get the details of your role.",
        },
        button={"de": "Weiter", "en": "Continue"},
        failures={
            "nicht_gefunden": {
                "de": "Das Register findet Sie nicht. Wählen Sie Nein, um selbst auszufüllen.",
                "en": "The register does not find you. Choose No to fill in the form yourself.",
            },
            "nicht_erreichbar": {
                "de": "Das Register antwortet nicht. Wählen Sie Nein, um selbst auszufüllen.",
                "en": "The register does not answer. Choose No to fill in the form yourself.",
            },
        },
        at=agreed,
        fills=fields,
    )


def virus_scan(field: str) -> StandIn:
    """Return a scan of an upload on the page for viruses; what it refuses has to be uploaded anew.

    Failures: "virus", "nicht_lesbar", "nicht_erreichbar".
    """
    return StandIn(
        "virus_scan",
        text={
            "de": "Niemand bekommt Ihre Datei. Nehmen Sie irgendeine leere Datei.",
            "en": "Nobody gets your file. Take any empty file.",
        },
        button={"de": "Weiter", "en": "Continue"},
        failures={
            "virus": {
                "de": "Die Datei enthält einen Virus. Wählen Sie eine andere Datei.",
                "en": "The file contains a virus. Choose another file.",
            },
            "nicht_lesbar": {
                "de": "Die Datei ist nicht lesbar. Wählen Sie eine andere Datei.",
                "en": "The file cannot be read. Choose another file.",
            },
            "nicht_erreichbar": {
                "de": "Die Prüfung der Datei dauert zu lange. Wählen Sie die Datei noch einmal.",
                "en": "Checking the file takes too long. Choose the file again.",
            },
        },
        at=field,
    )
