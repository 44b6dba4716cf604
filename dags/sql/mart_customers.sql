-- A customer mart by date of birth, postal code and gender: few people share all three.
DROP TABLE IF EXISTS mart_customers;
CREATE TABLE mart_customers AS
SELECT a.date_of_birth, a.postal_code, a.gender, d.approved
FROM clean_applicants AS a
JOIN lending_decisions AS d ON d.applicant_id = a.applicant_id;
