-- What became of each task that a session started: of its first attempt, up to the first end.
-- outcome is NULL while the session runs. duration_ms of a success runs to the first showing of the end page;
-- it is NULL where no end of the task was recorded.
WITH started AS (
    SELECT session, task, min(seq) AS first_seq
    FROM event
    WHERE type = 'task_started'
    GROUP BY session, task
),
latest AS (
    SELECT session, max(first_seq) AS latest_seq
    FROM started
    GROUP BY session
),
ended AS (
    SELECT b.session, b.task, min(e.seq) AS end_seq
    FROM started AS b
    INNER JOIN event AS e ON e.session = b.session AND e.task = b.task
    WHERE e.type = 'task_ended' AND e.seq > b.first_seq
    GROUP BY b.session, b.task
),
helped AS (
    SELECT DISTINCT session, task
    FROM event
    WHERE type = 'assisted'
),
closed AS (
    SELECT
        b.session,
        b.task,
        b.end_seq,
        e.t_ms AS end_ms,
        CASE WHEN e.outcome = 'success' AND h.task IS NOT NULL THEN 'success_with_help' ELSE e.outcome END AS outcome
    FROM ended AS b
    INNER JOIN event AS e ON e.session = b.session AND e.seq = b.end_seq
    LEFT JOIN helped AS h ON h.session = b.session AND h.task = b.task
    WHERE e.type = 'task_ended'
),
goals AS (
    SELECT b.session, b.task, min(e.t_ms) AS goal_ms
    FROM closed AS b
    INNER JOIN started AS f ON f.session = b.session AND f.task = b.task
    INNER JOIN session AS s ON s.session = b.session
    INNER JOIN goal AS g ON g.content_hash = s.content_hash AND g.task = b.task
    INNER JOIN event AS e ON e.session = b.session AND e.task = b.task AND e.page = g.end_page
    WHERE e.type = 'page_shown' AND e.nav <> 'start' AND e.nav <> 'resume'
        AND e.seq > f.first_seq AND e.seq < b.end_seq AND b.outcome = 'success'
    GROUP BY b.session, b.task
)
SELECT
    s.study,
    s.arm,
    s.session,
    s.participant,
    b.task,
    b.first_seq,
    c.end_seq,
    CASE
        WHEN s.end_reason IS NULL THEN NULL
        WHEN c.outcome IS NOT NULL THEN c.outcome
        WHEN b.first_seq < l.latest_seq THEN 'technical_failure'
        WHEN s.end_reason = 'stopped' THEN 'gave_up'
        WHEN s.end_reason = 'timed_out' THEN 'timed_out'
        ELSE 'technical_failure'
    END AS outcome,
    CASE WHEN coalesce(g.goal_ms, c.end_ms) < e.t_ms THEN 0 ELSE coalesce(g.goal_ms, c.end_ms) - e.t_ms END AS duration_ms
FROM started AS b
INNER JOIN session AS s ON s.session = b.session
INNER JOIN latest AS l ON l.session = b.session
INNER JOIN event AS e ON e.session = b.session AND e.seq = b.first_seq
LEFT JOIN closed AS c ON c.session = b.session AND c.task = b.task
LEFT JOIN goals AS g ON g.session = b.session AND g.task = b.task
WHERE e.type = 'task_started'
