-- Totals for the overseas site: averages over groups of at least twenty people.
DROP TABLE IF EXISTS mart_market_totals;
CREATE TABLE mart_market_totals AS
SELECT
    country,
    kind,
    count(*) AS applicants,
    avg(amount) AS average_amount,
    avg(approved) AS approval_rate
FROM lending_decisions
GROUP BY country, kind
HAVING count(*) >= 20;
