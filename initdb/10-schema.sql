-- The captured schema, the same in every shard. Run once, at a shard's first start.
CREATE DATABASE IF NOT EXISTS products CHARACTER SET utf8mb4;

USE products;

CREATE TABLE IF NOT EXISTS products (
  id BIGINT NOT NULL AUTO_INCREMENT,
  sku VARCHAR(32) NOT NULL,
  name VARCHAR(255) NOT NULL,
  description TEXT NULL,
  price DECIMAL(12, 2) NOT NULL,
  stock INT NOT NULL DEFAULT 0,
  released_on DATE NULL,
  updated_at DATETIME(6) NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY sku (sku)
);
