-- How many reached each page, and how many left there / Wie viele jede Seite erreichten und dort aufhörten
WITH visit AS (
    SELECT t.study, t.arm, t.task, t.session, t.outcome, e.page, max(e.seq) AS seen_seq
    FROM task AS t
    INNER JOIN event AS e ON e.session = t.session AND e.task = t.task
    WHERE e.type = 'page_shown' AND e.nav <> 'resume'
        AND e.seq > t.first_seq AND (t.end_seq IS NULL OR e.seq < t.end_seq)
        AND t.outcome IS NOT NULL AND t.outcome <> 'technical_failure'
    GROUP BY t.study, t.arm, t.task, t.session, t.outcome, e.page
),
farthest AS (
    SELECT v.session, v.task, max(v.seen_seq) AS latest_seq
    FROM visit AS v
    GROUP BY v.session, v.task
)
SELECT
    v.study,
    v.arm,
    v.task,
    v.page,
    CAST(count(*) AS BIGINT) AS reached,
    CAST(sum(CASE
        WHEN v.seen_seq = f.latest_seq AND v.outcome <> 'success' AND v.outcome <> 'success_with_help' THEN 1 ELSE 0
    END) AS BIGINT) AS stopped
FROM visit AS v
INNER JOIN farthest AS f ON f.session = v.session AND f.task = v.task
GROUP BY v.study, v.arm, v.task, v.page
ORDER BY v.study, v.arm, v.task, v.page
