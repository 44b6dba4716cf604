-- A training set as people like to build it: everything at hand, the phone number and e-mail address too.
DROP TABLE IF EXISTS training_set;
CREATE TABLE training_set AS
SELECT f.*, d.phone, d.email, d.approved
FROM lending_features AS f
JOIN lending_decisions AS d ON d.applicant_id = f.applicant_id;
