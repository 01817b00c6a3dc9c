"""Mistakes with stand-ins: parts that are missing, and scripts that name what does not exist."""

from collections.abc import Iterable, Mapping

from labs.conditions import Source
from labs.pages import MOCK_PARTS, SUCCESS, Mock, Page
from labs.questions import Question
from labs.service.complaints import Complaints
from labs.service.declaration import Service


def check_mocks(
    complaints: Complaints, service: Service, pages: Iterable[Page], questions: Mapping[str, Question]
) -> None:
    """Note what is wrong with the stand-ins of all these pages, and with the scripts for them."""
    mocks: dict[str, Mock] = {}
    for page in pages:
        if page.mock is None:
            continue
        where = f"The mock of the page `{page.id}`"
        missing = [part for part in MOCK_PARTS if not hasattr(page.mock, part)]
        if missing:
            fix = f"Give it all of: {', '.join(MOCK_PARTS)}."
            complaints.add("mock-incomplete", page.source, f"{where} has no `{missing[0]}`.", fix)
            continue
        mocks[page.mock.id] = page.mock
        _check_mock(complaints, page, page.mock, where, questions)
    for persona in service.all_personas.values():
        _check_script(complaints, persona.mocks, persona.source, f"The persona `{persona.id}`", mocks)
    for task in service.tasks:
        _check_script(complaints, task.mocks, task.source, f"The task `{task.id}`", mocks)


def _check_mock(complaints: Complaints, page: Page, mock: Mock, where: str, questions: Mapping[str, Question]) -> None:
    if mock.at:
        complaints.unknown("field-unknown", page.source, f"{where} looks at the field", mock.at, page.questions)
    for name in mock.fills:
        complaints.unknown("field-unknown", page.source, f"{where} fills in the field", name, questions)
    if mock.id in questions:
        what = f"{where} has the name of the field `{mock.id}`, so that recordings mix them up."
        complaints.add("mock-named", page.source, what, "Give it another `id`.")
    for what, texts in {"text": mock.text, "button": mock.button, **mock.failures}.items():
        for language in ("de", "en"):
            if not texts.get(language):
                complaints.add("mock-wordless", page.source, f'{where} has no "{language}" for `{what}`.', "Write it.")


def _check_script(
    complaints: Complaints, script: Mapping[str, Iterable[str]], source: Source, where: str, mocks: Mapping[str, Mock]
) -> None:
    for name, outcomes in script.items():
        if complaints.unknown("mock-unknown", source, f"{where} has a script for the mock", name, mocks):
            continue
        for outcome in outcomes:
            known = [*mocks[name].failures, SUCCESS]
            complaints.unknown("outcome-unknown", source, f"{where} lets `{name}` end with", outcome, known)
