-- Sessions by their state / Sitzungen nach ihrem Stand
SELECT
    m.study,
    m.arm,
    m.state,
    m.sessions,
    CAST((m.total_ms - m.total_ms % m.sessions) / m.sessions AS BIGINT) AS mean_ms
FROM (
    SELECT
        s.study,
        s.arm,
        coalesce(s.end_reason, 'running') AS state,
        CAST(count(*) AS BIGINT) AS sessions,
        CAST(sum(s.duration_ms) AS BIGINT) AS total_ms
    FROM session AS s
    GROUP BY s.study, s.arm, coalesce(s.end_reason, 'running')
) AS m
ORDER BY m.study, m.arm, m.state
