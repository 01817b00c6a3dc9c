"""Who may do what in the office: one table. Every page and every change asks it, when drawn and again when done."""

from collections.abc import Iterable, Mapping
from typing import Literal

from feedback.decision.numbers import listing
from feedback.findings import RefusedError
from feedback.lab import ROLES, Role

Permission = Literal[
    "see the overview", "see the verdict", "see sessions", "see findings", "edit findings", "rate findings",
    "see the plan", "invite", "watch sessions", "give help", "note observations", "sign", "download the report",
    "query", "see the audit log", "manage access",
]  # fmt: skip

PERMISSIONS: Mapping[Permission, tuple[Role, ...]] = {
    "see the overview": ("team", "observer", "decision-maker", "administrator"),
    "see the verdict": ("team", "decision-maker"),
    "see sessions": ("team", "decision-maker"),
    "see findings": ("team", "decision-maker"),
    "edit findings": ("team",),
    "rate findings": ("team",),
    "see the plan": ("team",),
    "invite": ("team",),
    "watch sessions": ("team", "observer"),
    "give help": ("team", "observer"),
    "note observations": ("team", "observer"),
    "sign": ("decision-maker",),
    "download the report": ("team", "decision-maker"),
    "query": ("team",),
    "see the audit log": ("administrator",),
    "manage access": ("administrator",),
}

ROLE_NAMES: Mapping[Role, str] = {
    "team": "das Team",
    "observer": "Beobachtende",
    "decision-maker": "Entscheidende",
    "administrator": "die Verwaltung des Labors",
}
SIGNED_OUT = "Sie sind nicht mehr angemeldet. Bitte melden Sie sich neu an."


class ForbiddenError(RefusedError):
    """Somebody tried what his or her roles do not allow; the sentence says who may."""


def allowed(permission: Permission, roles: Iterable[str]) -> bool:
    """Return whether one of these roles is enough.

    >>> allowed("sign", ("team",)), allowed("sign", ("team", "decision-maker"))
    (False, True)
    """
    return bool(set(PERMISSIONS[permission]) & set(roles))


def tell_who(permission: Permission) -> str:
    """Return who may do something.

    >>> tell_who("watch sessions")
    'das Team und Beobachtende'
    """
    return listing([ROLE_NAMES[role] for role in PERMISSIONS[permission]]) or "niemanden"


def tell_roles(roles: Iterable[str]) -> str:
    """Return the roles that somebody has, in the order of the table."""
    held = set(roles)
    return listing([ROLE_NAMES[role] for role in ROLES if role in held])


def forbid(permission: Permission) -> ForbiddenError:
    """Return the error that tells who may do it."""
    return ForbiddenError(f"Das ist nur für {tell_who(permission)} möglich.")
