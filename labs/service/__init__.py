"""Services: what an author declares, and the flows that are computed from it."""

from .declaration import Persona, Rule, Service, Task, Variant, Walk
from .flow import Flow, build
from .rules import rule_ids
from .soundness import identifier, mistakes
from .tracing import Trace, find_question, flatten, typed
from .variants import complete, pages_of, questions_of_variant

__all__ = [
    "Flow",
    "Persona",
    "Rule",
    "Service",
    "Task",
    "Trace",
    "Variant",
    "Walk",
    "build",
    "complete",
    "find_question",
    "flatten",
    "identifier",
    "mistakes",
    "pages_of",
    "questions_of_variant",
    "rule_ids",
    "typed",
]
