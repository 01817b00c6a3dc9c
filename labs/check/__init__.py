"""Checks: everything that is wrong with a prototype, before a citizen finds out."""

from .checking import CheckReport, check, check_all, check_prototype

__all__ = ["CheckReport", "check", "check_all", "check_prototype"]
