"""Acceptance tests from walks: personas, the author's own walks, every branch, and what each page refuses."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from labs.handover.case import DRAFT_NOTICE, SAMPLE_DAY, Case, Document
from labs.handover.json_schema import to_text
from labs.handover.walking import Walked, refusals, say_answer, walk_along
from labs.walk import branches

FEATURE, MACHINE = "abnahme/abnahme.feature", "abnahme/abnahme.json"


@dataclass(frozen=True)
class Scenario:
    """One walk that the service must allow: an id, a name, where it comes from, and the walk itself."""

    id: str
    name: str
    origin: str
    walked: Walked


def scenarios(case: Case) -> Iterator[Scenario]:
    """Yield all walks through the variant, each path of a branch once; walks that get stuck are left out."""
    service, flow = case.service, case.flow
    named: list[tuple[str, str, str, Any]] = [
        (f"aufgabe-{task.id}", task.title, "task", task.end_answers) for task in flow.tasks if task.role.answers
    ]
    named += [(f"person-{one.id}", one.story or one.id, "persona", one.answers) for one in service.personas]
    scripts = [one for one in service.walks if one.variant in ("", flow.variant)]
    named += [(f"weg-{number}", one.name, "walk", one.answers) for number, one in enumerate(scripts, 1)]
    found = branches(flow, today=SAMPLE_DAY)
    named += [(f"zweig-{number}", f"Zweig {number}", "branch", one.answers) for number, one in enumerate(found, 1)]
    for id_, name, origin, answers in named:
        walked = walk_along(flow, answers)
        if walked.arrived:
            yield Scenario(id_, name, origin, walked)


def acceptance_documents(case: Case) -> list[Document]:
    """Return the tests in words (Gherkin) and for programs (JSON)."""
    found = list(scenarios(case))
    what = "Abnahmetests aus den Wegen durch den Prototyp"
    return [
        Document(FEATURE, _in_words(case, found), f"{what}, in Worten (Gherkin).", "Fachseite, Test"),
        Document(MACHINE, to_text(_for_programs(case, found)), f"{what}, für Programme.", "Test, Entwicklung"),
    ]


def _in_words(case: Case, found: list[Scenario]) -> str:
    flow = case.flow
    lines = ["# language: de", f"# {DRAFT_NOTICE}" if case.draft else f"# {case.status}"]
    lines += [f"Funktionalität: {flow.title}, Variante {flow.variant}", ""]
    for one in found:
        lines += [f"  @{one.id}", f"  Szenario: {_line(one.name)}"]
        lines += [f'    Angenommen die Person beginnt auf der Seite "{one.walked.stops[0].page}"']
        for stop in one.walked.stops[:-1]:
            lines += _step(case, one.walked, stop.page, tuple(stop.answers), stop.leads_to)
        lines.append("")
    for page, problems in _refused(case, found):
        lines += [f"  @leer-{page}", f"  Szenario: Die Seite {page} bleibt leer"]
        lines += [f'    Angenommen die Person ist auf der Seite "{page}"', "    Wenn sie nichts angibt"]
        lines += [
            f'    Dann bleibt sie auf der Seite "{page}"',
            "    Und sie liest:",
            "      | Feld | Regel | Meldung |",
        ]
        lines += [_row(one["field"], one["rule"], one["message"]) for one in problems]
        lines.append("")
    return "\n".join(lines)


def _step(case: Case, walked: Walked, page: str, names: tuple[str, ...], following: str) -> list[str]:
    if not names:
        return [f'    Wenn sie auf der Seite "{page}" weitergeht', f'    Dann sieht sie die Seite "{following}"']
    rows = [_row(name, *say_answer(case.flow, walked.trace, name)) for name in names]
    head = [f'    Wenn sie auf der Seite "{page}" angibt:', "      | Feld | Frage | Antwort |"]
    return [*head, *rows, f'    Dann sieht sie die Seite "{following}"']


def _row(*cells: str) -> str:
    return f"      | {' | '.join(_line(cell).replace('|', chr(92) + '|') for cell in cells)} |"


def _line(text: str) -> str:
    return " ".join(text.replace("\\", "\\\\").split())


def _refused(case: Case, found: list[Scenario]) -> list[tuple[str, list[dict[str, str]]]]:
    """Return what each page objects to when it is sent empty, each page once."""
    pages: dict[str, list[dict[str, str]]] = {}
    for one in found:
        for page, problems in refusals(case.flow, one.walked):
            told = [{"field": p.anchor, "rule": p.rule, "message": p.message} for p in problems]
            pages.setdefault(page, told)
    order = [page.id for page in case.flow.pages]
    return sorted(pages.items(), key=lambda item: order.index(item[0]))


def _for_programs(case: Case, found: list[Scenario]) -> dict[str, Any]:
    return {
        "origin": case.origin,
        "today": SAMPLE_DAY.isoformat(),
        "scenarios": [
            {
                "id": one.id,
                "name": one.name,
                "origin": one.origin,
                "path": list(one.walked.trace.path),
                "steps": [
                    {"page": stop.page, "answers": _raw(stop.answers), "next": stop.leads_to}
                    for stop in one.walked.stops
                ],
            }
            for one in found
        ],
        "refusals": [{"page": page, "answers": {}, "problems": told} for page, told in _refused(case, found)],
    }


def _raw(answers: Any) -> Any:
    from labs.handover.conditions import plain

    return {name: plain(raw) if not isinstance(raw, dict) else raw for name, raw in answers.items()}
