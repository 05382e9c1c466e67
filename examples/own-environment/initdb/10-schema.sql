CREATE TABLE products.products (
  id BIGINT PRIMARY KEY,
  sku VARCHAR(32) NOT NULL,
  name VARCHAR(200) NOT NULL,
  price DECIMAL(10, 2) NOT NULL
);
INSERT INTO products.products VALUES (1, 'A-1', '김치', 9.90);
