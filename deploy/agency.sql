-- The tables of an agency's server, empty, for `docker compose --profile agency up`. MariaDB runs this file when its volume is new.
-- The agency's own script fills them. The user of the companion may read what docs/MYSQL.md says and nothing else.
CREATE TABLE restaurants (
  id INT NOT NULL PRIMARY KEY,
  name VARCHAR(255) NOT NULL
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE looker_studio_summary (
  restaurant_id INT NOT NULL,
  stat_date DATE NOT NULL,
  grab_sales DECIMAL(15, 2),
  grab_orders INT,
  grab_ads_spend DECIMAL(15, 2),
  grab_ads_sales DECIMAL(15, 2),
  grab_new_customers INT,
  grab_repeated_customers INT,
  grab_fake_orders_count INT,
  gojek_sales DECIMAL(15, 2),
  gojek_orders INT,
  gojek_ads_spend DECIMAL(15, 2),
  gojek_ads_sales DECIMAL(15, 2),
  gojek_new_client INT,
  gojek_returned_client INT,
  gojek_fake_orders_count INT,
  PRIMARY KEY (restaurant_id, stat_date)
);

-- The image has given the user of MARIADB_USER every right.
REVOKE ALL PRIVILEGES ON delivery.* FROM 'reader'@'%';
GRANT SELECT ON delivery.looker_studio_summary TO 'reader'@'%';
GRANT SELECT (id, name) ON delivery.restaurants TO 'reader'@'%';
