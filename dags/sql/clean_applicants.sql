-- One table of applicants from all markets, tidied.
DROP TABLE IF EXISTS clean_applicants;
CREATE TABLE clean_applicants AS
WITH everyone AS (
    SELECT * FROM raw_applicants_cn
    UNION ALL
    SELECT * FROM raw_applicants_abroad
)
SELECT
    applicant_id,
    country,
    kind,
    trim(full_name) AS full_name,
    gender,
    date_of_birth,
    replace(replace(id_no, '-', ''), '.', '') AS id_no,
    replace(phone, ' ', '') AS phone,
    lower(trim(email)) AS email,
    city,
    postal_code,
    shop,
    face_hash,
    device_id,
    latitude,
    longitude
FROM everyone;
