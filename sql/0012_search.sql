-- What orders are found by when a part is known: of a buyer's order every ending of the recipient's name (of "Ann Lee":
-- ann lee, nn lee, n lee, lee, ee, e), of every order its number; folded as in platform_order, cut to 32 characters. What
-- contains "n le" is then a range of an index, and what nothing contains is an empty one. Within such a range nothing is in
-- the order of time: so there is one for each span, two weeks of names, a day of numbers (which more orders share). sql/order_find_sql.c writes it, in the transaction that writes the
-- order: it holds buyer data, and goes with it. No foreign key: checking one would look the order up for each row.
CREATE TABLE IF NOT EXISTS order_find (
  customer_id BIGINT UNSIGNED NOT NULL,
  kind ENUM('b2c','b2b') NOT NULL,
  field ENUM('name','no') NOT NULL,
  span MEDIUMINT UNSIGNED NOT NULL,
  part VARCHAR(32) COLLATE utf8mb4_nopad_bin NOT NULL,
  order_id BIGINT UNSIGNED NOT NULL,
  order_time DATETIME(6) NOT NULL,
  PRIMARY KEY (customer_id, kind, field, span, part, order_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

-- Of the orders that are there already, row by row: filling an empty table in bulk (without unique_checks) once left it
-- empty and said nothing.
INSERT INTO order_find (customer_id, kind, field, span, part, order_id, order_time)
  SELECT o.customer_id, o.kind, 'no', TO_DAYS(o.order_time), LEFT(o.order_no_folded, 32), o.id, o.order_time
    FROM platform_order o FORCE INDEX (PRIMARY);

INSERT INTO order_find (customer_id, kind, field, span, part, order_id, order_time)
  SELECT o.customer_id, o.kind, 'name', TO_DAYS(o.order_time) DIV 14, SUBSTRING(o.recipient_folded, s.seq, 32), o.id, o.order_time
    FROM platform_order o FORCE INDEX (PRIMARY) STRAIGHT_JOIN seq_1_to_32 s
    WHERE o.kind = 'b2c' AND s.seq <= CHAR_LENGTH(o.recipient_folded) AND SUBSTRING(o.recipient_folded, s.seq, 1) <> ' '
      AND (CHAR_LENGTH(o.recipient_folded) - s.seq < 31 OR LOCATE(SUBSTRING(o.recipient_folded, s.seq, 32), o.recipient_folded) = s.seq);

INSERT INTO order_find (customer_id, kind, field, span, part, order_id, order_time)
  SELECT o.customer_id, o.kind, 'name', TO_DAYS(o.order_time) DIV 14, SUBSTRING(o.recipient_folded, s.seq, 32), o.id, o.order_time
    FROM platform_order o FORCE INDEX (PRIMARY) STRAIGHT_JOIN seq_33_to_255 s
    WHERE o.kind = 'b2c' AND CHAR_LENGTH(o.recipient_folded) > 32 AND s.seq <= CHAR_LENGTH(o.recipient_folded)
      AND SUBSTRING(o.recipient_folded, s.seq, 1) <> ' '
      AND (CHAR_LENGTH(o.recipient_folded) - s.seq < 31 OR LOCATE(SUBSTRING(o.recipient_folded, s.seq, 32), o.recipient_folded) = s.seq);
