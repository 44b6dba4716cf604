-- What the model sees: the latest application, and how the wallet was used. No contact data.
DROP TABLE IF EXISTS lending_features;
CREATE TABLE lending_features AS
WITH latest AS (
    SELECT *, row_number() OVER (PARTITION BY applicant_id ORDER BY submitted_at DESC) AS recency
    FROM raw_applications
),
wallet AS (
    SELECT
        applicant_id,
        count(*) AS movements,
        sum(CASE WHEN direction = 'in' THEN amount ELSE 0 END) AS money_in,
        sum(CASE WHEN direction = 'out' THEN amount ELSE 0 END) AS money_out
    FROM raw_transactions
    GROUP BY applicant_id
)
SELECT
    a.applicant_id,
    a.country,
    a.kind,
    l.amount,
    l.term_days,
    coalesce(w.movements, 0) AS movements,
    coalesce(w.money_in, 0) AS money_in,
    coalesce(w.money_out, 0) AS money_out
FROM clean_applicants AS a
JOIN latest AS l ON l.applicant_id = a.applicant_id AND l.recency = 1
LEFT JOIN wallet AS w ON w.applicant_id = a.applicant_id;
