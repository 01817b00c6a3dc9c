"""What Streamlit needs to know about the house's provider of accounts; the lab's file and the environment say it."""

import importlib.util
import os
from typing import Any

from feedback.errors import OperatorError
from feedback.lab import Lab
from feedback.tokens import account_key

PUBLIC_ADDRESS = "PROBELAUF_PUBLIC_URL"


def login_settings(lab: Lab, secret: str) -> dict[str, Any] | None:
    """Return the settings for `st.login`, None when the lab signs in by codes alone.

    Raises OperatorError when something is missing: the package, the public address, the provider's secret.
    """
    login = lab.office.login
    if login is None:
        return None
    origin = os.environ.get(PUBLIC_ADDRESS, "").rstrip("/")
    if not origin:
        raise OperatorError(f"`[office.login]` needs to know where people reach this server: set {PUBLIC_ADDRESS}.")
    missing = [name for name in ("authlib", "httpx") if importlib.util.find_spec(name) is None]
    if missing:
        raise OperatorError(f"`[office.login]` needs {' and '.join(missing)}: install probelauf[login].")
    auth = {
        "redirect_uri": f"{origin}/oauth2callback",
        "cookie_secret": account_key(secret, "cookie"),
        "client_id": login.client_id,
        "client_secret": lab.login_secret(),
        "server_metadata_url": login.server_metadata_url,
    }
    return {"auth": auth}


def is_public_address_secure() -> bool:
    """Return whether people reach this server over HTTPS, as the operator says."""
    return os.environ.get(PUBLIC_ADDRESS, "").startswith("https://")
