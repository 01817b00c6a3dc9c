"""The tables of the roll-up: sums, and the facts of each session that is part of them. Both can be made anew.

A visit holds its session, so that it can be taken out of the sums when the session is deleted already.
"""

ROLLUP_TABLES = (
    """
CREATE TABLE rollup (
    study TEXT NOT NULL,
    round INTEGER NOT NULL,
    arm TEXT NOT NULL,
    synthetic INTEGER NOT NULL,
    done TEXT NOT NULL,
    before TEXT NOT NULL,
    language TEXT NOT NULL,
    task TEXT NOT NULL,
    metric TEXT NOT NULL,
    page TEXT NOT NULL,
    target TEXT NOT NULL,
    value TEXT NOT NULL,
    n INTEGER NOT NULL,
    total INTEGER NOT NULL,
    squares INTEGER NOT NULL,
    PRIMARY KEY (study, round, arm, synthetic, done, before, language, task, metric, page, target, value)
) STRICT, WITHOUT ROWID
""",
    """
CREATE TABLE visit (
    session_id TEXT NOT NULL PRIMARY KEY,
    study TEXT NOT NULL,
    participant TEXT NOT NULL,
    session TEXT NOT NULL,
    facts TEXT NOT NULL
) STRICT
""",
    "CREATE INDEX visit_by_participant ON visit (study, participant)",
    "CREATE INDEX session_open ON session (study) WHERE ended_ms IS NULL",
)
