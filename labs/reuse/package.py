"""The package: a zip file with a manifest. Reading one never runs it, and trusts nothing that it says about itself."""

import hashlib
import io
import json
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from feedback.errors import OperatorError
from feedback.store import canonical

MANIFEST = "manifest.json"
PROTOTYPE = "prototype"
PARAMETERS = "parameters.schema.json"
RESULTS = "evidence/results.json"
RECORDS = "evidence/records"
MOST_FILES = 2000
MOST_BYTES_A_FILE = 10_000_000
MOST_BYTES = 50_000_000
_BEFORE_ANY_TIME = (1980, 1, 1, 0, 0, 0)

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Line = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00-\x1f\x7f-\x9f]*$")]


class About(BaseModel):
    """What a package is: the service with its keys, who made it, and with which program."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    title: Line
    ozg: Line
    leika: Line
    keys_as_of: Line
    lab: Line
    authority: Line
    licence: Line
    program_version: Line


class Manifest(BaseModel):
    """The list of all files with their hashes. `sha256` is that of the whole: of everything else in the manifest."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["probelauf-reuse-1"] = "probelauf-reuse-1"
    about: About
    files: dict[str, Sha256]
    sha256: Sha256


@dataclass(frozen=True)
class Package:
    """A package that has been verified: its manifest and its files by path, as bytes."""

    manifest: Manifest
    files: Mapping[str, bytes]

    @property
    def about(self) -> About:
        """What the package is."""
        return self.manifest.about

    def below(self, folder: str) -> dict[str, bytes]:
        """Return the files of a folder, by their path in it."""
        start = f"{folder}/"
        return {path.removeprefix(start): data for path, data in self.files.items() if path.startswith(start)}


def hash_whole(about: About, files: Mapping[str, str]) -> str:
    """Return the hash of a package: of what it is and of the hashes of its files."""
    return _sha256(canonical({"about": about.model_dump(), "files": dict(files)}).encode())


def write_package(path: Path, about: About, files: Mapping[str, bytes]) -> Manifest:
    """Write a package; the same content gives the same bytes. Raises OperatorError when it cannot be written."""
    hashes = {name: _sha256(data) for name, data in sorted(files.items())}
    manifest = Manifest(about=about, files=hashes, sha256=hash_whole(about, hashes))
    entries = {**files, MANIFEST: (manifest.model_dump_json(indent=1) + "\n").encode()}
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in sorted(entries.items()):
            info = zipfile.ZipInfo(name, _BEFORE_ANY_TIME)
            info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            archive.writestr(info, data)
    try:
        path.write_bytes(held.getvalue())
    except OSError as error:
        raise OperatorError(f"The package {path} cannot be written: {error.strerror}.") from error
    return manifest


def read_package(path: Path) -> Package:
    """Return a package whose files have the hashes that its manifest names. Raises OperatorError for all others."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise OperatorError(f"The package {path} has more than {MOST_BYTES // 1_000_000} MB.")
        with zipfile.ZipFile(path) as archive:
            files = dict(_entries(archive, path))
    except OSError as error:
        raise OperatorError(f"The package {path} cannot be read: {error.strerror or error}.") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise OperatorError(f"The package {path} is no zip file, or a damaged one: {error}.") from error
    manifest = _manifest(files.pop(MANIFEST, b""), path)
    _verify(manifest, files, path)
    return Package(manifest, files)


def _entries(archive: zipfile.ZipFile, path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an archive, as long as they are harmless and not too many."""
    entries = archive.infolist()
    if len(entries) > MOST_FILES:
        raise OperatorError(f"The package {path} has more than {MOST_FILES} files.")
    seen: set[str] = set()
    total = 0
    for entry in entries:
        wrong = _wrong_with(entry) or ("is in it twice" if entry.filename.casefold() in seen else "")
        if wrong:
            raise OperatorError(f"The package {path} is refused: its file {entry.filename!r} {wrong}.")
        seen.add(entry.filename.casefold())
        with archive.open(entry) as file:
            data = file.read(MOST_BYTES_A_FILE + 1)  # what the archive says about sizes may be a lie
        total += len(data)
        if len(data) > MOST_BYTES_A_FILE or total > MOST_BYTES:
            raise OperatorError(f"The package {path} is refused: unpacked it is too large.")
        yield entry.filename, data


def _wrong_with(entry: zipfile.ZipInfo) -> str:
    """Return why an entry is refused, or nothing."""
    name, mode = entry.filename, entry.external_attr >> 16
    parts = PurePosixPath(name).parts
    if entry.orig_filename != name or "\\" in name or ":" in name or not name.isprintable():
        return "has a name with forbidden characters"
    if name.startswith("/") or any(part in ("..", ".") for part in name.split("/")) or "/".join(parts) != name:
        return "leads out of the package"
    if any(part.startswith(".") or part.endswith((".", " ")) for part in parts):
        return "is hidden"
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "is no plain file, but a link or the like"
    if entry.flag_bits & 1:
        return "is encrypted"
    return "is too large" if entry.file_size > MOST_BYTES_A_FILE else ""


def _manifest(data: bytes, path: Path) -> Manifest:
    if not data:
        raise OperatorError(f"The file {path} is no reuse package: it has no {MANIFEST}.")
    try:
        return Manifest.model_validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or MANIFEST
        raise OperatorError(f"The manifest of {path} cannot be read: {place}: {first['msg']}.") from error


def _verify(manifest: Manifest, files: Mapping[str, bytes], path: Path) -> None:
    for name in sorted({*manifest.files, *files}):
        if name not in files:
            raise OperatorError(f"The package {path} is damaged: {name!r} is missing.")
        if manifest.files.get(name) != _sha256(files[name]):
            raise OperatorError(f"The package {path} was changed: {name!r} has not the hash of the manifest.")
    if manifest.sha256 != hash_whole(manifest.about, manifest.files):
        raise OperatorError(f"The package {path} was changed: its manifest has not the hash that it names.")


def read_json(package: Package, name: str) -> object:
    """Return a JSON file of a package, None where it has none. Raises OperatorError when it cannot be read."""
    if name not in package.files:
        return None
    try:
        return json.loads(package.files[name])
    except (ValueError, RecursionError) as error:
        raise OperatorError(f"The file {name} of the package cannot be read: it is no JSON.") from error


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
