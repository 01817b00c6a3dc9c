"""Sealed drafts: what a citizen has filled in so far, encrypted so that only her own link opens it.

The key comes from a secret that lies in the participant's link or cookie and nowhere on our side. Whoever has the
database, even with the lab's secret, reads nothing. The text is padded, so that its length tells little.
"""

import base64
import json
import os
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE_BYTES = 12
_BLOCK_BYTES = 512


class DraftKey:
    """Seals and opens the drafts of one session. `link_secret` is what only the participant's link holds."""

    def __init__(self, link_secret: str, session_id: str) -> None:
        self._session = session_id.encode()
        key = HKDF(SHA256(), 32, salt=None, info=b"probelauf draft").derive(link_secret.encode())
        self._cipher = AESGCM(key)

    def seal(self, draft: Mapping[str, Any]) -> str:
        """Return the sealed draft as text.

        >>> key = DraftKey("in the link", "s1")
        >>> key.open(key.seal({"miete": "480"}))
        {'miete': '480'}
        """
        text = json.dumps(draft, separators=(",", ":")).encode()
        padded = text.ljust(-(-len(text) // _BLOCK_BYTES) * _BLOCK_BYTES)
        nonce = os.urandom(_NONCE_BYTES)
        return base64.b64encode(nonce + self._cipher.encrypt(nonce, padded, self._session)).decode()

    def open(self, sealed: str) -> dict[str, Any] | None:
        """Return the draft; None when it was sealed with another link, for another session, or is damaged.

        >>> DraftKey("another link", "s1").open(DraftKey("in the link", "s1").seal({})) is None
        True
        """
        try:
            raw = base64.b64decode(sealed, validate=True)
            text = self._cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], self._session)
        except (InvalidTag, ValueError):
            return None
        draft = json.loads(text)
        return draft if isinstance(draft, dict) else None
