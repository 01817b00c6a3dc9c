-- Where help was opened / Wo Hilfe geöffnet wurde
SELECT
    s.study,
    s.arm,
    e.page,
    coalesce(e.target, '') AS field,
    CAST(count(DISTINCT e.session) AS BIGINT) AS sessions,
    CAST(count(*) AS BIGINT) AS times_opened
FROM event AS e
INNER JOIN session AS s ON s.session = e.session
WHERE e.type = 'help_opened' AND s.end_reason IS NOT NULL
GROUP BY s.study, s.arm, e.page, coalesce(e.target, '')
ORDER BY s.study, s.arm, e.page, coalesce(e.target, '')
