-- The decision, with the phone number for the text message that tells the applicant.
DROP TABLE IF EXISTS lending_decisions;
CREATE TABLE lending_decisions AS
SELECT
    s.applicant_id,
    a.country,
    a.kind,
    a.city,
    a.phone,
    a.email,
    f.amount,
    s.score,
    CASE WHEN s.score >= 0.5 THEN 1 ELSE 0 END AS approved
FROM lending_scores AS s
JOIN clean_applicants AS a USING (applicant_id)
JOIN lending_features AS f USING (applicant_id);
