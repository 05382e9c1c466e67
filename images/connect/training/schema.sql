-- What the training's connector reads: a table with the usual types, its account, and the rows of a first snapshot.
CREATE DATABASE training CHARACTER SET utf8mb4;

CREATE TABLE training.items (
  id BIGINT NOT NULL PRIMARY KEY,
  name VARCHAR(255) NOT NULL,
  description TEXT NULL,
  price DECIMAL(12, 2) NOT NULL,
  weight DOUBLE NULL,
  stock INT NOT NULL DEFAULT 0,
  active BOOLEAN NOT NULL DEFAULT TRUE,
  kind ENUM('new', 'used') NOT NULL DEFAULT 'new',
  attributes JSON NULL,
  released_on DATE NULL,
  created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)
);

CREATE USER debezium IDENTIFIED BY 'training' REQUIRE SSL;
GRANT SELECT, RELOAD, SHOW DATABASES, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO debezium;

SET SESSION cte_max_recursion_depth = 10000;
INSERT INTO training.items (id, name, description, price, weight, attributes, released_on)
WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 2000)
SELECT n, CONCAT('무선 이어폰 ', n), 'Ships within two days.', n / 100, n * 1.5, JSON_OBJECT('size', n), '2026-01-01'
FROM numbers;
