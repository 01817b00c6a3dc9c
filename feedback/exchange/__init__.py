"""Sessions that come from elsewhere, and pseudonymous data that go elsewhere, in one format of JSON lines."""

from feedback.exchange.disguising import disguise
from feedback.exchange.exporting import FORMATS, Export, export_study
from feedback.exchange.importing import Imported, import_sessions
from feedback.study.segments import join_segments, split_segments

__all__ = [
    "FORMATS",
    "Export",
    "Imported",
    "disguise",
    "export_study",
    "import_sessions",
    "join_segments",
    "split_segments",
]
