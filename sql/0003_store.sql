-- Stores: accounts on platforms, what they sell, and which warehouse SKUs that is.

-- credentials is sealed for the workers; the API writes it and cannot read it.
CREATE TABLE IF NOT EXISTS store (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT UNSIGNED NOT NULL,
  platform VARCHAR(32) COLLATE ascii_bin NOT NULL,
  kind ENUM('b2c','b2b') NOT NULL,
  name VARCHAR(100) NOT NULL,
  url VARCHAR(255) COLLATE utf8mb4_nopad_bin NOT NULL DEFAULT '',
  credentials VARBINARY(8192) NULL,
  credentials_key CHAR(16) COLLATE ascii_bin NULL,
  status ENUM('untested','authorised','expired','disabled') NOT NULL DEFAULT 'untested',
  status_before ENUM('untested','authorised','expired') NULL,
  authorised_at DATETIME(6) NULL,
  expires_at DATETIME(6) NULL,
  writeback_strategy VARCHAR(32) COLLATE ascii_bin NULL,
  has_updated_filter BOOL NOT NULL DEFAULT 1,
  account_name VARCHAR(191) NULL,
  health ENUM('unknown','good','troubled','down') NOT NULL DEFAULT 'unknown',
  health_detail VARCHAR(500) NULL,
  health_since DATETIME(6) NULL,
  clock_skew_s INT NOT NULL DEFAULT 0,
  test_state ENUM('none','queued','running','passed','failed') NOT NULL DEFAULT 'none',
  test_at DATETIME(6) NULL,
  test_steps JSON NULL,
  sync_every_s INT UNSIGNED NOT NULL DEFAULT 300,
  next_sync_at DATETIME(6) NOT NULL DEFAULT '9999-12-31',
  last_sync_at DATETIME(6) NULL,
  first_days INT UNSIGNED NOT NULL DEFAULT 7,
  version INT UNSIGNED NOT NULL DEFAULT 1,
  created_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  UNIQUE KEY uk_name (customer_id, name),
  UNIQUE KEY uk_customer (customer_id, id),
  KEY ix_due (next_sync_at),
  FOREIGN KEY (customer_id) REFERENCES customer (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

-- How far a store is proved complete, in the platform's time.
CREATE TABLE IF NOT EXISTS sync_stream (
  store_id BIGINT UNSIGNED NOT NULL,
  stream VARCHAR(32) COLLATE ascii_bin NOT NULL,
  watermark_at DATETIME(6) NOT NULL,
  overlap_s INT UNSIGNED NOT NULL DEFAULT 600,
  settle_s INT UNSIGNED NOT NULL DEFAULT 0,
  PRIMARY KEY (store_id, stream),
  FOREIGN KEY (store_id) REFERENCES store (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

CREATE TABLE IF NOT EXISTS store_bucket (
  store_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  tokens DECIMAL(12,4) NOT NULL,
  capacity DECIMAL(12,4) NOT NULL,
  per_second DECIMAL(12,4) NOT NULL,
  filled_at DATETIME(6) NOT NULL,
  FOREIGN KEY (store_id) REFERENCES store (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

CREATE TABLE IF NOT EXISTS platform_product (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT UNSIGNED NOT NULL,
  store_id BIGINT UNSIGNED NOT NULL,
  sku_key VARCHAR(191) COLLATE utf8mb4_nopad_bin NOT NULL,
  platform_sku VARCHAR(191) COLLATE utf8mb4_nopad_bin NULL,
  platform_sku_folded VARCHAR(191) COLLATE utf8mb4_nopad_bin GENERATED ALWAYS AS (LOWER(TRIM(platform_sku))) STORED,
  name VARCHAR(500) NOT NULL,
  image_url VARCHAR(1000) NULL,
  shippable BOOL NOT NULL DEFAULT 1,
  seen_at DATETIME(6) NOT NULL,
  UNIQUE KEY uk_key (store_id, sku_key),
  KEY ix_folded (customer_id, platform_sku_folded),
  FOREIGN KEY (customer_id, store_id) REFERENCES store (customer_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

CREATE TABLE IF NOT EXISTS sku_mapping (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT UNSIGNED NOT NULL,
  store_id BIGINT UNSIGNED NOT NULL,
  sku_key VARCHAR(191) COLLATE utf8mb4_nopad_bin NOT NULL,
  platform_sku VARCHAR(191) COLLATE utf8mb4_nopad_bin NULL,
  changed_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  UNIQUE KEY uk_key (store_id, sku_key),
  UNIQUE KEY uk_customer (customer_id, id),
  FOREIGN KEY (customer_id, store_id) REFERENCES store (customer_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

CREATE TABLE IF NOT EXISTS sku_mapping_item (
  mapping_id BIGINT UNSIGNED NOT NULL,
  sku_id BIGINT UNSIGNED NOT NULL,
  customer_id BIGINT UNSIGNED NOT NULL,
  quantity INT UNSIGNED NOT NULL,
  PRIMARY KEY (mapping_id, sku_id),
  KEY ix_sku (customer_id, sku_id),
  FOREIGN KEY (customer_id, mapping_id) REFERENCES sku_mapping (customer_id, id),
  FOREIGN KEY (customer_id, sku_id) REFERENCES sku (customer_id, id),
  CONSTRAINT ck_quantity CHECK (quantity >= 1)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

-- Append-only: every state a mapping had, newest last; items is JSON [{skuId, code, quantity}], empty when unbound.
CREATE TABLE IF NOT EXISTS sku_mapping_event (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT UNSIGNED NOT NULL,
  store_id BIGINT UNSIGNED NOT NULL,
  sku_key VARCHAR(191) COLLATE utf8mb4_nopad_bin NOT NULL,
  items JSON NOT NULL,
  actor_kind ENUM('user','staff','partner','platform','system') NOT NULL,
  actor_name VARCHAR(100) NOT NULL,
  at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  KEY ix_key (store_id, sku_key, id),
  FOREIGN KEY (customer_id, store_id) REFERENCES store (customer_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;
