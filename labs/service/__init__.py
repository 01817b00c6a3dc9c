"""Services: what an author declares, and the flows that are computed from it."""

from .declaration import Persona, Rule, Service, Task, Variant, Walk
from .existing_app import listening, step
from .flow import Flow, build, build_plain
from .parameters import FOLDER as PARAMS_FOLDER
from .parameters import REGIONAL_KEY, for_region, params_mistakes, read_params, regions_beside, roll_up
from .rewording import Entry, entries_of
from .rules import rule_ids
from .sound_words import is_own
from .soundness import identifier, mistakes
from .tracing import Trace, find_question, flatten, typed
from .variants import complete, pages_of, questions_of_variant
from .words import Said, Words, read_words, write_words

__all__ = [
    "PARAMS_FOLDER",
    "REGIONAL_KEY",
    "Entry",
    "Flow",
    "Persona",
    "Rule",
    "Said",
    "Service",
    "Task",
    "Trace",
    "Variant",
    "Walk",
    "Words",
    "build",
    "build_plain",
    "complete",
    "entries_of",
    "find_question",
    "flatten",
    "for_region",
    "identifier",
    "is_own",
    "listening",
    "mistakes",
    "pages_of",
    "params_mistakes",
    "questions_of_variant",
    "read_params",
    "read_words",
    "regions_beside",
    "roll_up",
    "rule_ids",
    "step",
    "typed",
    "write_words",
]
