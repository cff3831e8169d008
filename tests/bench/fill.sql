-- Orders for measuring: @ROWS@ of them, the same for the same @seed, into the practice data's stores before these have any.
-- Three quarters are Harbor's (customer 1), the rest Meadow's. Two lines each, a tracking number for what has left. Made by
-- the server itself from its sequence tables; without the checks the first statement into an empty table loads it in bulk.
SET SESSION foreign_key_checks = 0, unique_checks = 0, max_statement_time = 0, innodb_lock_wait_timeout = 600;

INSERT INTO platform_order (id, customer_id, store_id, kind, platform_order_id, order_no, source, status, platform_state, platform_status,
    exception_code, exception_detail, exception_since, amount, currency, shipping_fee, tax, discount, payment_method, order_time, paid_at,
    platform_updated_at, recipient_name, recipient_phone, recipient_email, recipient_country, recipient_state, recipient_city, recipient_line1,
    recipient_zip, warehouse_id, channel_id, content_hash, pulled_at, status_since)
  SELECT 1000000 + n, customer, customer, 'b2c', CONCAT('9', LPAD(n, 9, '0')), CONCAT('BY2026', LPAD(n, 8, '0')), 'woocommerce',
      ELT(1 + (h % 20 > 13) + (h % 20 > 15) + (h % 20 > 16) + (h % 20 > 17) + (h % 20 > 18), 'completed', 'pending', 'processing', 'shipped', 'cancelled', 'partially_shipped'),
      'open', 'processing', IF(h % 97 = 0 AND h % 20 IN (14, 15), 'address_incomplete', NULL), IF(h % 97 = 0 AND h % 20 IN (14, 15), 'Missing required recipient address fields: city', NULL),
      IF(h % 97 = 0 AND h % 20 IN (14, 15), '2026-01-01' + INTERVAL n SECOND, NULL),
      5 + (h % 40000) / 100, 'EUR', 4.9, (h % 700) / 100, 0, 'Card', '2025-06-01' + INTERVAL (n * 30 + h % 29) SECOND, '2025-06-01' + INTERVAL (n * 30 + 60) SECOND,
      '2025-06-01' + INTERVAL (n * 30 + 90) SECOND,
      CONCAT(ELT(1 + h % 20, 'Maria', 'Chen', 'Olga', 'Ahmed', 'Lena', 'John', 'Priya', 'Kofi', 'Ana', 'Yuki', 'Noah', 'Emma', 'Luca', 'Sara', 'Ivan', 'Mia', 'Omar', 'Zoe', 'Tom', 'Eva'), ' ',
        ELT(1 + (h DIV 20) % 20, 'Patel', 'Garcia', 'Smith', 'Wang', 'Kowalski', 'Haddad', 'Mensah', 'Rossi', 'Tanaka', 'Novak', 'Silva', 'Berg', 'Dubois', 'Murphy', 'Kaya', 'Popov', 'Jensen', 'Costa', 'Okafor', 'Lindqvist'), ' ', h % 5000),
      CONCAT('+49 30 ', h % 10000000), CONCAT('buyer', n, '@example.test'), 'DE', 'BE', 'Berlin', CONCAT('Street ', h % 900), LPAD(h % 99999, 5, '0'),
      IF(h % 20 > 13 AND h % 20 < 16, NULL, 2), IF(h % 20 > 13 AND h % 20 < 16, NULL, 5), UNHEX(SHA2(CONCAT(@seed, ':', n), 256)), NOW(6), '2025-06-01' + INTERVAL (n * 30 + 100) SECOND
    FROM (SELECT seq AS n, CRC32(CONCAT(@seed, '/', seq)) AS h, IF(seq % 4 = 0, 2, 1) AS customer FROM seq_1_to_@ROWS@) AS made;

INSERT INTO platform_order_line (customer_id, store_id, order_id, position, platform_line_id, platform_sku, sku_key, product_name, ordered_qty, accepted_qty,
    shipped_qty, unit_price, line_total)
  SELECT o.customer_id, o.store_id, o.id, l.seq, CONCAT(o.id, '-', l.seq), CONCAT('HB-', LPAD(1 + (o.id + l.seq * 7) % 24, 3, '0')), CAST(101 + (o.id + l.seq * 7) % 24 AS CHAR),
      CONCAT('Product ', 1 + (o.id + l.seq * 7) % 24), 1 + o.id % 3, 1 + o.id % 3, IF(o.status IN ('completed', 'shipped'), 1 + o.id % 3, 0), 9.9, 9.9 * (1 + o.id % 3)
    FROM platform_order o JOIN seq_1_to_2 l WHERE o.id > 1000000;

INSERT INTO order_tracking (customer_id, order_id, tracking_no, carrier, origin)
  SELECT customer_id, id, CONCAT('1Z', LPAD(id, 14, '0')), 'DHL', 'platform' FROM platform_order WHERE id > 1000000 AND status IN ('completed', 'shipped', 'partially_shipped');

ANALYZE TABLE platform_order, platform_order_line, order_tracking;
