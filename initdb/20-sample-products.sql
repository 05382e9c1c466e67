-- Some thousands of sample rows, Korean and English, different in each shard: the server id seeds them.
-- Run once, at a shard's first start, after the schema.
USE products;

SET SESSION cte_max_recursion_depth = 10000;
SET @shard = @@server_id;

SET @adjectives = '["따뜻한", "가벼운", "무선", "튼튼한", "친환경", "Wireless", "Compact", "고급", "휴대용", "Classic"]';
SET @nouns = '["이어폰", "등산화", "커피 원두", "책상", "백팩", "Keyboard", "Backpack", "김치", "텀블러", "자전거"]';
SET @notes = '["서울에서 당일 배송됩니다.", "주문 후 이틀 안에 도착합니다.", "Ships within two days.", "선물 포장이 가능합니다. 🎁", null]';

INSERT INTO products (sku, name, description, price, stock, released_on, updated_at)
WITH RECURSIVE numbers (n) AS (
  SELECT 1
  UNION ALL
  SELECT n + 1 FROM numbers WHERE n < 2000 + MOD(@shard, 10) * 100
),
picks AS (
  SELECT n, CRC32(CONCAT(@shard, '-', n)) AS pick FROM numbers
)
SELECT
  CONCAT('S', @shard, '-', LPAD(n, 6, '0')),
  CONCAT(
    JSON_UNQUOTE(JSON_EXTRACT(@adjectives, CONCAT('$[', MOD(pick, 10), ']'))), ' ',
    JSON_UNQUOTE(JSON_EXTRACT(@nouns, CONCAT('$[', MOD(pick DIV 10, 10), ']'))), ' ', n
  ),
  NULLIF(JSON_UNQUOTE(JSON_EXTRACT(@notes, CONCAT('$[', MOD(pick DIV 100, 5), ']'))), 'null'),
  ROUND(MOD(pick, 1000000) / 100 + 0.99, 2),
  MOD(pick DIV 1000, 500),
  IF(MOD(n, 7) = 0, NULL, DATE_ADD('2020-01-01', INTERVAL MOD(pick, 2000) DAY)),
  DATE_ADD('2026-01-01 00:00:00.000001', INTERVAL MOD(pick, 15000000) SECOND)
FROM picks;
