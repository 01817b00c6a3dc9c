"""The facts of a session as compact JSON, so that a change can be taken out of the roll-up again without replaying.

The session and the flow stand in their own tables. This form is thrown away and made anew whenever it changes.
"""

import json

from feedback.events import FlowSnapshot, Session
from feedback.replay.facts import SessionFacts, TaskFacts


def pack(facts: SessionFacts) -> str:
    """Return the facts as JSON, without the session and the flow."""
    return json.dumps(
        [
            facts.end_reason,
            [
                [
                    task.task,
                    task.outcome,
                    task.duration_ms,
                    task.pages,
                    task.ideal,
                    task.errors,
                    task.backtracks,
                    [[*problem, times] for problem, times in sorted(task.problems.items())],
                    task.reached_end,
                ]
                for task in facts.tasks
            ],
            [[*key, dict(items)] for key, items in facts.answers.items()],
            sorted(facts.wordings),
            facts.events,
            facts.missing,
            sorted(facts.sources),
            facts.probe_events,
            facts.probe_missing,
            [[*mark, amount] for mark, amount in sorted(facts.probe.items())],
            [[*place, stay_ms] for place, stay_ms in facts.stays_ms.items()],
        ],
        separators=(",", ":"),
    )


def unpack(packed: str, session: Session, flow: FlowSnapshot | None) -> SessionFacts:
    """Return the facts that were packed; only sessions that are not withdrawn are."""
    reason, tasks, answers, wordings, events, missing, sources, probe_events, probe_missing, marks, stays = json.loads(
        packed
    )
    return SessionFacts(
        session=session,
        end_reason=reason,
        tasks=tuple(
            TaskFacts(
                task=task,
                outcome=outcome,
                duration_ms=duration_ms,
                pages=tuple(pages),
                ideal=ideal,
                errors=errors,
                backtracks=backtracks,
                problems={(page, target, rule): times for page, target, rule, times in problems},
                reached_end=reached_end,
            )
            for task, outcome, duration_ms, pages, ideal, errors, backtracks, problems, reached_end in tasks
        ),
        answers={(instrument, task): items for instrument, task, items in answers},
        wordings=frozenset((instrument, wording) for instrument, wording in wordings),
        events=events,
        missing=missing,
        flow=flow,
        sources=frozenset(sources),
        probe_events=probe_events,
        probe_missing=probe_missing,
        probe={(measure, page, target): amount for measure, page, target, amount in marks},
        stays_ms={(task, page): stay_ms for task, page, stay_ms in stays},
    )
