-- Where people paused for a minute or longer / Wo Personen eine Minute oder länger pausierten
SELECT
    s.study,
    s.arm,
    coalesce(e.page, '') AS page,
    CAST(count(DISTINCT e.session) AS BIGINT) AS sessions,
    CAST(count(*) AS BIGINT) AS pauses,
    CAST(sum(e.duration_ms) AS BIGINT) AS total_ms
FROM event AS e
INNER JOIN session AS s ON s.session = e.session
WHERE e.type = 'idled' AND s.end_reason IS NOT NULL
GROUP BY s.study, s.arm, coalesce(e.page, '')
ORDER BY s.study, s.arm, coalesce(e.page, '')
