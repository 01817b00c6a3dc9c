"""Published examples against the statistics of this program, in a file that anyone may bring."""

from feedback.verification.cases import Case, CaseFile, load, parse
from feedback.verification.methods import METHODS
from feedback.verification.running import Failure, Report, run

__all__ = ["METHODS", "Case", "CaseFile", "Failure", "Report", "load", "parse", "run"]
