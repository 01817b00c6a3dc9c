"""Contact data that participants gave of their own free will, apart from all recordings.

They lie in a file of their own, each line sealed with a key of its own, and lead to a session by nothing but the keyed
hash of its receipt code. Whoever destroys the key has unlinked all of them for good.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

from feedback.errors import OperatorError

KEY_VARIABLE = "PROBELAUF_CONTACTS_KEY"
MOST_CHARACTERS = 254  # of an e-mail address (RFC 5321)


@dataclass(frozen=True)
class Contact:
    """An e-mail address, for which study it was given and when (epoch milliseconds)."""

    email: str
    study: str
    given_ms: int


@dataclass(frozen=True)
class Contacts:
    """The contacts of a lab. `folder` is that of its data; nothing is made there before the first contact."""

    folder: Path

    @property
    def path(self) -> Path:
        """The sealed lines."""
        return self.folder / "contacts.jsonl"

    @property
    def key_path(self) -> Path:
        """The key, unless the variable holds it."""
        return self.folder / "contacts.key"

    def add(self, mark: str, contact: Contact) -> None:
        """Keep a contact for the holder of the receipt with this hash; it takes the place of the former one."""
        key = self._key() or self._make_key()
        sealed = key.encrypt(json.dumps(asdict(contact)).encode()).decode()
        with self._locked():
            lines = [line for line in self._lines() if line["mark"] != mark]
            self._write([*lines, {"mark": mark, "sealed": sealed}])

    def remove(self, mark: str) -> bool:
        """Forget a contact; return whether there was one. Needs no key."""
        if not self.path.exists():
            return False
        with self._locked():
            lines = self._lines()
            kept = [line for line in lines if line["mark"] != mark]
            if len(kept) < len(lines):
                self._write(kept)
        return len(kept) < len(lines)

    def has(self, mark: str) -> bool:
        """Return whether the holder of the receipt gave a contact. Needs no key."""
        return any(line["mark"] == mark for line in self._lines())

    def find(self, mark: str) -> Contact | None:
        """Return a contact; None when there is none, or its key is gone."""
        return next((self._open(line) for line in self._lines() if line["mark"] == mark), None)

    def all(self) -> list[Contact]:
        """Return all contacts that the key opens, by study and time, without what leads to a session."""
        found = [contact for line in self._lines() if (contact := self._open(line))]
        return sorted(found, key=lambda one: (one.study, one.given_ms))

    def destroy_key(self) -> bool:
        """Overwrite and remove the key file; return whether there was one. Every contact becomes unreadable.

        Raises OperatorError when the key stands in the variable: only whoever sets that can destroy it.
        """
        if os.environ.get(KEY_VARIABLE):
            raise OperatorError(f"The key stands in {KEY_VARIABLE}; remove it there to destroy it.")
        if not self.key_path.exists():
            return False
        with self.key_path.open("r+b") as file:
            file.write(b"\0" * self.key_path.stat().st_size)
            file.flush()
            os.fsync(file.fileno())
        self.key_path.unlink()
        return True

    def _open(self, line: dict[str, str]) -> Contact | None:
        key = self._key()
        try:
            return None if key is None else Contact(**json.loads(key.decrypt(line["sealed"].encode())))
        except InvalidToken:
            return None

    def _key(self) -> Fernet | None:
        given = os.environ.get(KEY_VARIABLE)
        if not given and not self.key_path.exists():
            return None
        try:
            return Fernet(given or self.key_path.read_text(encoding="utf-8").strip())
        except ValueError as error:
            place = KEY_VARIABLE if given else str(self.key_path)
            raise OperatorError(f"The key in {place} is no Fernet key: 32 bytes in URL-safe base64.") from error

    def _make_key(self) -> Fernet:
        with self._locked():
            if not self.key_path.exists():
                self._put(self.key_path, Fernet.generate_key().decode())
        key = self._key()
        assert key is not None  # noqa: S101 - made above
        return key

    def _lines(self) -> list[dict[str, Any]]:
        if not self.path.exists():
            return []
        return [json.loads(line) for line in self.path.read_text(encoding="utf-8").splitlines()]

    def _write(self, lines: list[dict[str, Any]]) -> None:
        self._put(self.path, "".join(f"{json.dumps(line)}\n" for line in lines))

    def _put(self, path: Path, text: str) -> None:
        """Put a new file in the place of the old one, whole or not at all."""
        draft = path.with_name(f"{path.name}.new")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Let one process at a time change the file."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "contacts.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
