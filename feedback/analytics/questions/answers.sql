-- Answers to each question of the questionnaires / Antworten auf jede Frage der Fragebögen
SELECT
    a.study,
    a.arm,
    a.instrument,
    coalesce(a.task, '') AS after_task,
    a.item,
    a.value AS answer,
    CAST(count(*) AS BIGINT) AS sessions
FROM answer AS a
WHERE a.end_reason IS NOT NULL
GROUP BY a.study, a.arm, a.instrument, coalesce(a.task, ''), a.item, a.value
ORDER BY a.study, a.arm, a.instrument, coalesce(a.task, ''), a.item, a.value NULLS LAST
