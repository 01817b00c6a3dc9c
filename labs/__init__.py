"""The authoring kit: everything that a prototype's file imports.

`from labs import Page, Service, Task, answer, ask, euro`
"""

from pydantic import BaseModel

from labs.conditions import UNKNOWN, Answers, Condition, answer
from labs.pages import CheckPage, ConfirmationPage, DeclarationPage, Drawn, InfoPage, Page, StartPage, Told
from labs.questions import ask, decimal, declaration, email, euro, iban, longtext, postcode, upload
from labs.service import Persona, Rule, Service, Task, Variant, Walk, read_params, read_words, step

__all__ = [
    "UNKNOWN",
    "Answers",
    "BaseModel",
    "CheckPage",
    "Condition",
    "ConfirmationPage",
    "DeclarationPage",
    "Drawn",
    "InfoPage",
    "Page",
    "Persona",
    "Rule",
    "Service",
    "StartPage",
    "Task",
    "Told",
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
    "read_params",
    "read_words",
    "step",
    "upload",
]
