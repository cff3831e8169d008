-- The Order Sync Log, and which spans of time are proved complete.

CREATE TABLE IF NOT EXISTS sync_run (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT UNSIGNED NOT NULL,
  store_id BIGINT UNSIGNED NOT NULL,
  kind ENUM('b2c','b2b') NOT NULL,
  type ENUM('automatic','manual','webhook','gap_fill') NOT NULL,
  mode ENUM('immediate','time_range','order_numbers') NOT NULL,
  status ENUM('queued','running','success','partly_failed','failed','no_new_orders') NOT NULL DEFAULT 'queued',
  from_at DATETIME(6) NULL,
  to_at DATETIME(6) NULL,
  order_numbers JSON NULL,
  page_cursor VARCHAR(4096) NULL,
  created_n INT UNSIGNED NOT NULL DEFAULT 0,
  updated_n INT UNSIGNED NOT NULL DEFAULT 0,
  unchanged_n INT UNSIGNED NOT NULL DEFAULT 0,
  skipped_n INT UNSIGNED NOT NULL DEFAULT 0,
  failed_n INT UNSIGNED NOT NULL DEFAULT 0,
  pages INT UNSIGNED NOT NULL DEFAULT 0,
  requested_by VARCHAR(100) NULL,
  problem_code VARCHAR(48) COLLATE ascii_bin NULL,
  problem_detail VARCHAR(1000) NULL,
  created_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  started_at DATETIME(6) NULL,
  finished_at DATETIME(6) NULL,
  UNIQUE KEY uk_customer (customer_id, id),
  KEY ix_list (customer_id, created_at DESC, id DESC),
  KEY ix_store (store_id, created_at DESC, id DESC),
  KEY ix_status (customer_id, status, created_at DESC, id DESC),
  FOREIGN KEY (customer_id, store_id) REFERENCES store (customer_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

-- item_key tells the rows of one run apart ('id:' platform order id, or 'no:' number), so a page that is done again
-- replaces its rows. raw is kept for an order that failed.
CREATE TABLE IF NOT EXISTS sync_run_order (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT UNSIGNED NOT NULL,
  run_id BIGINT UNSIGNED NOT NULL,
  item_key VARCHAR(191) COLLATE utf8mb4_nopad_bin NOT NULL,
  order_no VARCHAR(128) COLLATE utf8mb4_nopad_bin NOT NULL,
  order_id BIGINT UNSIGNED NULL,
  outcome ENUM('created','updated','unchanged','skipped','failed') NOT NULL,
  code VARCHAR(48) COLLATE ascii_bin NULL,
  detail VARCHAR(1000) NULL,
  raw MEDIUMBLOB NULL,
  at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  UNIQUE KEY uk_item (run_id, item_key),
  KEY ix_run (run_id, outcome, id),
  FOREIGN KEY (customer_id, run_id) REFERENCES sync_run (customer_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

-- Calls to the platform, without query, body, secrets or buyer data. run_id NULL: tests and writebacks.
CREATE TABLE IF NOT EXISTS platform_request (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT UNSIGNED NOT NULL,
  store_id BIGINT UNSIGNED NOT NULL,
  run_id BIGINT UNSIGNED NULL,
  at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  method VARCHAR(8) COLLATE ascii_bin NOT NULL,
  path VARCHAR(191) NOT NULL,
  status SMALLINT UNSIGNED NULL,
  ms INT UNSIGNED NOT NULL,
  bytes INT UNSIGNED NOT NULL,
  problem VARCHAR(500) NULL,
  KEY ix_run (run_id, id),
  KEY ix_store (store_id, at),
  FOREIGN KEY (customer_id, store_id) REFERENCES store (customer_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

CREATE TABLE IF NOT EXISTS sync_window (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT UNSIGNED NOT NULL,
  store_id BIGINT UNSIGNED NOT NULL,
  run_id BIGINT UNSIGNED NOT NULL,
  window_by ENUM('updated','created') NOT NULL,
  from_at DATETIME(6) NOT NULL,
  to_at DATETIME(6) NOT NULL,
  state ENUM('proved','failed') NOT NULL,
  at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  UNIQUE KEY uk_run (run_id),
  KEY ix_store (store_id, window_by, from_at),
  FOREIGN KEY (customer_id, store_id) REFERENCES store (customer_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;
