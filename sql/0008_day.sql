-- A working day: batches, labels, waves, carriers, saved views, consent screens, invitations.

-- Since when an order stands where it stands: whose turn it is, and for how long.
ALTER TABLE platform_order ADD COLUMN IF NOT EXISTS status_since DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6), ALGORITHM=INSTANT;

-- Dispatching many orders: made by a click, worked on by a job, one transaction per order.
CREATE TABLE IF NOT EXISTS batch (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT UNSIGNED NOT NULL,
  warehouse_id BIGINT UNSIGNED NOT NULL,
  channel_id BIGINT UNSIGNED NOT NULL,
  state ENUM('queued','running','done','stopped') NOT NULL DEFAULT 'queued',
  total INT UNSIGNED NOT NULL,
  created_by BIGINT UNSIGNED NOT NULL,
  created_by_name VARCHAR(100) NOT NULL,
  created_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  finished_at DATETIME(6) NULL,
  UNIQUE KEY uk_customer (customer_id, id),
  KEY ix_list (customer_id, created_at DESC, id DESC),
  FOREIGN KEY (customer_id) REFERENCES customer (id),
  FOREIGN KEY (warehouse_id, channel_id) REFERENCES shipping_channel (warehouse_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

CREATE TABLE IF NOT EXISTS batch_item (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT UNSIGNED NOT NULL,
  batch_id BIGINT UNSIGNED NOT NULL,
  order_id BIGINT UNSIGNED NOT NULL,
  position INT UNSIGNED NOT NULL,
  version INT UNSIGNED NOT NULL,
  state ENUM('waiting','dispatched','refused','skipped') NOT NULL DEFAULT 'waiting',
  code VARCHAR(48) COLLATE ascii_bin NULL,
  detail VARCHAR(1000) NULL,
  done_at DATETIME(6) NULL,
  UNIQUE KEY uk_order (batch_id, order_id),
  KEY ix_state (batch_id, state, position),
  FOREIGN KEY (customer_id, batch_id) REFERENCES batch (customer_id, id),
  FOREIGN KEY (customer_id, order_id) REFERENCES platform_order (customer_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

-- PDF labels of self-pickup orders, as files of the database. The bytes come and go in chunks, so that no process holds
-- a file whole. kept: the rewritten file of the check job is what is shown and printed (version 2 of the chunks).
CREATE TABLE IF NOT EXISTS label (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT UNSIGNED NOT NULL,
  file_name VARCHAR(255) NOT NULL,
  state ENUM('uploading','checking','good','refused') NOT NULL DEFAULT 'uploading',
  refusal VARCHAR(500) NULL,
  size_bytes INT UNSIGNED NOT NULL DEFAULT 0,
  pages SMALLINT UNSIGNED NULL,
  sha256 BINARY(32) NULL,
  version TINYINT UNSIGNED NOT NULL DEFAULT 1,
  outbound_id BIGINT UNSIGNED NULL,
  created_by VARCHAR(100) NOT NULL,
  created_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  UNIQUE KEY uk_customer (customer_id, id),
  UNIQUE KEY uk_outbound (outbound_id),
  KEY ix_created (customer_id, created_at),
  KEY ix_state (state, created_at),
  FOREIGN KEY (customer_id) REFERENCES customer (id),
  FOREIGN KEY (customer_id, outbound_id) REFERENCES outbound_order (customer_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

CREATE TABLE IF NOT EXISTS label_chunk (
  label_id BIGINT UNSIGNED NOT NULL,
  version TINYINT UNSIGNED NOT NULL,
  position SMALLINT UNSIGNED NOT NULL,
  data MEDIUMBLOB NOT NULL,
  PRIMARY KEY (label_id, version, position),
  FOREIGN KEY (label_id) REFERENCES label (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

-- What a carrier is called on a platform, in every store of the customer there.
CREATE TABLE IF NOT EXISTS carrier_mapping (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT UNSIGNED NOT NULL,
  platform VARCHAR(32) COLLATE ascii_bin NOT NULL,
  carrier VARCHAR(64) NOT NULL,
  platform_carrier VARCHAR(64) NOT NULL,
  UNIQUE KEY uk_carrier (customer_id, platform, carrier),
  FOREIGN KEY (customer_id) REFERENCES customer (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

-- Outbound orders that are picked in one walk.
CREATE TABLE IF NOT EXISTS wave (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  warehouse_id BIGINT UNSIGNED NOT NULL,
  wave_no VARCHAR(32) COLLATE ascii_bin NULL,
  created_by VARCHAR(100) NOT NULL,
  created_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  UNIQUE KEY uk_no (wave_no),
  KEY ix_list (warehouse_id, created_at DESC, id DESC),
  KEY ix_created (created_at DESC, id DESC),
  FOREIGN KEY (warehouse_id) REFERENCES warehouse (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

ALTER TABLE outbound_order ADD COLUMN IF NOT EXISTS wave_id BIGINT UNSIGNED NULL, ADD COLUMN IF NOT EXISTS label_tracking_no VARCHAR(64) COLLATE utf8mb4_nopad_bin NULL, ADD COLUMN IF NOT EXISTS note VARCHAR(500) NULL, ALGORITHM=INSTANT;

ALTER TABLE outbound_order ADD KEY IF NOT EXISTS ix_wave (wave_id), ALGORITHM=INPLACE, LOCK=NONE;

-- Named filters of a user, and how the page looks for them. page is 'orders', 'outbound' …; query is what stands in the
-- address bar.
CREATE TABLE IF NOT EXISTS saved_view (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  user_id BIGINT UNSIGNED NOT NULL,
  page VARCHAR(32) COLLATE ascii_bin NOT NULL,
  name VARCHAR(60) NOT NULL,
  query VARCHAR(2000) NOT NULL,
  position SMALLINT UNSIGNED NOT NULL DEFAULT 0,
  UNIQUE KEY uk_name (user_id, page, name),
  FOREIGN KEY (user_id) REFERENCES user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

CREATE TABLE IF NOT EXISTS user_preference (
  user_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  data JSON NOT NULL,
  FOREIGN KEY (user_id) REFERENCES user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

-- A consent screen that somebody opened: the one-time state it must come back with.
CREATE TABLE IF NOT EXISTS store_consent (
  state_hash BINARY(32) NOT NULL PRIMARY KEY,
  customer_id BIGINT UNSIGNED NOT NULL,
  store_id BIGINT UNSIGNED NOT NULL,
  session_id CHAR(22) COLLATE ascii_bin NOT NULL,
  state ENUM('open','granted','denied') NOT NULL DEFAULT 'open',
  created_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  expires_at DATETIME(6) NOT NULL,
  KEY ix_store (customer_id, store_id),
  FOREIGN KEY (customer_id, store_id) REFERENCES store (customer_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

-- A link that lets a user set a password: invitations and resets. One use, an hour.
CREATE TABLE IF NOT EXISTS user_invitation (
  token_hash BINARY(32) NOT NULL PRIMARY KEY,
  user_id BIGINT UNSIGNED NOT NULL,
  created_by VARCHAR(100) NOT NULL,
  created_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  expires_at DATETIME(6) NOT NULL,
  used_at DATETIME(6) NULL,
  KEY ix_user (user_id),
  FOREIGN KEY (user_id) REFERENCES user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

-- Reading the products of a store is a run of its own, shown with its progress.
CREATE TABLE IF NOT EXISTS product_run (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT UNSIGNED NOT NULL,
  store_id BIGINT UNSIGNED NOT NULL,
  state ENUM('queued','running','done','failed') NOT NULL DEFAULT 'queued',
  page_cursor VARCHAR(4096) NULL,
  seen INT UNSIGNED NOT NULL DEFAULT 0,
  added INT UNSIGNED NOT NULL DEFAULT 0,
  changed INT UNSIGNED NOT NULL DEFAULT 0,
  gone INT UNSIGNED NOT NULL DEFAULT 0,
  problem_code VARCHAR(48) COLLATE ascii_bin NULL,
  problem_detail VARCHAR(1000) NULL,
  requested_by VARCHAR(100) NOT NULL,
  created_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  finished_at DATETIME(6) NULL,
  KEY ix_store (store_id, id),
  FOREIGN KEY (customer_id, store_id) REFERENCES store (customer_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;


-- What people maintain by hand is changed by naming the version that was seen.
ALTER TABLE user ADD COLUMN IF NOT EXISTS version INT UNSIGNED NOT NULL DEFAULT 1, ALGORITHM=INSTANT;
ALTER TABLE customer ADD COLUMN IF NOT EXISTS version INT UNSIGNED NOT NULL DEFAULT 1, ALGORITHM=INSTANT;
ALTER TABLE warehouse ADD COLUMN IF NOT EXISTS version INT UNSIGNED NOT NULL DEFAULT 1, ALGORITHM=INSTANT;
ALTER TABLE shipping_channel ADD COLUMN IF NOT EXISTS version INT UNSIGNED NOT NULL DEFAULT 1, ALGORITHM=INSTANT;
ALTER TABLE business ADD COLUMN IF NOT EXISTS version INT UNSIGNED NOT NULL DEFAULT 1, ALGORITHM=INSTANT;
ALTER TABLE sku ADD COLUMN IF NOT EXISTS version INT UNSIGNED NOT NULL DEFAULT 1, ALGORITHM=INSTANT;

-- A scanned barcode must name one SKU. ix_code: the list of all customers' SKUs; ix_status: what waits for its review.
ALTER TABLE sku ADD UNIQUE KEY IF NOT EXISTS uk_barcode (customer_id, barcode), ADD KEY IF NOT EXISTS ix_code (code_folded), ADD KEY IF NOT EXISTS ix_status (status, code_folded), DROP KEY IF EXISTS ix_barcode, ALGORITHM=INPLACE, LOCK=NONE;

-- What is short is looked for by what is left.
ALTER TABLE stock ADD COLUMN IF NOT EXISTS available BIGINT AS (on_hand - reserved) STORED;

ALTER TABLE stock ADD KEY IF NOT EXISTS ix_available (warehouse_id, available), ADD KEY IF NOT EXISTS ix_customer_available (customer_id, available), ALGORITHM=INPLACE, LOCK=NONE;

-- Stock put right by hand. Its id is the cause of its movement, so that one adjustment counts once.
CREATE TABLE IF NOT EXISTS stock_adjustment (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT UNSIGNED NOT NULL,
  warehouse_id BIGINT UNSIGNED NOT NULL,
  sku_id BIGINT UNSIGNED NOT NULL,
  quantity BIGINT NOT NULL,
  reason ENUM('received','counted','returned','damaged','lost','found','other') NOT NULL,
  note VARCHAR(500) NULL,
  created_by VARCHAR(100) NOT NULL,
  created_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  KEY ix_stock (warehouse_id, sku_id, id),
  FOREIGN KEY (warehouse_id, sku_id) REFERENCES stock (warehouse_id, sku_id),
  CONSTRAINT ck_adjustment CHECK (quantity <> 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

-- Every SKU of a platform that was ever seen, in the store's list or in an order: the mapping page is a list of these.
-- gone: the store's list no longer has it.
ALTER TABLE platform_product ADD COLUMN IF NOT EXISTS gone BOOL NOT NULL DEFAULT 0, ADD COLUMN IF NOT EXISTS created_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6), ALGORITHM=INSTANT;

ALTER TABLE platform_product ADD KEY IF NOT EXISTS ix_list (customer_id, created_at DESC, id DESC), ADD KEY IF NOT EXISTS ix_store (store_id, created_at DESC, id DESC), ALGORITHM=INPLACE, LOCK=NONE;

-- Open exceptions by their cause: how many, of how many stores, since when, and the newest of each without reading a row.
ALTER TABLE platform_order ADD KEY IF NOT EXISTS ix_cause (customer_id, kind, exception_code, exception_key, order_time DESC, id DESC, store_id, exception_since), ALGORITHM=INPLACE, LOCK=NONE;

-- The store's list says that this line is nothing to send (a gift card, a download): it is why shippable is 0, so that
-- the line becomes shippable again when the list says so.
ALTER TABLE platform_order_line ADD COLUMN IF NOT EXISTS digital BOOL NOT NULL DEFAULT 0, ALGORITHM=INSTANT;

-- How many orders went free because goods came to a warehouse, so that whoever waited for them is told. A week is kept.
CREATE TABLE IF NOT EXISTS stock_freed (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT UNSIGNED NOT NULL,
  warehouse_id BIGINT UNSIGNED NOT NULL,
  sku_id BIGINT UNSIGNED NOT NULL,
  orders INT UNSIGNED NOT NULL,
  at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  KEY ix_customer (customer_id, at),
  FOREIGN KEY (warehouse_id) REFERENCES warehouse (id),
  FOREIGN KEY (customer_id, sku_id) REFERENCES sku (customer_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;
