"""Mistakes in what a plan says about people that pydantic cannot see."""

from collections.abc import Iterator
from typing import Any

from feedback.errors import Finding
from feedback.study.segments import MOST
from feedback.study.source import Source
from feedback.study.tables import ids, rows


def check_people(source: Source, data: dict[str, Any]) -> Iterator[Finding]:
    """Find quotas for a group that nobody is asked about, and groups whose names are too long together."""
    if "segment" in data and "access" not in ids(data, "segment"):
        quotas = data.get("quotas")
        if isinstance(quotas, dict) and quotas.get("access_needs"):
            what = "A quota for access needs needs the question for them, which the plan does not ask."
            yield source.finding("quota", ("quotas", "access_needs"), what, 'Add a segment with `id = "access"`.')
    options = {i: row.get("options") for i, row in rows(data, "segment")}
    for i, found in options.items():
        if isinstance(found, dict) and ids(data, "segment")[i : i + 1] == ["access"] and "yes" not in found:
            what = "The question for access needs has no option `yes`, which the quota counts."
            yield source.finding("quota", ("segment", i, "options"), what, 'Write `options = {yes = "...", ...}`.')
    longest = [
        len(str(row.get("id"))) + 1 + max((len(str(key)) for key in row["options"]), default=0)
        for _, row in rows(data, "segment")
        if isinstance(row.get("options"), dict)
    ]
    if sum(longest) + 2 * max(len(longest) - 1, 0) > MOST:
        what = f"The groups of one person may come to more than {MOST} characters."
        yield source.finding("segments", ("segment",), what, "Shorten the ids of segments and options.")
