-- Clicks without effect and angry clicks by page / Klicks ohne Wirkung und Wutklicks nach Seite
SELECT
    s.study,
    s.arm,
    e.page,
    CAST(count(DISTINCT e.session) AS BIGINT) AS sessions,
    CAST(sum(CASE WHEN e.type = 'clicked' THEN 1 ELSE 0 END) AS BIGINT) AS clicks,
    CAST(sum(CASE WHEN e.type = 'dead_clicked' THEN 1 ELSE 0 END) AS BIGINT) AS dead_clicks,
    CAST(sum(CASE WHEN e.type = 'rage_clicked' THEN 1 ELSE 0 END) AS BIGINT) AS rage_clicks
FROM event AS e
INNER JOIN session AS s ON s.session = e.session
WHERE e.type IN ('clicked', 'dead_clicked', 'rage_clicked') AND s.end_reason IS NOT NULL
GROUP BY s.study, s.arm, e.page
ORDER BY s.study, s.arm, e.page
