-- The last answer of each session to each item; value is NULL for "no answer".
WITH given AS (
    SELECT session, instrument, coalesce(task, '') AS of_task, item, max(seq) AS given_seq
    FROM event
    WHERE type = 'answered'
    GROUP BY session, instrument, coalesce(task, ''), item
)
SELECT s.study, s.arm, s.session, s.participant, s.end_reason, e.instrument, e.task, e.item, e.value, e.wording
FROM given AS g
INNER JOIN event AS e ON e.session = g.session AND e.seq = g.given_seq
INNER JOIN session AS s ON s.session = g.session
WHERE e.type = 'answered'
