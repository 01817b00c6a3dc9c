"""From sessions to a verdict: data check, gates, advice at planned looks, each with a plain German
sentence.
"""

from feedback.decision.decide import decide
from feedback.decision.evidence import Evidence, gather
from feedback.decision.result import VERDICT_NAMES, ArmDecision, Check, Decision, GateResult, Verdict

__all__ = [
    "VERDICT_NAMES",
    "ArmDecision",
    "Check",
    "Decision",
    "Evidence",
    "GateResult",
    "Verdict",
    "decide",
    "gather",
]
