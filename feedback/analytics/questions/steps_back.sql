-- To which pages people went back / Auf welche Seiten Personen zurückgingen
SELECT
    t.study,
    t.arm,
    t.task,
    coalesce(e.from_page, '') AS left_page,
    e.page,
    CAST(count(DISTINCT e.session) AS BIGINT) AS sessions,
    CAST(count(*) AS BIGINT) AS steps
FROM task AS t
INNER JOIN event AS e ON e.session = t.session AND e.task = t.task
WHERE e.type = 'page_shown' AND e.nav = 'back' AND e.seq > t.first_seq AND (t.end_seq IS NULL OR e.seq < t.end_seq)
    AND t.outcome IS NOT NULL AND t.outcome <> 'technical_failure'
GROUP BY t.study, t.arm, t.task, coalesce(e.from_page, ''), e.page
ORDER BY t.study, t.arm, t.task, coalesce(e.from_page, ''), e.page
