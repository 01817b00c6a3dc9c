-- Successes by minutes needed / Erfolge nach benötigten Minuten
SELECT m.study, m.arm, m.task, m.minutes, CAST(count(*) AS BIGINT) AS sessions
FROM (
    SELECT t.study, t.arm, t.task, CAST((t.duration_ms - t.duration_ms % 60000) / 60000 AS BIGINT) AS minutes
    FROM task AS t
    WHERE t.outcome = 'success'
) AS m
GROUP BY m.study, m.arm, m.task, m.minutes
ORDER BY m.study, m.arm, m.task, m.minutes
