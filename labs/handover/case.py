"""What is handed over: one variant of a prototype with the ids of its parts, and the decision behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from feedback.records import Record
from labs.fim.baseline import Baseline
from labs.fim.exporting import Exporter
from labs.fim.model import Schema
from labs.pages import ResolvedPage
from labs.service import Flow, Service
from labs.walk import TODAY

DRAFT_MARK = "ENTWURF"
DRAFT_NOTICE = "ENTWURF: Für diese Fassung gibt es keine unterschriebene Entscheidung."
SAMPLE_DAY = TODAY
"""The day on which the bots fill in the samples, so that the same prototype gives the same samples."""


@dataclass(frozen=True)
class Document:
    """One file of a handover: its path in the folder, its content, what it is and for whom (in German).

    `timed` says where the time of making stands in it; such files differ from run to run.
    """

    path: str
    content: str | bytes
    what: str
    whom: str
    timed: str = ""

    @property
    def data(self) -> bytes:
        """The content as it is written."""
        return self.content if isinstance(self.content, bytes) else self.content.encode()


@dataclass(frozen=True)
class Case:
    """The variant to hand over. `fim` holds id and version of each question's FIM element, by field.

    `record` is the signed decision for it, None for a draft. `made` is the time of making, with a time zone.
    """

    service: Service
    flow: Flow
    schema: Schema
    left_out: tuple[str, ...]
    fim: Mapping[str, str]
    record: Record | None
    made: datetime

    @property
    def draft(self) -> bool:
        """Whether nobody has signed for this content."""
        return self.record is None

    @property
    def status(self) -> str:
        """The state in one word, as it stands in the files."""
        return DRAFT_MARK if self.draft else "FREIGEGEBEN"

    @property
    def title(self) -> str:
        """The service's title, with the mark of a draft."""
        return f"{DRAFT_MARK}: {self.flow.title}" if self.draft else self.flow.title

    @property
    def urn(self) -> str:
        """A name for this content: the same for the same prototype, another one after any change."""
        return f"urn:probelauf:{self.service.id}:{self.flow.variant}:{self.flow.content_hash[:16]}"

    @property
    def origin(self) -> dict[str, str]:
        """Where a file comes from, as it stands in the files themselves."""
        said = {
            "status": self.status,
            "service": self.service.id,
            "variant": self.flow.variant,
            "content_hash": self.flow.content_hash,
            "fim_schema": f"{self.schema.id} {self.schema.version}",
        }
        return {**said, **({} if self.record is None else {"decision_record": self.record.id})}

    @property
    def start(self) -> ResolvedPage | None:
        """The start page, where there is one."""
        return next((page for page in self.flow.pages if page.kind == "start"), None)


def open_case(
    service: Service,
    flow: Flow,
    *,
    baseline: Baseline | None = None,
    record: Record | None = None,
    made: datetime,
) -> Case:
    """Return the case of one flow; `baseline` is what its FIM import wrote, where it was imported."""
    exporter = Exporter(service, flow, baseline)
    exported = exporter.export()
    fim = {name: f"{use.element.id} {use.element.version}" for name, use in sorted(exporter.uses.items())}
    return Case(service, flow, exported.schema, tuple(exported.left_out), fim, record, made)
