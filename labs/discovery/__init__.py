"""Discovery: which prototypes there are, and how one is loaded."""

from .loading import load_service
from .mishaps import finding_of
from .workspace import WORKSPACE_VARIABLE, Workspace, shipped_root

__all__ = ["WORKSPACE_VARIABLE", "Workspace", "finding_of", "load_service", "shipped_root"]
