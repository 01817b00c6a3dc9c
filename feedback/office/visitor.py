"""Who is in the office: the name, the roles, and the sign-in that can be ended."""

from dataclasses import dataclass

from feedback.store import Store
from feedback.tokens import fingerprint

COOKIE = "probelauf_buero"


@dataclass(frozen=True)
class Visitor:
    """Somebody in the office. `sign_in` is the key of the sign-in, "" where nothing can be ended; `by_account` says
    that he or she came with an account of the house.
    """

    name: str = ""
    roles: tuple[str, ...] = ()
    sign_in: str = ""
    by_account: bool = False

    @property
    def role(self) -> str:
        """The roles in one word for the audit log."""
        return ",".join(self.roles)


def visitor_of(store: Store, secret: str, cookie: str, now_ms: int) -> Visitor | None:
    """Return who brings this cookie; None when it is not ours, too old, or signed out."""
    if not cookie:
        return None
    return visitor_signed_in(store, fingerprint(secret, cookie), now_ms)


def visitor_signed_in(store: Store, sign_in: str, now_ms: int) -> Visitor | None:
    """Return who is signed in under this keyed hash."""
    found = store.sign_in(sign_in, now_ms)
    return Visitor(found.name, found.roles, sign_in) if found else None
