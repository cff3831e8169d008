-- Orders for measuring: @ROWS@ of them, the same for the same @seed, into the practice data's stores before these have any.
-- Three quarters are Harbor's (customer 1), the rest Meadow's. Two lines each, a tracking number for what has left. Names as
-- they come: some very often, 140,000 different ones in a million, one in seven Chinese. Made by the server itself from its
-- sequence tables; without the checks the first statement into an empty table loads it in bulk. What stands between two lines
-- "-- then" is done at once, each part between "-- beside" by a connection of its own.
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
      IF(sort < 15,
        CONCAT(ELT(1 + FLOOR(20 * POW(g % 1000 / 1000, 2)), '王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴', '徐', '孙', '胡', '朱', '高', '林', '何', '郭', '马', '罗'),
          SUBSTRING(@given, 1 + g DIV 1000 % 50, 1), IF(sort < 10, SUBSTRING(@given, 1 + g DIV 50000 % 50, 1), '')),
        CONCAT(ELT(1 + FLOOR(40 * POW(g % 1000 / 1000, 2)), 'Maria', 'Anna', 'John', 'Olga', 'Ahmed', 'Lena', 'José', 'Priya', 'Kofi', 'Yuki', 'Noah', 'Emma', 'Luca', 'Sara', 'Ivan', 'Mia',
            'Omar', 'Zoë', 'Thomas', 'Eva', 'Jürgen', 'François', 'Søren', 'Łukasz', 'Chloé', 'Andrea', 'Alexander', 'Katarzyna', 'Mohammed', 'Fatima', 'Wei', 'Hannah', 'Christopher',
            'Isabella', 'Nguyễn', 'Björn', 'Siobhán', 'Xavier', 'Quentin', 'Wolfgang'), ' ', IF(sort > 92, CONCAT(CHAR(65 + g DIV 7 % 26), '. '), ''),
          ELT(1 + g DIV 1000 % 30, 'Berg', 'Holm', 'Lind', 'Stein', 'Hoff', 'Wald', 'Rosen', 'Gold', 'Schwarz', 'Klein', 'Neu', 'Kowal', 'Novak', 'Petr', 'Iva', 'Ander', 'Johan', 'Peter',
            'Hen', 'Mart', 'Rodri', 'Fernan', 'Garc', 'Lope', 'Sil', 'Fer', 'Oka', 'Naka', 'Tana', 'Mura'),
          ELT(1 + FLOOR(30 * POW(g DIV 30000 % 1000 / 1000, 1.5)), 'mann', 'er', 'qvist', 'ström', 'berg', 'son', 'sen', 'feld', 'bauer', 'meyer', 'ski', 'ova', 'ez', 'guez', 'ia', 'va',
            'moto', 'gawa', 'da', 'hara', 'sson', 'dottir', 'inho', 'eira', 'ov', 'enko', 'yan', 'oglu', 'ides', 'x'),
          IF(sort > 97, CONCAT('-', ELT(1 + h % 8, 'Smith', 'Patel', 'Rossi', 'Dubois', 'Murphy', 'Kaya', 'Haddad', 'Mensah')), ''))),
      CONCAT('+49 30 ', h % 10000000), CONCAT('buyer', n, '@example.test'), 'DE', 'BE', 'Berlin', CONCAT('Street ', h % 900), LPAD(h % 99999, 5, '0'),
      IF(h % 20 > 13 AND h % 20 < 16, NULL, 2), IF(h % 20 > 13 AND h % 20 < 16, NULL, 5), UNHEX(SHA2(CONCAT(@seed, ':', n), 256)), NOW(6), '2025-06-01' + INTERVAL (n * 30 + 100) SECOND
    FROM (SELECT seq AS n, CRC32(CONCAT(@seed, '/', seq)) AS h, CRC32(CONCAT(@seed, '-', seq)) DIV 7 AS g, CRC32(CONCAT(@seed, '+', seq)) DIV 11 % 100 AS sort,
      IF(seq % 4 = 0, 2, 1) AS customer FROM seq_1_to_@ROWS@) AS made;
-- beside
INSERT INTO platform_order_line (customer_id, store_id, order_id, position, platform_line_id, platform_sku, sku_key, product_name, ordered_qty, accepted_qty,
    shipped_qty, unit_price, line_total)
  SELECT customer, customer, o, l, CONCAT(o, '-', l), CONCAT('HB-', LPAD(1 + (o + l * 7) % 24, 3, '0')), CAST(101 + (o + l * 7) % 24 AS CHAR),
      CONCAT('Product ', 1 + (o + l * 7) % 24), 1 + o % 3, 1 + o % 3, IF(h % 20 < 14 OR h % 20 = 17, 1 + o % 3, 0), 9.9, 9.9 * (1 + o % 3)
    FROM (SELECT 1000000 + n.seq AS o, l.seq AS l, CRC32(CONCAT(@seed, '/', n.seq)) AS h, IF(n.seq % 4 = 0, 2, 1) AS customer FROM seq_1_to_@ROWS@ n STRAIGHT_JOIN seq_1_to_2 l) AS made;

INSERT INTO order_tracking (customer_id, order_id, tracking_no, carrier, origin)
  SELECT IF(o % 4 = 0, 2, 1), o, CONCAT('1Z', LPAD(o, 14, '0')), 'DHL', 'platform'
    FROM (SELECT 1000000 + seq AS o, CRC32(CONCAT(@seed, '/', seq)) AS h FROM seq_1_to_@ROWS@) AS made WHERE h % 20 NOT IN (14, 15, 16, 18);
-- then
INSERT INTO order_find (customer_id, kind, field, span, part, order_id, order_time)
  SELECT o.customer_id, o.kind, 'no', TO_DAYS(o.order_time), o.order_no_folded, o.id, o.order_time FROM platform_order o WHERE o.id > 1000000;

INSERT INTO order_find (customer_id, kind, field, span, part, order_id, order_time)
  SELECT o.customer_id, o.kind, 'name', TO_DAYS(o.order_time) DIV 14, SUBSTRING(o.recipient_folded, s.seq, 32), o.id, o.order_time
    FROM platform_order o STRAIGHT_JOIN seq_1_to_32 s
    WHERE o.id > 1000000 AND o.id % 2 = 0 AND s.seq <= CHAR_LENGTH(o.recipient_folded) AND SUBSTRING(o.recipient_folded, s.seq, 1) <> ' ';
-- beside
INSERT INTO order_find (customer_id, kind, field, span, part, order_id, order_time)
  SELECT o.customer_id, o.kind, 'name', TO_DAYS(o.order_time) DIV 14, SUBSTRING(o.recipient_folded, s.seq, 32), o.id, o.order_time
    FROM platform_order o STRAIGHT_JOIN seq_1_to_32 s
    WHERE o.id > 1000000 AND o.id % 2 = 1 AND s.seq <= CHAR_LENGTH(o.recipient_folded) AND SUBSTRING(o.recipient_folded, s.seq, 1) <> ' ';
-- then
ANALYZE TABLE platform_order, order_find;
-- beside
ANALYZE TABLE platform_order_line, order_tracking;
