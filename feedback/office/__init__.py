"""The office: the pages of lab teams and decision-makers."""

from feedback.office.desk import Desk
from feedback.office.pages import run

__all__ = ["Desk", "run"]
