"""The lab that runs the studies: who it is, where its data lie, which studies it has."""

import os
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from feedback import instruments
from feedback.errors import AuthorError, OperatorError, nearest
from feedback.study import Study, load, read_text
from feedback.study.source import Source

SECRET_VARIABLE = "PROBELAUF_SECRET"  # noqa: S105 - the name of a variable, not a secret
LOGIN_SECRET_VARIABLE = "PROBELAUF_LOGIN_SECRET"  # noqa: S105 - the same
DATABASE_VARIABLE = "PROBELAUF_DATABASE"
MIN_SECRET_LENGTH = 16
Language = Literal["de", "en"]
Role = Literal["team", "observer", "decision-maker", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)
Address = Annotated[str, StringConstraints(to_lower=True, strip_whitespace=True, pattern=r"^[^@\s]+@[^@\s]+$")]


class Login(BaseModel):
    """The house's own provider of accounts (OpenID Connect). Its secret comes from PROBELAUF_LOGIN_SECRET or a file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    server_metadata_url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
    client_id: Annotated[str, StringConstraints(min_length=1)]


class OfficeRules(BaseModel):
    """Who may enter the office with an account of the house: the roles of each e-mail address."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    login: Login | None = None
    roles: Mapping[Address, Annotated[tuple[Role, ...], Field(min_length=1)]] = {}

    def roles_of(self, address: str) -> tuple[Role, ...]:
        """Return the roles of an e-mail address, whatever its case; none for a stranger."""
        return self.roles.get(address.strip().lower(), ())


class Imprint(BaseModel):
    """What `lab.toml` says. The defaults are an invented example."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = "Beispiel-Testlabor"
    authority: str = "Musterstadt, Amt für Digitales"
    contact: str = "testlabor@musterstadt.example"
    data_protection_officer: str = "datenschutz@musterstadt.example"
    supervisory_authority: str = "Landesbeauftragte für Datenschutz Musterland"
    region: str = "Musterland"
    languages: Annotated[tuple[Language, ...], Field(min_length=1)] = ("de", "en")
    retention_days: Annotated[int, Field(strict=True, ge=1)] = 90
    office: OfficeRules = OfficeRules()


class Lab(Imprint):
    """A workspace folder with its imprint, its database and its studies.

    `prototype_roots` are further folders with studies, such as that of the shipped prototypes: either
    folders of prototypes or folders that hold a folder `prototypes`. `is_example` says that nobody filled
    in `lab.toml` yet.
    """

    root: Path
    prototype_roots: tuple[Path, ...] = ()
    is_example: bool = False

    @classmethod
    def open(cls, root: Path, prototype_roots: Sequence[Path] = ()) -> "Lab":
        """Return the lab of a workspace; without `lab.toml` it is the example lab. All mistakes come at once.

        The lab's own questionnaires, `instruments/*.toml`, are made known with it.
        """
        path = root / "lab.toml"
        data = {}
        if path.exists():
            source = Source(read_text(path, "lab"), str(path), "lab")
            data = source.data()
            findings = source.model_findings(Imprint, data)
            if findings:
                raise AuthorError(findings)
        instruments.register(*instruments.load_folder(root / "instruments"))
        example = not {"name", "authority", "contact"} & data.keys()
        return cls(**data, root=root, prototype_roots=tuple(prototype_roots), is_example=example)

    @property
    def database(self) -> Path | str:
        """Where all recordings are: the file `data/probelauf.db`, or what PROBELAUF_DATABASE names instead."""
        return os.environ.get(DATABASE_VARIABLE) or self.root / "data" / "probelauf.db"

    def secret(self) -> str:
        """Return the secret that signs links and pseudonyms.

        It comes from PROBELAUF_SECRET or from `data/secret.key`, which is made once, readable by its owner
        only.
        """
        given = os.environ.get(SECRET_VARIABLE)
        if given is not None:
            return checked_secret(given, f"the variable {SECRET_VARIABLE}")
        path = self.root / "data" / "secret.key"
        try:
            if not path.exists():
                write_once(path, secrets.token_urlsafe(32))
            return checked_secret(path.read_text(encoding="utf-8").strip(), str(path))
        except OSError as error:
            raise OperatorError(f"The secret {path} cannot be read or made: {error.strerror}.") from error

    def login_secret(self) -> str:
        """Return the secret that the provider of accounts gave us: PROBELAUF_LOGIN_SECRET or `data/login.key`."""
        path = self.root / "data" / "login.key"
        given = os.environ.get(LOGIN_SECRET_VARIABLE)
        if given is None and path.exists():
            given = path.read_text(encoding="utf-8")
        if not given or not given.strip():
            fix = f"Set the variable {LOGIN_SECRET_VARIABLE}, or write it into {path}."
            raise OperatorError(f"The secret of the provider in `[office.login]` is missing. {fix}")
        return given.strip()

    def studies(self) -> dict[str, Path]:
        """Return the files of all studies by id, `<folder>/<name>`; the lab's own go before shipped ones."""
        found: dict[str, Path] = {}
        for root in (self.root / "prototypes", *self.prototype_roots):
            folder = root / "prototypes" if (root / "prototypes").is_dir() else root
            for path in sorted(folder.glob("*/studies/*.toml")):
                found.setdefault(f"{path.parent.parent.name}/{path.stem}", path)
        return found

    def study(self, name: str) -> Study:
        """Return a study by its id, by the last part of it where that is unique, or by its file.

        An unknown name is an OperatorError with the nearest known one.
        """
        studies = self.studies()
        matches = [name] if name in studies else [known for known in studies if known.split("/")[1] == name]
        if len(matches) == 1:
            return load(studies[matches[0]], matches[0])
        if matches:
            raise OperatorError(f"The name `{name}` fits several studies: {', '.join(sorted(matches))}.")
        if name.endswith(".toml"):
            return load(Path(name))
        hint = nearest(name, studies) if studies else "This lab has no studies yet."
        raise OperatorError(f"There is no study `{name}`. {hint}")


def write_once(path: Path, text: str) -> None:
    """Write a private file whole or not at all; when another process was first, its file stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text + "\n")
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def checked_secret(secret: str, origin: str) -> str:
    """Return the secret unless it is too short to protect anything."""
    if len(secret) < MIN_SECRET_LENGTH:
        raise OperatorError(f"The secret in {origin} needs at least {MIN_SECRET_LENGTH} characters.")
    return secret
