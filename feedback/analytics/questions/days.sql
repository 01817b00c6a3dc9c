-- Sessions by day / Sitzungen nach Tag
SELECT
    s.study,
    s.arm,
    s.started_day,
    CAST(count(*) AS BIGINT) AS sessions,
    CAST(count(DISTINCT s.participant) AS BIGINT) AS people
FROM session AS s
GROUP BY s.study, s.arm, s.started_day
ORDER BY s.study, s.arm, s.started_day
