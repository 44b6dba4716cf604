-- The same question asked of cities and genders: no birthday, no postal code.
DROP TABLE IF EXISTS mart_cities;
CREATE TABLE mart_cities AS
SELECT a.city, a.gender, avg(d.approved) AS approval_rate
FROM clean_applicants AS a
JOIN lending_decisions AS d ON d.applicant_id = a.applicant_id
GROUP BY a.city, a.gender
HAVING count(*) >= 20;
