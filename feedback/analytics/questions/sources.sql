-- Events by source, and those that never arrived / Ereignisse nach Quelle und wie viele nie ankamen
SELECT
    s.study,
    s.arm,
    e.source,
    CAST(count(DISTINCT e.session) AS BIGINT) AS sessions,
    CAST(count(*) AS BIGINT) AS events,
    CAST(coalesce(sum(e.missing), 0) AS BIGINT) AS lost
FROM event AS e
INNER JOIN session AS s ON s.session = e.session
GROUP BY s.study, s.arm, e.source
ORDER BY s.study, s.arm, e.source
