"""What the dashboard of a crowd costs: all charts of a study from the roll-up, against pandas over its events; closing
a session; making the roll-up anew.

Figures to reach: all charts within 0.1 s at 1e6 events and 0.3 s at 1e7, in under 100 MB, at least 50 times faster than
`pandas.read_sql` of the study's events in the same run; closing a session of about 50 events within 5 ms (p50).

`python tests/benchmarks/bench_dashboard.py [--events 1000000] [--folder DIR] [--json]`
"""

import argparse
import gc
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from crowd import NOW_MS, PLAN, Template, build, play, rename  # noqa: E402

from feedback.events import FlowSnapshot  # noqa: E402
from feedback.store import open_store  # noqa: E402
from feedback.study import Study, load  # noqa: E402

LIMITS = {"dashboard_s": {1_000_000: 0.1, 10_000_000: 0.3}, "memory_mb": 100, "times_pandas": 50, "close_p50_ms": 5}


CHILD = """
import json, sys
from pathlib import Path
sys.path.insert(0, {root!r})
sys.path.insert(0, {here!r})
import bench_dashboard
print(json.dumps(bench_dashboard.{call}(Path(sys.argv[1]))))
"""


def in_child(call: str, path: Path) -> dict[str, float]:
    """Run a measurement in a process of its own, so that memory and caches are its own."""
    code = CHILD.format(root=str(ROOT), here=str(Path(__file__).parent), call=call)
    found = subprocess.run([sys.executable, "-c", code, str(path)], check=True, capture_output=True, text=True)
    return dict(json.loads(found.stdout.splitlines()[-1]))


def rss_mb() -> float:
    """Return the memory of this process in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def measure_dashboard(path: Path) -> dict[str, float]:
    """Return the seconds of all charts of the study (`numbers_s` of that without drawing), first and median of five,
    and what memory grew by.
    """
    from feedback.evidence import assemble

    store, study = open_store(path, read_only=True), load(PLAN)
    warm_up(study)
    gc.collect()
    before, seconds, numbers, cpu = rss_mb(), [], [], []
    for _ in range(6):
        began, worked = time.perf_counter(), time.process_time()
        evidence = assemble(store, study, now_ms=NOW_MS)
        count_all(evidence)
        numbers.append(time.perf_counter() - began)
        charts = draw_all(evidence)
        seconds.append(time.perf_counter() - began)
        cpu.append(time.process_time() - worked)
    return {
        "first_s": round(seconds[0], 4),
        "median_s": round(statistics.median(seconds[1:]), 4),
        "cpu_s": round(statistics.median(cpu[1:]), 4),
        "numbers_s": round(statistics.median(numbers[1:]), 4),
        "charts": charts,
        "memory_mb": round(rss_mb() - before, 1),
    }


def warm_up(study: Study) -> None:
    """Import what a running office has imported, and draw an empty study."""
    from feedback.evidence import assemble

    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "empty.db")
        draw_all(assemble(store, study, now_ms=NOW_MS))
        store.close()
    import scipy.special  # noqa: F401


def count_all(evidence: Any) -> None:
    """Work out every number that the charts show."""
    figures, study = evidence.figures, evidence.study
    for arm in study.arms:
        evidence.measured[arm.id], figures.mistakes(arm.id), figures.answers(arm.id, "sus"), evidence.attendance(arm.id)
        for task in study.tasks:
            for of in (figures.funnel, figures.times, figures.stays, figures.errors, figures.moves):
                of(arm.id, task.id)


def draw_all(evidence: Any) -> int:
    """Make every chart and table of the decision page; return how many charts."""
    from feedback.charts import COLORS, curve_chart, dot_chart, funnel_chart, group_chart, path_chart, stack_chart
    from feedback.metrics import metric_ids
    from feedback.office import measures, paths, ranking, recorded, verdict
    from feedback.report import further
    from feedback.report.measures import FIVE, SHARES, time_axis
    from feedback.report.results import longest

    study, charts = evidence.study, []
    for metric_id in metric_ids(study):
        dots = measures.dots_of(evidence, metric_id)
        charts.append(dot_chart(dots, measures.axis_of(metric_id.partition(".")[0], dots)))
    for task in study.tasks:
        for arm in study.arms:
            steps = evidence.funnel(arm.id, task.id)
            charts.append(funnel_chart(steps, [paths.label(step) for step in steps], COLORS[0]))
            charts.append(path_chart(further.path_of(evidence, arm.id, task.id), "weg"))
        curves, stays = further.curves_of(evidence, task.id), further.stay_groups(evidence, task.id)
        charts.append(curve_chart(curves, further.curve_axis(curves)))
        charts.append(group_chart(stays, time_axis(longest(stays))))
        charts.append(group_chart(further.error_groups(evidence, task.id), SHARES))
    charts.append(group_chart(further.item_groups(evidence, "sus", "den Dienst"), FIVE))
    found = evidence.decision.ranking
    if found is not None:
        charts.append(stack_chart([ranking.tell_places(study, found, arm) for arm in found.arms]))
        charts.append(dot_chart(ranking.tell_weights(study, found), SHARES))
    told = [
        measures.all_values(evidence),
        paths.draw_mistakes(evidence),
        recorded.draw_completeness(evidence),
        recorded.draw_probe(evidence),
        verdict.draw_verdict(evidence),
        verdict.draw_attendance(evidence),
        verdict.draw_gates(evidence),
    ]
    return len(charts) if all(told) or not evidence.facts else 0


def measure_pandas(path: Path) -> dict[str, float]:
    """Return the seconds of reading the study's events into pandas and counting for one chart, without drawing it."""
    import pandas as pd

    with sqlite3.connect(path) as database:
        pd.read_sql("SELECT * FROM event LIMIT 10", database)
        began = time.perf_counter()
        frame = pd.read_sql(
            "SELECT event.* FROM event JOIN session USING (session_id) WHERE study = ?",
            database,
            params=(load(PLAN).id,),
        )
        frame[frame["type"] == "page_shown"].groupby(["task", "page"])["session_id"].nunique()
        return {"seconds": round(time.perf_counter() - began, 3), "memory_mb": round(rss_mb())}


def measure_closing(path: Path, templates: list[Template]) -> dict[str, float]:
    """Return how long the end of a session takes in its transaction, with the events stored before."""
    store = open_store(path)
    from feedback.events import from_row

    waits = []
    for number in range(200):
        template = templates[number % len(templates)]
        session = rename(template, 90_000_000 + number).model_copy(update={"ended_ms": None, "end_reason": None})
        events = [(row[1], from_row(row[2:])) for row in template.rows]
        store.start_session(session, flows_by_hash[session.content_hash]).result()
        store.append(session.session_id, events[:-1]).result()
        began = time.perf_counter()
        store.end_session(session.session_id, session.started_ms + 1, "finished", events[-1:]).result()
        waits.append((time.perf_counter() - began) * 1000)
    store.close()
    cuts = statistics.quantiles(waits, n=100)
    return {"p50_ms": round(cuts[49], 2), "p99_ms": round(cuts[98], 2)}


flows_by_hash: dict[str, FlowSnapshot] = {}


def measure_rebuild(folder: Path, templates: list[Template], flows: list[FlowSnapshot]) -> dict[str, float]:
    """Return the events a second of a rebuild of 50,000 events; it must lead to the very same rows."""
    path = folder / "rebuild.db"
    events, sessions = build(path, 50_000, templates, flows)
    store = open_store(path)
    study = load(PLAN).id
    before = sorted(store.rollup(study))
    began = time.perf_counter()
    store.rebuild_rollup(study)
    seconds = time.perf_counter() - began
    same = before == sorted(store.rollup(study))
    store.close()
    if not same:
        raise SystemExit("the rebuilt roll-up differs from the one that was built")
    return {"events_per_s": round(events / seconds), "sessions_per_s": round(sessions / seconds)}


def measure(events: int, folder: Path) -> dict[str, Any]:
    """Return all figures."""
    study, templates, flows = play(folder)
    flows_by_hash.update({flow.content_hash: flow for flow in flows})
    path = folder / "crowd.db"
    began = time.perf_counter()
    stored, sessions = build(path, events, templates, flows)
    built = time.perf_counter() - began
    dashboard, pandas = in_child("measure_dashboard", path), in_child("measure_pandas", path)
    return {
        "study": study.id,
        "events": stored,
        "sessions": sessions,
        "built_s": round(built, 1),
        "file_mb": round(path.stat().st_size / 1e6),
        "dashboard": dashboard,
        "pandas": pandas,
        "times_pandas": round(pandas["seconds"] / dashboard["numbers_s"]),
        "times_pandas_with_drawing": round(pandas["seconds"] / dashboard["median_s"]),
        "closing": measure_closing(path, templates),
        "rebuild": measure_rebuild(folder, templates, flows),
    }


def reached(found: dict[str, Any], events: int) -> bool:
    """Return whether all figures are reached."""
    limit = next((limit for size, limit in LIMITS["dashboard_s"].items() if events <= size), 0.3)
    return bool(
        found["dashboard"]["median_s"] <= limit
        and found["dashboard"]["memory_mb"] <= LIMITS["memory_mb"]
        and found["times_pandas"] >= LIMITS["times_pandas"]
        and found["closing"]["p50_ms"] <= LIMITS["close_p50_ms"]
    )


def main() -> int:
    """Print the figures; 1 when one is not reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, default=None, help="on a disk with room: 300 bytes an event")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        found = measure(options.events, Path(folder))
    found["reached"] = reached(found, options.events)
    if options.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name:14} {value}")
    return 0 if found["reached"] else 1


if __name__ == "__main__":
    sys.exit(main())
