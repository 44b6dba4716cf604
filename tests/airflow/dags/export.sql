INSERT INTO ads_file SELECT {{ "email" }} FROM mart_stage
