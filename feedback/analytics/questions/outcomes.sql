-- How each task ended / Wie jede Aufgabe ausging
SELECT t.study, t.arm, t.task, coalesce(t.outcome, 'running') AS result, CAST(count(*) AS BIGINT) AS sessions
FROM task AS t
GROUP BY t.study, t.arm, t.task, coalesce(t.outcome, 'running')
ORDER BY t.study, t.arm, t.task, coalesce(t.outcome, 'running')
