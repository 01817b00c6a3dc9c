"""The authoring kit: everything that a prototype's file imports.

`from labs import Page, Service, Task, answer, ask, euro`
"""

from pydantic import BaseModel

from labs.conditions import UNKNOWN, Answers, Condition, answer
from labs.pages import CheckPage, ConfirmationPage, DeclarationPage, InfoPage, Page, StartPage
from labs.questions import ask, decimal, declaration, email, euro, iban, longtext, postcode, upload
from labs.service import Persona, Rule, Service, Task, Variant, Walk

__all__ = [
    "UNKNOWN",
    "Answers",
    "BaseModel",
    "CheckPage",
    "Condition",
    "ConfirmationPage",
    "DeclarationPage",
    "InfoPage",
    "Page",
    "Persona",
    "Rule",
    "Service",
    "StartPage",
    "Task",
    "Variant",
    "Walk",
    "answer",
    "ask",
    "decimal",
    "declaration",
    "email",
    "euro",
    "iban",
    "longtext",
    "postcode",
    "upload",
]
