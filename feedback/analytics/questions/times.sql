-- How long successes took / Wie lange Erfolge dauerten
SELECT
    m.study,
    m.arm,
    m.task,
    m.sessions,
    CAST((m.total_ms - m.total_ms % m.sessions) / m.sessions AS BIGINT) AS mean_ms,
    m.shortest_ms,
    m.longest_ms
FROM (
    SELECT
        t.study,
        t.arm,
        t.task,
        CAST(count(*) AS BIGINT) AS sessions,
        CAST(sum(t.duration_ms) AS BIGINT) AS total_ms,
        min(t.duration_ms) AS shortest_ms,
        max(t.duration_ms) AS longest_ms
    FROM task AS t
    WHERE t.outcome = 'success'
    GROUP BY t.study, t.arm, t.task
) AS m
ORDER BY m.study, m.arm, m.task
