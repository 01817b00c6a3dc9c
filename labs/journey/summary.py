"""Check-your-answers: every answer in words, with the page to change it on."""

from labs.journey.steps import SummaryRow
from labs.questions import show
from labs.service import Flow, Trace


def summary(flow: Flow, trace: Trace) -> tuple[SummaryRow, ...]:
    """Return one row for each question on the path, in its order; those of the check page itself are left
    out.
    """
    rows: list[SummaryRow] = []
    for page in trace.path:
        if flow.page(page).kind == "check":
            continue
        for question in trace.visible[page]:
            if question.kind != "group":
                rows.append(SummaryRow(page, question.id, question.label, _value(flow, trace, question.id)))
                continue
            for index, entry in enumerate(trace.entries[question.id]):
                given = trace.answers[question.id][index]
                heading = f"{question.item} {index + 1}"
                for item in entry:
                    value = show(item, given[item.id.rsplit(".", 1)[1]], flow.language)
                    rows.append(SummaryRow(page, item.id, item.label, value, heading))
    return tuple(rows)


def _value(flow: Flow, trace: Trace, name: str) -> str:
    return show(flow.questions[name], trace.answers[name], flow.language)
