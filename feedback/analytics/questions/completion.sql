-- Who completed each task without help / Wer jede Aufgabe ohne Hilfe geschafft hat
SELECT
    t.study,
    t.arm,
    t.task,
    CAST(sum(CASE WHEN t.outcome = 'success' THEN 1 ELSE 0 END) AS BIGINT) AS successes,
    CAST(count(*) AS BIGINT) AS sessions
FROM task AS t
WHERE t.outcome IS NOT NULL AND t.outcome <> 'technical_failure'
GROUP BY t.study, t.arm, t.task
ORDER BY t.study, t.arm, t.task
