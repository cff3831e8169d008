-- The warehouse side that orders are sent to: places, ways to ship, goods and how many of them there are.

CREATE TABLE IF NOT EXISTS warehouse (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  code VARCHAR(32) COLLATE ascii_bin NOT NULL,
  name VARCHAR(100) NOT NULL,
  country CHAR(2) COLLATE ascii_bin NOT NULL,
  enabled BOOL NOT NULL DEFAULT 1,
  UNIQUE KEY uk_code (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

CREATE TABLE IF NOT EXISTS user_warehouse (
  user_id BIGINT UNSIGNED NOT NULL,
  warehouse_id BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (user_id, warehouse_id),
  KEY ix_warehouse (warehouse_id),
  FOREIGN KEY (user_id) REFERENCES user (id),
  FOREIGN KEY (warehouse_id) REFERENCES warehouse (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

-- The rate is what the warehouse charges: base + per started kilogram.
CREATE TABLE IF NOT EXISTS shipping_channel (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  warehouse_id BIGINT UNSIGNED NOT NULL,
  code VARCHAR(32) COLLATE ascii_bin NOT NULL,
  name VARCHAR(100) NOT NULL,
  carrier VARCHAR(64) NOT NULL,
  service_type VARCHAR(64) NOT NULL,
  self_pickup BOOL NOT NULL DEFAULT 0,
  enabled BOOL NOT NULL DEFAULT 1,
  rate_base DECIMAL(19,4) NOT NULL DEFAULT 0,
  rate_per_kg DECIMAL(19,4) NOT NULL DEFAULT 0,
  rate_currency CHAR(3) COLLATE ascii_bin NOT NULL DEFAULT 'USD',
  UNIQUE KEY uk_code (warehouse_id, code),
  UNIQUE KEY uk_warehouse (warehouse_id, id),
  FOREIGN KEY (warehouse_id) REFERENCES warehouse (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

-- A customer may use a service in a warehouse; without the row there is no dispatch there.
CREATE TABLE IF NOT EXISTS business (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT UNSIGNED NOT NULL,
  warehouse_id BIGINT UNSIGNED NOT NULL,
  service ENUM('dropshipping','b2b') NOT NULL,
  enabled BOOL NOT NULL DEFAULT 1,
  UNIQUE KEY uk_business (customer_id, warehouse_id, service),
  KEY ix_warehouse (warehouse_id),
  FOREIGN KEY (customer_id) REFERENCES customer (id),
  FOREIGN KEY (warehouse_id) REFERENCES warehouse (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

-- Warehouse SKUs. code_folded is what people search and match by.
CREATE TABLE IF NOT EXISTS sku (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT UNSIGNED NOT NULL,
  code VARCHAR(64) COLLATE utf8mb4_nopad_bin NOT NULL,
  code_folded VARCHAR(64) COLLATE utf8mb4_nopad_bin GENERATED ALWAYS AS (LOWER(TRIM(code))) STORED,
  name VARCHAR(255) NOT NULL,
  barcode VARCHAR(64) COLLATE utf8mb4_nopad_bin NULL,
  weight_grams INT UNSIGNED NULL,
  status ENUM('enabled','disabled','pending_review') NOT NULL DEFAULT 'enabled',
  created_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  UNIQUE KEY uk_code (customer_id, code),
  UNIQUE KEY uk_customer (customer_id, id),
  KEY ix_folded (customer_id, code_folded),
  KEY ix_barcode (customer_id, barcode),
  FOREIGN KEY (customer_id) REFERENCES customer (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

-- available = on_hand − reserved. The CHECK refuses what code forgets.
CREATE TABLE IF NOT EXISTS stock (
  warehouse_id BIGINT UNSIGNED NOT NULL,
  sku_id BIGINT UNSIGNED NOT NULL,
  customer_id BIGINT UNSIGNED NOT NULL,
  on_hand BIGINT NOT NULL DEFAULT 0,
  reserved BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (warehouse_id, sku_id),
  KEY ix_sku (customer_id, sku_id),
  FOREIGN KEY (warehouse_id) REFERENCES warehouse (id),
  FOREIGN KEY (customer_id, sku_id) REFERENCES sku (customer_id, id),
  CONSTRAINT ck_stock CHECK (reserved >= 0 AND on_hand >= reserved)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

-- The ledger: one row per cause and effect, so the same cause can never count twice.
CREATE TABLE IF NOT EXISTS stock_movement (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT UNSIGNED NOT NULL,
  warehouse_id BIGINT UNSIGNED NOT NULL,
  sku_id BIGINT UNSIGNED NOT NULL,
  cause ENUM('adjustment','reserve','release','ship') NOT NULL,
  cause_id BIGINT UNSIGNED NOT NULL,
  on_hand_change BIGINT NOT NULL,
  reserved_change BIGINT NOT NULL,
  actor_kind ENUM('user','staff','partner','platform','system') NOT NULL,
  actor_name VARCHAR(100) NOT NULL,
  note VARCHAR(500) NULL,
  at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  UNIQUE KEY uk_cause (cause, cause_id, warehouse_id, sku_id),
  KEY ix_stock (warehouse_id, sku_id, id),
  KEY ix_customer (customer_id, at),
  FOREIGN KEY (warehouse_id, sku_id) REFERENCES stock (warehouse_id, sku_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;
