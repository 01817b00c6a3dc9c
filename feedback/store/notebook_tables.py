"""The tables of the findings. What was noted about a session goes when the session is deleted."""

FINDING_TABLES = (
    """
CREATE TABLE finding (
    study TEXT NOT NULL,
    number INTEGER NOT NULL,
    version INTEGER NOT NULL,
    title TEXT NOT NULL,
    task TEXT,
    page TEXT,
    field TEXT,
    arm TEXT,
    status TEXT NOT NULL CHECK (status IN ('open', 'mended', 'accepted')),
    note TEXT NOT NULL,
    agreed INTEGER CHECK (agreed BETWEEN 0 AND 4),
    merged_into INTEGER,
    candidate TEXT,
    changed_by TEXT NOT NULL,
    changed_ms INTEGER NOT NULL,
    PRIMARY KEY (study, number, version)
) STRICT
""",
    """
CREATE TABLE finding_session (
    study TEXT NOT NULL,
    number INTEGER NOT NULL,
    version INTEGER NOT NULL,
    session_id TEXT NOT NULL REFERENCES session (session_id) ON DELETE CASCADE,
    PRIMARY KEY (study, number, version, session_id),
    FOREIGN KEY (study, number, version) REFERENCES finding (study, number, version)
) STRICT, WITHOUT ROWID
""",
    """
CREATE TABLE finding_observation (
    id INTEGER PRIMARY KEY,
    study TEXT NOT NULL,
    number INTEGER NOT NULL,
    text TEXT NOT NULL,
    noted_by TEXT NOT NULL,
    noted_ms INTEGER NOT NULL,
    session_id TEXT REFERENCES session (session_id) ON DELETE CASCADE,
    t_ms INTEGER
) STRICT
""",
    """
CREATE TABLE finding_rating (
    study TEXT NOT NULL,
    number INTEGER NOT NULL,
    rater TEXT NOT NULL,
    severity INTEGER NOT NULL CHECK (severity BETWEEN 0 AND 4),
    rated_ms INTEGER NOT NULL,
    PRIMARY KEY (study, number, rater)
) STRICT
""",
    """
CREATE TABLE finding_quote (
    id INTEGER PRIMARY KEY,
    study TEXT NOT NULL,
    number INTEGER NOT NULL,
    session_id TEXT NOT NULL REFERENCES session (session_id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    added_by TEXT NOT NULL,
    added_ms INTEGER NOT NULL
) STRICT
""",
    """
CREATE TABLE finding_dismissal (
    study TEXT NOT NULL,
    candidate TEXT NOT NULL,
    reason TEXT NOT NULL,
    dismissed_by TEXT NOT NULL,
    dismissed_ms INTEGER NOT NULL,
    PRIMARY KEY (study, candidate)
) STRICT
""",
    "CREATE INDEX finding_session_by_session ON finding_session (session_id)",
    "CREATE INDEX finding_observation_by_session ON finding_observation (session_id)",
    "CREATE INDEX finding_quote_by_session ON finding_quote (session_id)",
)
