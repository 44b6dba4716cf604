-- The training set as it may be built: what the model needs, of the people who agreed to it.
DROP TABLE IF EXISTS training_set_lean;
CREATE TABLE training_set_lean AS
SELECT f.country, f.kind, f.amount, f.term_days, f.movements, f.money_in, f.money_out, d.approved
FROM lending_features AS f
JOIN lending_decisions AS d ON d.applicant_id = f.applicant_id
JOIN raw_consents AS c ON c.applicant_id = f.applicant_id AND c.training = 1;
