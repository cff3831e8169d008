-- Purchase orders: what they carry beside a buyer's order, and their acknowledgements.

-- Windows and the deadline are the platform's; the codes name places and parties of the buyer.
ALTER TABLE platform_order
  ADD COLUMN IF NOT EXISTS purchase_type VARCHAR(32) NULL,
  ADD COLUMN IF NOT EXISTS buying_party VARCHAR(64) COLLATE utf8mb4_nopad_bin NULL,
  ADD COLUMN IF NOT EXISTS selling_party VARCHAR(64) COLLATE utf8mb4_nopad_bin NULL,
  ADD COLUMN IF NOT EXISTS ship_to_code VARCHAR(64) COLLATE utf8mb4_nopad_bin NULL,
  ADD COLUMN IF NOT EXISTS acknowledge_by DATETIME(6) NULL,
  ADD COLUMN IF NOT EXISTS ship_window_from DATETIME(6) NULL,
  ADD COLUMN IF NOT EXISTS ship_window_to DATETIME(6) NULL,
  ADD COLUMN IF NOT EXISTS delivery_window_from DATETIME(6) NULL,
  ADD COLUMN IF NOT EXISTS delivery_window_to DATETIME(6) NULL,
  ALGORITHM=INSTANT;

-- Quantities of a line are in the unit it was ordered in; unit_size pieces of the product make one of it.
-- accepted + backordered + rejected = ordered once the order is acknowledged.
ALTER TABLE platform_order_line
  ADD COLUMN IF NOT EXISTS product_id VARCHAR(64) COLLATE utf8mb4_nopad_bin NULL,
  ADD COLUMN IF NOT EXISTS unit ENUM('each','case') NOT NULL DEFAULT 'each',
  ADD COLUMN IF NOT EXISTS unit_size INT UNSIGNED NOT NULL DEFAULT 1,
  ADD COLUMN IF NOT EXISTS backorder_allowed BOOL NOT NULL DEFAULT 0,
  ADD COLUMN IF NOT EXISTS backordered_qty BIGINT NOT NULL DEFAULT 0,
  ALGORITHM=INSTANT;

-- Every acknowledgement of an order, numbered from 1. Its state is that of its writeback.
CREATE TABLE IF NOT EXISTS acknowledgement (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT UNSIGNED NOT NULL,
  order_id BIGINT UNSIGNED NOT NULL,
  revision SMALLINT UNSIGNED NOT NULL,
  warehouse_id BIGINT UNSIGNED NULL,
  created_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  created_by VARCHAR(100) NOT NULL,
  UNIQUE KEY uk_revision (order_id, revision),
  UNIQUE KEY uk_customer (customer_id, id),
  FOREIGN KEY (customer_id, order_id) REFERENCES platform_order (customer_id, id),
  FOREIGN KEY (warehouse_id) REFERENCES warehouse (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

CREATE TABLE IF NOT EXISTS acknowledgement_line (
  acknowledgement_id BIGINT UNSIGNED NOT NULL,
  order_line_id BIGINT UNSIGNED NOT NULL,
  ordered_qty BIGINT NOT NULL,
  accepted_qty BIGINT NOT NULL,
  backordered_qty BIGINT NOT NULL,
  rejected_qty BIGINT NOT NULL,
  reason VARCHAR(64) COLLATE ascii_bin NULL,
  PRIMARY KEY (acknowledgement_id, order_line_id),
  FOREIGN KEY (acknowledgement_id) REFERENCES acknowledgement (id),
  FOREIGN KEY (order_line_id) REFERENCES platform_order_line (id),
  CONSTRAINT ck_acknowledged CHECK (accepted_qty >= 0 AND backordered_qty >= 0 AND rejected_qty >= 0
    AND accepted_qty + backordered_qty + rejected_qty = ordered_qty AND (rejected_qty = 0 OR reason IS NOT NULL))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

-- Stock that accepted lines keep until the order is dispatched or given up: exactly what was reserved, whatever
-- the mapping says later. An order holds in one warehouse at a time.
CREATE TABLE IF NOT EXISTS acknowledgement_hold (
  order_line_id BIGINT UNSIGNED NOT NULL,
  sku_id BIGINT UNSIGNED NOT NULL,
  customer_id BIGINT UNSIGNED NOT NULL,
  order_id BIGINT UNSIGNED NOT NULL,
  warehouse_id BIGINT UNSIGNED NOT NULL,
  quantity BIGINT NOT NULL,
  created_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (order_line_id, sku_id),
  KEY ix_order (customer_id, order_id),
  KEY ix_sku (warehouse_id, sku_id),
  FOREIGN KEY (customer_id, order_id) REFERENCES platform_order (customer_id, id),
  FOREIGN KEY (order_line_id) REFERENCES platform_order_line (id),
  FOREIGN KEY (customer_id, sku_id) REFERENCES sku (customer_id, id),
  FOREIGN KEY (warehouse_id) REFERENCES warehouse (id),
  CONSTRAINT ck_hold CHECK (quantity >= 1)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

-- Each time an order took or gave back what it holds: the cause of those movements in the ledger.
CREATE TABLE IF NOT EXISTS hold_change (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT UNSIGNED NOT NULL,
  order_id BIGINT UNSIGNED NOT NULL,
  at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  KEY ix_order (customer_id, order_id),
  FOREIGN KEY (customer_id, order_id) REFERENCES platform_order (customer_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

-- How often a platform was asked what became of a writeback that it had taken.
ALTER TABLE writeback ADD COLUMN IF NOT EXISTS polls SMALLINT UNSIGNED NOT NULL DEFAULT 0, ALGORITHM=INSTANT;

-- Where a buyer's place is, for platforms that send its code alone.
CREATE TABLE IF NOT EXISTS ship_to_address (
  customer_id BIGINT UNSIGNED NOT NULL,
  platform VARCHAR(32) COLLATE ascii_bin NOT NULL,
  code VARCHAR(64) COLLATE utf8mb4_nopad_bin NOT NULL,
  name VARCHAR(255) NOT NULL,
  company VARCHAR(255) NULL,
  phone VARCHAR(64) NULL,
  country VARCHAR(8) NOT NULL,
  state VARCHAR(128) NULL,
  city VARCHAR(128) NOT NULL,
  line1 VARCHAR(255) NOT NULL,
  line2 VARCHAR(255) NULL,
  zip VARCHAR(32) NULL,
  version INT UNSIGNED NOT NULL DEFAULT 1,
  PRIMARY KEY (customer_id, platform, code),
  FOREIGN KEY (customer_id) REFERENCES customer (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

-- Part of what buyers ordered that shall at least be accepted, in percent: below it the page warns. 0: no threshold.
ALTER TABLE store
  ADD COLUMN IF NOT EXISTS confirm_threshold TINYINT UNSIGNED NOT NULL DEFAULT 0,
  ALGORITHM=INSTANT;

-- Accepted goods are held (hold) until the order is dispatched, cancelled or acknowledged anew (unhold).
ALTER TABLE stock_movement
  MODIFY COLUMN cause ENUM('adjustment','reserve','release','ship','hold','unhold') NOT NULL,
  ALGORITHM=INSTANT;
