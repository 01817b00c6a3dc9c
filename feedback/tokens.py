"""Signed tokens: invitations of citizens, the visitor cookie, the office cookie, probes, receipt codes.

Every token is signed with the lab's secret and carries its purpose as a salt, so that none can stand in for another.
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass

from itsdangerous import BadData, URLSafeSerializer, URLSafeTimedSerializer

_RECEIPT_GROUPS = 3
_RECEIPT_GROUP_LENGTH = 4


@dataclass(frozen=True)
class Invitation:
    """An invitation to a study: open to all when `participant` is None, else for this one person.

    `key` seals her drafts; it is in her link only, and stored nowhere.
    """

    study: str
    participant: str | None = None
    key: str | None = None


def seal_invitation(secret: str, invitation: Invitation) -> str:
    """Return the token of an invitation, safe in a link.

    >>> token = seal_invitation("s", Invitation("wohngeld/runde-1"))
    >>> open_invitation("s", token)
    Invitation(study='wohngeld/runde-1', participant=None, key=None)
    """
    content = [invitation.study, invitation.participant, *filter(None, [invitation.key])]
    return str(URLSafeSerializer(secret, salt="invitation").dumps(content))


def open_invitation(secret: str, token: str) -> Invitation | None:
    """Return the invitation behind a token, or None when the token is not ours.

    >>> open_invitation("s", "made-up") is None
    True
    """
    try:
        return Invitation(*URLSafeSerializer(secret, salt="invitation").loads(token))
    except (BadData, ValueError, TypeError):
        return None


def personal_invitation(study: str, participant: str) -> Invitation:
    """Return an invitation for one person, with a new key."""
    return Invitation(study, participant, secrets.token_urlsafe(16))


def seal_visitor(secret: str, visitor: str) -> str:
    """Return the signed cookie value of a visitor."""
    return str(URLSafeSerializer(secret, salt="visitor").dumps(visitor))


def open_visitor(secret: str, cookie: str) -> str | None:
    """Return the visitor behind a cookie value, or None when the value is not ours.

    >>> open_visitor("s", seal_visitor("s", "v1"))
    'v1'
    >>> open_visitor("other", seal_visitor("s", "v1")) is None
    True
    """
    try:
        return str(URLSafeSerializer(secret, salt="visitor").loads(cookie))
    except BadData:
        return None


def account_key(secret: str, *parts: str) -> str:
    """Return under which key a sign-in with an account of the house is kept: the keyed hash of what the provider says.

    >>> account_key("s", "https://a.example", "7") == account_key("s", "https://a.example", "8")
    False
    """
    return _digest(secret, "account", *parts).lower()


@dataclass(frozen=True)
class ProbeTicket:
    """What allows a browser page to add events of the probe: to which session, and in which lane of numbers."""

    session_id: str
    lane: int


def seal_probe(secret: str, ticket: ProbeTicket) -> str:
    """Return the token of a probe; it carries the time at which it was made."""
    return str(URLSafeTimedSerializer(secret, salt="probe").dumps([ticket.session_id, ticket.lane]))


def open_probe(secret: str, token: str, *, max_age_s: int) -> ProbeTicket | None:
    """Return the ticket behind a token; None when it is not ours or older than `max_age_s` seconds.

    >>> open_probe("s", seal_probe("s", ProbeTicket("s1", 7)), max_age_s=60)
    ProbeTicket(session_id='s1', lane=7)
    >>> open_probe("s", seal_visitor("s", "v1"), max_age_s=60) is None
    True
    """
    try:
        session_id, lane = URLSafeTimedSerializer(secret, salt="probe").loads(token, max_age=max_age_s)
    except BadData:
        return None
    return ProbeTicket(session_id, lane)


def participant_code(secret: str, study: str, visitor: str) -> str:
    """Return the pseudonym of a visitor in one study; it says nothing about the visitor without the secret.

    >>> participant_code("s", "wohngeld/runde-1", "v1") == participant_code("s", "wohngeld/runde-1", "v1")
    True
    >>> participant_code("s", "wohngeld/runde-1", "v1") == participant_code("s", "wohngeld/runde-2", "v1")
    False
    """
    return _digest(secret, "participant", study, visitor)[:16].lower()


def session_code(secret: str, study: str, participant: str, number: int) -> str:
    """Return the id of a participant's session with this number, the same in every process.

    >>> session_code("s", "wohngeld/runde-1", "p1", 0) == session_code("s", "wohngeld/runde-1", "p1", 0)
    True
    """
    return _digest(secret, "session", study, participant, str(number))[:16].lower()


def receipt_code(secret: str, study: str, participant: str) -> str:
    """Return the receipt code of a participant: three groups of four letters and digits, easy to write down.

    >>> receipt_code("s", "wohngeld/runde-1", "p1")
    'VLCC-PVPJ-5H3D'
    """
    digest = _digest(secret, "receipt", study, participant)
    groups = (digest[i * _RECEIPT_GROUP_LENGTH :][:_RECEIPT_GROUP_LENGTH] for i in range(_RECEIPT_GROUPS))
    return "-".join(groups)


def fingerprint(secret: str, code: str) -> str:
    """Return what may be stored of a secret code (receipt, access code): its keyed hash, in hexadecimal.

    Blanks, hyphens and the case of letters do not matter, since people type codes by hand.

    >>> fingerprint("s", "abcd-EFGH") == fingerprint("s", "ABCD efgh")
    True
    """
    plain = "".join(character for character in code.upper() if character.isalnum())
    return hmac.new(secret.encode(), f"code\n{plain}".encode(), hashlib.sha256).hexdigest()


def _digest(secret: str, *parts: str) -> str:
    digest = hmac.new(secret.encode(), "\n".join(parts).encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode()
