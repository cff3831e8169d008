-- Who may do what: customers (tenants), users, roles, sessions. Times are UTC. Texts that people compare (mail addresses)
-- are stored folded; identifiers from outside are byte for byte in a binary no-pad collation.

CREATE TABLE IF NOT EXISTS setting (
  name VARCHAR(64) COLLATE ascii_bin NOT NULL PRIMARY KEY,
  value VARCHAR(1024) NOT NULL,
  changed_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

CREATE TABLE IF NOT EXISTS customer (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  code VARCHAR(32) COLLATE ascii_bin NOT NULL,
  name VARCHAR(100) NOT NULL,
  enabled BOOL NOT NULL DEFAULT 1,
  created_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  UNIQUE KEY uk_code (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

-- customer_id NULL: the warehouse operator's own staff. rights_version goes into every token: raising it ends them all.
CREATE TABLE IF NOT EXISTS user (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT UNSIGNED NULL,
  email VARCHAR(254) COLLATE utf8mb4_nopad_bin NOT NULL,
  name VARCHAR(100) NOT NULL,
  password_hash VARCHAR(128) COLLATE ascii_bin NOT NULL DEFAULT '',
  language ENUM('en','zh-CN') NOT NULL DEFAULT 'en',
  enabled BOOL NOT NULL DEFAULT 1,
  all_warehouses BOOL NOT NULL DEFAULT 0,
  rights_version INT UNSIGNED NOT NULL DEFAULT 1,
  created_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  UNIQUE KEY uk_email (email),
  KEY ix_customer (customer_id),
  FOREIGN KEY (customer_id) REFERENCES customer (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

CREATE TABLE IF NOT EXISTS role (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  code VARCHAR(32) COLLATE ascii_bin NOT NULL,
  name VARCHAR(100) NOT NULL,
  staff BOOL NOT NULL DEFAULT 0,
  UNIQUE KEY uk_code (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

CREATE TABLE IF NOT EXISTS role_permission (
  role_id BIGINT UNSIGNED NOT NULL,
  permission VARCHAR(32) COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (role_id, permission),
  FOREIGN KEY (role_id) REFERENCES role (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

CREATE TABLE IF NOT EXISTS user_role (
  user_id BIGINT UNSIGNED NOT NULL,
  role_id BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (user_id, role_id),
  KEY ix_role (role_id),
  FOREIGN KEY (user_id) REFERENCES user (id),
  FOREIGN KEY (role_id) REFERENCES role (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

CREATE TABLE IF NOT EXISTS session (
  id CHAR(22) COLLATE ascii_bin NOT NULL PRIMARY KEY,
  user_id BIGINT UNSIGNED NOT NULL,
  created_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  expires_at DATETIME(6) NOT NULL,
  ended_at DATETIME(6) NULL,
  end_reason VARCHAR(32) COLLATE ascii_bin NULL,
  KEY ix_user (user_id),
  KEY ix_expires (expires_at),
  FOREIGN KEY (user_id) REFERENCES user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

-- One family of single-use tokens per session; the reuse of a spent one ends the session.
CREATE TABLE IF NOT EXISTS refresh_token (
  token_hash BINARY(32) NOT NULL PRIMARY KEY,
  session_id CHAR(22) COLLATE ascii_bin NOT NULL,
  created_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  expires_at DATETIME(6) NOT NULL,
  spent_at DATETIME(6) NULL,
  next_hash BINARY(32) NULL,
  KEY ix_session (session_id),
  FOREIGN KEY (session_id) REFERENCES session (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

-- Counters of failed sign-ins. scope is 'ap:' account and address prefix, 'a:' account, 'i:' address; hashed when long.
CREATE TABLE IF NOT EXISTS login_throttle (
  scope VARCHAR(96) COLLATE ascii_bin NOT NULL PRIMARY KEY,
  failures INT UNSIGNED NOT NULL DEFAULT 0,
  window_at DATETIME(6) NOT NULL,
  not_before DATETIME(6) NOT NULL DEFAULT '1970-01-01',
  KEY ix_window (window_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

-- One answer per key and caller. Its INSERT is the first statement of the transaction: the uncommitted row is the
-- in-progress mark, so a crash leaves nothing behind.
CREATE TABLE IF NOT EXISTS idempotency_key (
  caller VARCHAR(40) COLLATE ascii_bin NOT NULL,
  key_hash BINARY(32) NOT NULL,
  request_hash BINARY(32) NOT NULL,
  status SMALLINT UNSIGNED NOT NULL DEFAULT 0,
  body MEDIUMBLOB NULL,
  etag VARCHAR(32) COLLATE ascii_bin NULL,
  created_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (caller, key_hash),
  KEY ix_created (created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

-- Append-only: sign-ins, credentials, roles, exports.
CREATE TABLE IF NOT EXISTS audit_log (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT UNSIGNED NULL,
  at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  actor_kind ENUM('user','staff','partner','platform','system') NOT NULL,
  actor_id BIGINT UNSIGNED NULL,
  actor_name VARCHAR(100) NOT NULL,
  action VARCHAR(48) COLLATE ascii_bin NOT NULL,
  subject VARCHAR(191) NULL,
  detail VARCHAR(1000) NULL,
  request_id VARCHAR(40) COLLATE ascii_bin NULL,
  KEY ix_customer (customer_id, at),
  KEY ix_at (at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

INSERT IGNORE INTO role (id, code, name, staff) VALUES
  (1, 'operator', 'Operator', 0), (2, 'customer_admin', 'Customer administrator', 0),
  (3, 'warehouse', 'Warehouse staff', 1), (4, 'system', 'System administrator', 1);

INSERT IGNORE INTO role_permission (role_id, permission) VALUES
  (1, 'order_view'), (1, 'order_sync'), (1, 'order_dispatch'), (1, 'order_acknowledge'), (1, 'order_ship'), (1, 'order_cancel'),
  (1, 'store_view'), (1, 'sku_view'), (1, 'sku_bind'), (1, 'sku_sync'), (1, 'sku_auto_match'), (1, 'stock_view'), (1, 'outbound_view'),
  (2, 'order_view'), (2, 'order_sync'), (2, 'order_dispatch'), (2, 'order_acknowledge'), (2, 'order_ship'), (2, 'order_cancel'),
  (2, 'store_view'), (2, 'store_manage'), (2, 'sku_view'), (2, 'sku_bind'), (2, 'sku_sync'), (2, 'sku_auto_match'), (2, 'stock_view'),
  (2, 'outbound_view'), (2, 'user_manage'), (2, 'key_manage'),
  (3, 'order_view'), (3, 'sku_view'), (3, 'stock_view'), (3, 'stock_adjust'), (3, 'outbound_view'), (3, 'outbound_work'), (3, 'warehouse_manage'),
  (4, 'order_view'), (4, 'store_view'), (4, 'sku_view'), (4, 'stock_view'), (4, 'stock_adjust'), (4, 'outbound_view'), (4, 'outbound_work'),
  (4, 'warehouse_manage'), (4, 'user_manage'), (4, 'key_manage'), (4, 'system_manage');
