"""What comes out of an action of the citizen."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One mistake on a page. `field` is its name in recordings, `anchor` the id of the question to lead to.

    They differ in groups: field `mitglieder.name`, anchor `mitglieder.0.name`.
    """

    field: str
    rule: str
    message: str
    anchor: str


@dataclass(frozen=True)
class Step:
    """What an action did.

    `changed` are the fields whose raw value differs from before, `solved` the problems (field, rule) that
    are gone. `revealed` are questions of this page that became due by its answers and were not on the
    screen yet: the page is shown again, without blame.
    """

    moved: bool
    from_page: str
    to_page: str
    problems: tuple[Problem, ...] = ()
    changed: tuple[str, ...] = ()
    solved: tuple[tuple[str, str], ...] = ()
    revealed: tuple[str, ...] = ()


@dataclass(frozen=True)
class SummaryRow:
    """One line of check-your-answers: the question, the answer in words, and the page to change it on."""

    page: str
    anchor: str
    label: str
    value: str
    entry: str = ""  # heading of a group's entry, such as "Person 2"
