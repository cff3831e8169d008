-- Partner tools: keys that are exchanged for a token, and webhooks to and from the house.

-- secret_hash is SHA-256 of the whole key: it was shown once and is kept nowhere.
CREATE TABLE IF NOT EXISTS api_key (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT UNSIGNED NOT NULL,
  name VARCHAR(100) NOT NULL,
  key_id CHAR(10) COLLATE ascii_bin NOT NULL,
  secret_hash BINARY(32) NOT NULL,
  scopes JSON NOT NULL,
  addresses JSON NULL,
  created_by BIGINT UNSIGNED NOT NULL,
  created_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  expires_at DATETIME(6) NOT NULL,
  revoked_at DATETIME(6) NULL,
  last_used_at DATETIME(6) NULL,
  last_used_from VARCHAR(64) COLLATE ascii_bin NULL,
  version INT UNSIGNED NOT NULL DEFAULT 1,
  UNIQUE KEY uk_key (key_id),
  UNIQUE KEY uk_customer (customer_id, id),
  KEY ix_list (customer_id, created_at DESC, id DESC),
  FOREIGN KEY (customer_id) REFERENCES customer (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;
