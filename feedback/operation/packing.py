"""The file of a backup: a compressed tar of a manifest, the database and `lab.toml`, written whole or not at all."""

import gzip
import hashlib
import io
import os
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Literal, cast

from pydantic import BaseModel, ConfigDict, ValidationError

from feedback.errors import OperatorError

MANIFEST, DATABASE, LAB = "manifest.json", "probelauf.db", "lab.toml"
LARGEST_TEXT = 1_000_000
"""Bytes of the manifest or of `lab.toml`, at most."""
_CHUNK = 1 << 20
Report = Callable[[float], None]


class Part(BaseModel):
    """A file within the backup: bytes and SHA-256."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    size: int
    sha256: str


class Manifest(BaseModel):
    """What a backup says about itself: made when (epoch milliseconds) by which version, rows a table, its files."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["probelauf-backup-1"] = "probelauf-backup-1"
    version: str
    schema_version: int
    made_ms: int
    counts: dict[str, int]
    files: dict[str, Part]


@contextmanager
def private_folder(beside: Path, what: str) -> Iterator[Path]:
    """Give a new folder in `beside` that only the owner can look into; it goes after the block.

    OperatorError for what the operating system refuses within the block; `what` names the thing being written.
    """
    try:
        with tempfile.TemporaryDirectory(dir=beside, prefix=".probelauf-") as folder:
            yield Path(folder)
    except OSError as error:
        raise OperatorError(
            f"The {what} cannot be written to {beside} ({error.strerror}); free some space, or choose another place."
        ) from error


def put_in_place(draft: Path, target: Path) -> None:
    """Let a finished file take the place of another, durably: at any moment one of them is there, whole."""
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Make renamed files of a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def part_of(path: Path) -> Part:
    """Return size and hash of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Part(size=path.stat().st_size, sha256=digest)


def pack(target: Path, manifest: Manifest, database: Path, lab: bytes | None, progress: Report) -> None:
    """Write the backup into the new file `target`, readable by its owner only."""
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    said, size = manifest.model_dump_json(indent=2).encode(), database.stat().st_size
    with (
        os.fdopen(handle, "wb") as raw,
        gzip.GzipFile(fileobj=raw, mode="wb", filename="", compresslevel=1) as packed,
        tarfile.open(fileobj=packed, mode="w:") as tar,
        database.open("rb") as file,
    ):
        _add(tar, MANIFEST, io.BytesIO(said), len(said))
        if lab is not None:
            _add(tar, LAB, io.BytesIO(lab), len(lab))
        _add(tar, DATABASE, _watched(file, size, progress), size)


def read_manifest(path: Path) -> Manifest:
    """Return what a backup says about itself. OperatorError when the file is none."""
    with _opened(path) as tar:
        return _manifest(tar, path)


def unpack(path: Path, database: Path, progress: Report) -> tuple[Manifest, bytes | None]:
    """Write the backup's database into the new file `database`; return the manifest and `lab.toml`.

    OperatorError unless every file is there and has the size and hash that the manifest names.
    """
    found: dict[str, Part] = {}
    lab: bytes | None = None
    with _opened(path) as tar:
        manifest = _manifest(tar, path)
        while (member := tar.next()) is not None:
            if member.name not in manifest.files or not member.isfile():
                raise _damaged(path)
            source = tar.extractfile(member)
            if source is None or member.size != manifest.files[member.name].size:
                raise _damaged(path)
            if member.name == DATABASE:
                found[DATABASE] = _copy(_watched(source, member.size, progress), database)
            elif member.size <= LARGEST_TEXT:
                lab = source.read()
                found[member.name] = Part(size=len(lab), sha256=hashlib.sha256(lab).hexdigest())
    if found != manifest.files or DATABASE not in found:
        raise _damaged(path)
    return manifest, lab


@contextmanager
def _opened(path: Path) -> Iterator[tarfile.TarFile]:
    try:
        with gzip.open(path, "rb") as packed, tarfile.open(fileobj=packed, mode="r|", bufsize=_CHUNK) as tar:
            yield tar
    except (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise _damaged(path) from error
    except FileNotFoundError as error:
        if error.filename != str(path):
            raise
        raise OperatorError(f"There is no file {path}; name the backup to restore.") from error


def _manifest(tar: tarfile.TarFile, path: Path) -> Manifest:
    first = tar.next()
    if first is None or first.name != MANIFEST or not first.isfile() or first.size > LARGEST_TEXT:
        raise _damaged(path)
    source = tar.extractfile(first)
    try:
        return Manifest.model_validate_json(source.read() if source else b"")
    except ValidationError as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> OperatorError:
    return OperatorError(f"The file {path} is no backup of Probelauf, or it is damaged; take another one.")


def _add(tar: tarfile.TarFile, name: str, source: IO[bytes], size: int) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    tar.addfile(entry, source)


def _copy(source: IO[bytes], target: Path) -> Part:
    digest, size = hashlib.sha256(), 0
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return Part(size=size, sha256=digest.hexdigest())


def _watched(file: IO[bytes], size: int, progress: Report) -> IO[bytes]:
    return cast("IO[bytes]", _Watched(file, size, progress))


class _Watched(io.RawIOBase):
    """A file that tells how much of it was read."""

    def __init__(self, file: IO[bytes], size: int, progress: Report) -> None:
        self._file, self._size, self._progress, self._read = file, max(size, 1), progress, 0

    def read(self, size: int = -1, /) -> bytes:
        """Read on, and report the share read so far."""
        chunk = self._file.read(size)
        self._read += len(chunk)
        self._progress(self._read / self._size)
        return chunk
