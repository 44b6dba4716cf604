-- Faces and devices that applied more than once: collected for fraud detection, and used for nothing else.
DROP TABLE IF EXISTS fraud_signals;
CREATE TABLE fraud_signals AS
SELECT
    applicant_id,
    id_no,
    face_hash,
    count(*) OVER (PARTITION BY face_hash) AS applicants_with_this_face,
    count(*) OVER (PARTITION BY device_id) AS applicants_with_this_device,
    round(latitude, 1) AS about_latitude,
    round(longitude, 1) AS about_longitude
FROM clean_applicants;
