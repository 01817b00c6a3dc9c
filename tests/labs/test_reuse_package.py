"""Packages from strangers: changed, damaged or hostile ones are refused in one sentence, and nothing is written."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from feedback.errors import OperatorError
from labs.discovery import Workspace
from labs.reuse import adopt, read_package, write_package
from labs.reuse import package as packages
from labs.reuse.package import About

ABOUT = About(
    name="probe",
    title="Probe",
    ozg="10160",
    leika="",
    keys_as_of="",
    lab="Labor",
    authority="Stadt",
    licence="EUPL-1.2",
    program_version="1",
)
FILES = {"prototype/__init__.py": b"raise SystemExit('run')\n", "evidence/results.json": b"{}"}


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.zip"
    write_package(path, ABOUT, FILES)
    return path


def rewritten(good: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """Return a copy of a package with other entries."""
    with zipfile.ZipFile(good) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    change(entries)
    path = good.with_name("changed.zip")
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return path


def with_entry(good: Path, entry: zipfile.ZipInfo, data: bytes = b"x") -> Path:
    """Return a copy of a package with one more entry."""
    path = good.with_name("more.zip")
    path.write_bytes(good.read_bytes())
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(entry, data)
    return path


def test_round_trip(good: Path) -> None:
    """What was written is what is read."""
    found = read_package(good)
    assert (ABOUT, FILES) == (found.about, dict(found.files))


def test_code_of_a_package_does_not_run(good: Path, tmp_path: Path) -> None:
    """Reading and even installing runs none of it: this one would end the program."""
    done = adopt(Workspace(tmp_path), read_package(good), "")
    assert FILES["prototype/__init__.py"] == (done.folder / "__init__.py").read_bytes()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda one: one.update({"prototype/__init__.py": b"import os\n"}), "has not the hash"),
        (lambda one: one.update({"prototype/more.py": b"import os\n"}), "has not the hash"),
        (lambda one: one.pop("evidence/results.json"), "is missing"),
        (lambda one: one.pop("manifest.json"), "no manifest.json"),
        (lambda one: one.update({"manifest.json": b"{"}), "manifest of .* cannot be read"),
        (lambda one: one.update({"manifest.json": b"[" * 100_000}), "manifest of .* cannot be read"),
        (lambda one: one.update({"manifest.json": renamed(one)}), "its manifest has not the hash"),
        (lambda one: one.update({"manifest.json": renamed(one, "../x")}), "about.name"),
        (lambda one: one.update({"manifest.json": renamed(one, "x", "\x1b[2J")}), "about.title"),
    ],
)
def test_changed_packages(good: Path, change: Callable[[dict[str, bytes]], object], why: str) -> None:
    """Each change of a file, of the list or of the name is found."""
    with pytest.raises(OperatorError, match=why):
        read_package(rewritten(good, change))


def renamed(entries: dict[str, bytes], name: str = "other", title: str = "Probe") -> bytes:
    manifest = json.loads(entries["manifest.json"])
    manifest["about"] |= {"name": name, "title": title}
    return json.dumps(manifest).encode()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("../evil.py", "leads out"),
        ("prototype/../../evil.py", "leads out"),
        ("/etc/evil", "leads out"),
        ("prototype//evil.py", "leads out"),
        ("prototype/./evil.py", "leads out"),
        ("folder/", "leads out"),
        ("C:/evil.py", "forbidden characters"),
        ("prototype\\evil.py", "forbidden characters"),
        ("prototype/new\nline.py", "forbidden characters"),
        ("prototype/.git/config", "hidden"),
        ("PROTOTYPE/__INIT__.py", "twice"),
    ],
)
def test_paths_that_lead_elsewhere(good: Path, name: str, why: str) -> None:
    """Absolute paths, paths upwards, hidden files and doubled ones are refused before anything is unpacked."""
    with pytest.raises(OperatorError, match=why):
        read_package(with_entry(good, zipfile.ZipInfo(name)))


@pytest.mark.parametrize("mode", [0o120777, 0o060600, 0o010600])
def test_links_and_devices(good: Path, mode: int) -> None:
    """A symbolic link, a device or a pipe is no file."""
    entry = zipfile.ZipInfo("prototype/link.py")
    entry.external_attr = mode << 16
    with pytest.raises(OperatorError, match="no plain file"):
        read_package(with_entry(good, entry, b"/etc/passwd"))


def test_large_files(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that unpacks to more than the limit is refused by what its entry says."""
    bomb = zipfile.ZipInfo("prototype/bomb.txt")
    bomb.compress_type = zipfile.ZIP_DEFLATED
    path = with_entry(good, bomb, bytes(packages.MOST_BYTES_A_FILE + 1))
    assert path.stat().st_size < 50_000
    with pytest.raises(OperatorError, match="is too large"):
        read_package(path)
    monkeypatch.setattr(packages, "MOST_BYTES", 100)
    with pytest.raises(OperatorError, match="has more than"):
        read_package(good)


def test_many_files_together(tmp_path: Path) -> None:
    """Many files, each within the limit, may not be too large together."""
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(packages.MOST_BYTES // packages.MOST_BYTES_A_FILE + 1):
            archive.writestr(f"prototype/{number}.txt", bytes(packages.MOST_BYTES_A_FILE))
    with pytest.raises(OperatorError, match="unpacked it is too large"):
        read_package(path)


def test_a_lie_about_the_size(good: Path) -> None:
    """An entry that says it is small and is not gives no more than it says: the check sum fails."""
    bomb = zipfile.ZipInfo("prototype/bomb.txt")
    bomb.compress_type = zipfile.ZIP_DEFLATED
    path = with_entry(good, bomb, bytes(20_000_000))
    path.write_bytes(path.read_bytes().replace((20_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")))
    with pytest.raises(OperatorError, match=r"damaged|too large"):
        read_package(path)


def test_too_many_files(tmp_path: Path) -> None:
    """The number of files is limited."""
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(packages.MOST_FILES + 1):
            archive.writestr(f"{number}", b"")
    with pytest.raises(OperatorError, match="more than 2000 files"):
        read_package(path)


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04" + b"\x00" * 60, None])
def test_no_packages(tmp_path: Path, content: bytes | None) -> None:
    """What is no zip file, or not there, is said in one sentence."""
    path = tmp_path / "x.zip"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(OperatorError, match=r"cannot be read|no zip file"):
        read_package(path)


def test_damaged_bytes(good: Path) -> None:
    """Whichever byte is flipped, reading gives the same content or a refusal, never anything else."""
    whole, kept = good.read_bytes(), read_package(good)
    for place in range(0, len(whole), 7):
        good.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            assert kept == read_package(good)
        except OperatorError:
            continue


def test_a_region_that_is_none(good: Path, tmp_path: Path) -> None:
    """A region is digits: it becomes a file's name."""
    for wrong in ("../x", "123", "köln"):
        with pytest.raises(OperatorError, match="no regional key"):
            adopt(Workspace(tmp_path), read_package(good), wrong)
    assert not (tmp_path / "prototypes").exists()
