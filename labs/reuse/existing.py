"""What exists already, before a lab starts (DIN SPEC 66336, section 5.5.1): prototypes, studies, packages."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from feedback.enrolment import plan_in_force
from feedback.errors import AuthorError, OperatorError
from feedback.lab import Lab
from feedback.records import readable
from feedback.store import Store
from labs.catalogue import Finder, service_keys, services
from labs.discovery import Workspace
from labs.reuse.package import read_package

PACKAGES = "packages"
MOST_SERVICES = 3


@dataclass(frozen=True)
class Existing:
    """Something to build on: a prototype, a study or a package, with where it lies and what is known of it."""

    kind: str
    name: str
    title: str
    ozg: str
    place: str
    state: str


@dataclass(frozen=True)
class Search:
    """What was meant: the OZG services, and the words themselves."""

    services: tuple[str, ...]
    words: str

    def fits(self, ozg: str, leika: str, *texts: str) -> bool:
        """Tell whether something with these keys and texts was meant."""
        key = service_keys().get(leika)
        words = self.words.casefold()
        meant = self.words in (ozg, leika) or (ozg or (key.ozg if key else "")) in self.services
        return meant or any(words in one.casefold() for one in texts)


def search(words: str) -> Search:
    """Return what somebody means by an OZG id, a LeiKa key or plain words."""
    words = words.strip()
    if words in services():
        return Search((words,), words)
    if words in service_keys():
        return Search((service_keys()[words].ozg,), words)
    if words.isdigit():
        return Search((), words)  # a key that is younger than the catalogue
    return Search(Finder().find(words, limit=MOST_SERVICES).ids, words)


def find_existing(workspace: Workspace, lab: Lab, store: Store, words: str) -> list[Existing]:
    """Return what exists for an OZG id, a LeiKa key or words: the lab's own first, then shipped, then packages."""
    wanted = search(words)
    found: list[Existing] = []
    for name, place in _prototypes(workspace):
        try:
            service = workspace.load(name)
        except AuthorError:
            continue  # `probelauf check` says what is wrong with it
        if wanted.fits(service.ozg, service.leika, name, service.title):
            regions = len(workspace.regions(name))
            state = f"{len(service.variant_ids)} variants" + (f", {regions} regions" if regions else "")
            found.append(Existing("prototype", name, service.title, service.ozg, place, state))
            found += _studies(lab, store, name, service.ozg)
    return [*found, *_packages(workspace.root / PACKAGES, wanted)]


def _prototypes(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """Yield the prototypes with where they lie, the lab's own first."""
    shipped = Workspace(workspace.shipped.parent).names() if workspace.shipped else ()
    own = Workspace(workspace.root).names()
    yield from ((name, "own") for name in own)
    yield from ((name, "shipped") for name in shipped if name not in own)


def _studies(lab: Lab, store: Store, name: str, ozg: str) -> Iterator[Existing]:
    """Yield the studies that tried a prototype, with what was signed on them last."""
    signed = {record.study: record for record in readable(store.records())}
    for study_id in lab.studies():
        try:
            study = plan_in_force(store, lab.study(study_id))
        except AuthorError:
            continue
        if name not in {study.prototype_of(arm.id) for arm in study.arms}:
            continue
        record = signed.get(study_id)
        sessions = len(store.sessions(study_id))
        state = f"{sessions} sessions, nothing signed" if sessions else "no sessions"
        if record is not None:
            state = f"{record.id}: {record.verdict}{f' ({record.arm})' if record.arm else ''}"
        yield Existing("study", study_id, study.title, ozg, "this lab", state)


def _packages(folder: Path, wanted: Search) -> Iterator[Existing]:
    """Yield the packages of a folder; one that is damaged is named, too."""
    for path in sorted(folder.glob("*.zip")):
        try:
            about = read_package(path).about
        except OperatorError as error:
            yield Existing("package", path.name, "", "", "", str(error))
            continue
        if wanted.fits(about.ozg, about.leika, about.name, about.title):
            yield Existing("package", path.name, about.title, about.ozg, about.authority, f"probelauf adopt {path}")
