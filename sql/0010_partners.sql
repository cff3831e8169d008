-- Partner tools: keys that are exchanged for a token, and webhooks from the house and to it.

-- secret_hash is SHA-256 of the whole key: it was shown once and is kept nowhere. What a key may do is its scopes as far
-- as whoever made it may do that too.
CREATE TABLE IF NOT EXISTS api_key (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT UNSIGNED NOT NULL,
  name VARCHAR(100) NOT NULL,
  key_id CHAR(10) COLLATE ascii_bin NOT NULL,
  secret_hash BINARY(32) NOT NULL,
  scopes JSON NOT NULL,
  addresses JSON NOT NULL DEFAULT '[]',
  created_by BIGINT UNSIGNED NOT NULL,
  created_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  expires_at DATETIME(6) NOT NULL,
  revoked_at DATETIME(6) NULL,
  last_used_at DATETIME(6) NULL,
  last_used_from VARCHAR(64) COLLATE ascii_bin NULL,
  rights_version INT UNSIGNED NOT NULL DEFAULT 1,
  version INT UNSIGNED NOT NULL DEFAULT 1,
  UNIQUE KEY uk_key (key_id),
  UNIQUE KEY uk_customer (customer_id, id),
  KEY ix_list (customer_id, created_at DESC, id DESC),
  KEY ix_all (created_at DESC, id DESC),
  FOREIGN KEY (customer_id) REFERENCES customer (id),
  FOREIGN KEY (created_by) REFERENCES user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

-- How often something may happen, over all processes and hosts: until due_at what came before is paid for. One row and
-- one conditional UPDATE each ('key:7' requests of a key, 'sync:7' syncs of a store that people ask for).
CREATE TABLE IF NOT EXISTS rate (
  scope VARCHAR(64) COLLATE ascii_bin NOT NULL PRIMARY KEY,
  due_at DATETIME(6) NOT NULL,
  used_us BIGINT UNSIGNED NOT NULL DEFAULT 0
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

-- Where a customer's tools want to be told. The secrets are sealed for the workers, who sign with them; the one before
-- signs too until secret_before_until.
CREATE TABLE IF NOT EXISTS webhook (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT UNSIGNED NOT NULL,
  name VARCHAR(100) NOT NULL,
  url VARCHAR(500) COLLATE utf8mb4_nopad_bin NOT NULL,
  events SET('order.created','order.updated','order.status_changed','order.exception','shipment.created',
    'writeback.confirmed','writeback.failed') NOT NULL,
  enabled BOOL NOT NULL DEFAULT 1,
  off_reason VARCHAR(500) NULL,
  secret VARBINARY(512) NULL,
  secret_key CHAR(16) COLLATE ascii_bin NULL,
  secret_before VARBINARY(512) NULL,
  secret_before_key CHAR(16) COLLATE ascii_bin NULL,
  secret_before_until DATETIME(6) NULL,
  fail_streak INT UNSIGNED NOT NULL DEFAULT 0,
  not_before DATETIME(6) NOT NULL DEFAULT '1970-01-01',
  last_success_at DATETIME(6) NULL,
  last_failure_at DATETIME(6) NULL,
  last_problem VARCHAR(500) NULL,
  created_by VARCHAR(100) NOT NULL,
  created_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  version INT UNSIGNED NOT NULL DEFAULT 1,
  UNIQUE KEY uk_customer (customer_id, id),
  UNIQUE KEY uk_name (customer_id, name),
  KEY ix_enabled (enabled, not_before),
  FOREIGN KEY (customer_id) REFERENCES customer (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

-- What a webhook is told, written in the transaction of what it tells. The body is what was true then. No foreign keys:
-- checking one would lock the webhook's row for as long as an order's transaction lasts, against the worker who counts
-- on it. 'held' waits while its webhook is off.
CREATE TABLE IF NOT EXISTS webhook_delivery (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT UNSIGNED NOT NULL,
  webhook_id BIGINT UNSIGNED NOT NULL,
  delivery_key CHAR(36) COLLATE ascii_bin NOT NULL,
  event VARCHAR(32) COLLATE ascii_bin NOT NULL,
  order_id BIGINT UNSIGNED NULL,
  order_no VARCHAR(128) COLLATE utf8mb4_nopad_bin NULL,
  body VARCHAR(2000) NOT NULL,
  state ENUM('waiting','held','delivered','failed') NOT NULL DEFAULT 'waiting',
  attempts SMALLINT UNSIGNED NOT NULL DEFAULT 0,
  next_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  status SMALLINT UNSIGNED NULL,
  ms INT UNSIGNED NULL,
  problem VARCHAR(500) NULL,
  created_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  first_at DATETIME(6) NULL,
  last_at DATETIME(6) NULL,
  KEY ix_list (webhook_id, created_at DESC, id DESC),
  KEY ix_next (webhook_id, state, next_at),
  KEY ix_turn (webhook_id, state, id),
  KEY ix_order (webhook_id, order_id, state, id),
  KEY ix_created (created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

-- Where a store's platform calls us. The API verifies what comes, so it must read the secret: it is locked with the key
-- file box.keys (XChaCha20-Poly1305), bound to customer, store and field.
CREATE TABLE IF NOT EXISTS store_hook (
  store_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  customer_id BIGINT UNSIGNED NOT NULL,
  hook_key CHAR(32) COLLATE ascii_bin NOT NULL,
  secret VARBINARY(512) NOT NULL,
  secret_key CHAR(16) COLLATE ascii_bin NOT NULL,
  secret_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  secret_before VARBINARY(512) NULL,
  secret_before_key CHAR(16) COLLATE ascii_bin NULL,
  secret_before_until DATETIME(6) NULL,
  received_n BIGINT UNSIGNED NOT NULL DEFAULT 0,
  last_received_at DATETIME(6) NULL,
  last_topic VARCHAR(64) NULL,
  last_repeat_at DATETIME(6) NULL,
  UNIQUE KEY uk_hook (hook_key),
  FOREIGN KEY (customer_id, store_id) REFERENCES store (customer_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

-- What came within the last seven days: a delivery is taken once.
CREATE TABLE IF NOT EXISTS hook_received (
  store_id BIGINT UNSIGNED NOT NULL,
  delivery_hash BINARY(32) NOT NULL,
  customer_id BIGINT UNSIGNED NOT NULL,
  received_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (store_id, delivery_hash),
  KEY ix_received (received_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;
