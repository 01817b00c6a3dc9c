-- Which fields were changed again and after a mistake / Welche Felder nochmals und nach Fehlern geändert wurden
SELECT
    s.study,
    s.arm,
    e.page,
    e.target AS field,
    CAST(count(DISTINCT e.session) AS BIGINT) AS sessions,
    CAST(sum(CASE WHEN e.count > 1 THEN 1 ELSE 0 END) AS BIGINT) AS changed_again,
    CAST(sum(e.after_error) AS BIGINT) AS after_mistake
FROM event AS e
INNER JOIN session AS s ON s.session = e.session
WHERE e.type = 'field_changed' AND s.end_reason IS NOT NULL
GROUP BY s.study, s.arm, e.page, e.target
ORDER BY s.study, s.arm, e.page, e.target
