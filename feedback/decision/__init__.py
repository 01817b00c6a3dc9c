"""From sessions to a verdict: data check, gates, ranking, advice at planned looks, each with a plain German
sentence.
"""

from feedback.decision.advice import Advice, ArmAdvice, Future
from feedback.decision.decide import decide
from feedback.decision.evidence import Evidence, gather
from feedback.decision.ranking import EQUAL, ArmRank, Ranking
from feedback.decision.result import VERDICT_NAMES, ArmDecision, Check, Decision, GateResult, Verdict

__all__ = [
    "EQUAL",
    "VERDICT_NAMES",
    "Advice",
    "ArmAdvice",
    "ArmDecision",
    "ArmRank",
    "Check",
    "Decision",
    "Evidence",
    "Future",
    "GateResult",
    "Ranking",
    "Verdict",
    "decide",
    "gather",
]
