-- How long people hesitated at each field / Wie lange Personen bei jedem Feld zögerten
SELECT
    m.study,
    m.arm,
    m.page,
    m.field,
    m.sessions,
    CAST((m.all_hesitation_ms - m.all_hesitation_ms % m.hesitating) / m.hesitating AS BIGINT) AS mean_hesitation_ms,
    CAST((m.all_dwell_ms - m.all_dwell_ms % m.sessions) / m.sessions AS BIGINT) AS mean_dwell_ms,
    m.corrections
FROM (
    SELECT
        s.study,
        s.arm,
        f.page,
        f.field,
        CAST(count(*) AS BIGINT) AS sessions,
        CAST(sum(CASE WHEN f.own_hesitation_ms IS NOT NULL THEN 1 END) AS BIGINT) AS hesitating,
        CAST(sum(f.own_hesitation_ms) AS BIGINT) AS all_hesitation_ms,
        CAST(sum(f.own_dwell_ms) AS BIGINT) AS all_dwell_ms,
        CAST(sum(f.own_edits) AS BIGINT) AS corrections
    FROM (
        SELECT
            e.session,
            e.page,
            e.target AS field,
            CAST(sum(e.hesitation_ms) AS BIGINT) AS own_hesitation_ms,
            CAST(sum(e.dwell_ms) AS BIGINT) AS own_dwell_ms,
            CAST(sum(e.edits) AS BIGINT) AS own_edits
        FROM event AS e
        WHERE e.type = 'field_timed'
        GROUP BY e.session, e.page, e.target
    ) AS f
    INNER JOIN session AS s ON s.session = f.session
    WHERE s.end_reason IS NOT NULL
    GROUP BY s.study, s.arm, f.page, f.field
) AS m
ORDER BY m.study, m.arm, m.page, m.field
