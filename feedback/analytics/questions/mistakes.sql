-- Which rules were broken where / Welche Regeln wo verletzt wurden
SELECT
    t.study,
    t.arm,
    e.page,
    e.target AS field,
    e.rule,
    CAST(count(DISTINCT e.session) AS BIGINT) AS sessions,
    CAST(count(*) AS BIGINT) AS times_shown
FROM task AS t
INNER JOIN event AS e ON e.session = t.session AND e.task = t.task
WHERE e.type = 'problem_shown' AND e.seq > t.first_seq AND (t.end_seq IS NULL OR e.seq < t.end_seq)
    AND t.outcome IS NOT NULL
GROUP BY t.study, t.arm, e.page, e.target, e.rule
ORDER BY t.study, t.arm, e.page, e.target, e.rule
