-- Dropshipping outbound orders, the parcels that left, and what platforms were told of them.

-- live_order_id makes a second live outbound order of one platform order impossible.
CREATE TABLE IF NOT EXISTS outbound_order (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT UNSIGNED NOT NULL,
  warehouse_id BIGINT UNSIGNED NOT NULL,
  channel_id BIGINT UNSIGNED NOT NULL,
  platform_order_id BIGINT UNSIGNED NULL,
  outbound_no VARCHAR(32) COLLATE ascii_bin NULL,
  status ENUM('draft','reviewed','waved','picking','packed','shipped','intercepted') NOT NULL DEFAULT 'draft',
  live_order_id BIGINT UNSIGNED GENERATED ALWAYS AS (IF(status = 'intercepted', NULL, platform_order_id)) STORED,
  recipient_name VARCHAR(255) NULL,
  recipient_company VARCHAR(255) NULL,
  recipient_phone VARCHAR(64) NULL,
  recipient_email VARCHAR(254) NULL,
  recipient_country VARCHAR(8) NULL,
  recipient_state VARCHAR(128) NULL,
  recipient_city VARCHAR(128) NULL,
  recipient_line1 VARCHAR(255) NULL,
  recipient_line2 VARCHAR(255) NULL,
  recipient_zip VARCHAR(32) NULL,
  buyer_note TEXT NULL,
  weight_grams INT UNSIGNED NULL,
  created_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  created_by VARCHAR(100) NOT NULL,
  version INT UNSIGNED NOT NULL DEFAULT 1,
  UNIQUE KEY uk_live (live_order_id),
  UNIQUE KEY uk_no (outbound_no),
  UNIQUE KEY uk_customer (customer_id, id),
  KEY ix_list (warehouse_id, created_at DESC, id DESC),
  KEY ix_status (warehouse_id, status, created_at DESC, id DESC),
  KEY ix_customer_list (customer_id, created_at DESC, id DESC),
  KEY ix_order (customer_id, platform_order_id),
  FOREIGN KEY (customer_id, platform_order_id) REFERENCES platform_order (customer_id, id),
  FOREIGN KEY (warehouse_id, channel_id) REFERENCES shipping_channel (warehouse_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

-- per_unit: how many of the SKU make one unit of the platform's line (bundles).
CREATE TABLE IF NOT EXISTS outbound_line (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT UNSIGNED NOT NULL,
  outbound_id BIGINT UNSIGNED NOT NULL,
  order_line_id BIGINT UNSIGNED NULL,
  sku_id BIGINT UNSIGNED NOT NULL,
  per_unit INT UNSIGNED NOT NULL DEFAULT 1,
  quantity BIGINT NOT NULL,
  shipped_qty BIGINT NOT NULL DEFAULT 0,
  UNIQUE KEY uk_line (outbound_id, order_line_id, sku_id),
  KEY ix_sku (customer_id, sku_id),
  FOREIGN KEY (customer_id, outbound_id) REFERENCES outbound_order (customer_id, id),
  FOREIGN KEY (order_line_id) REFERENCES platform_order_line (id),
  FOREIGN KEY (customer_id, sku_id) REFERENCES sku (customer_id, id),
  CONSTRAINT ck_outbound_line CHECK (quantity >= 1 AND shipped_qty >= 0 AND shipped_qty <= quantity)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

CREATE TABLE IF NOT EXISTS parcel (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT UNSIGNED NOT NULL,
  outbound_id BIGINT UNSIGNED NOT NULL,
  sequence SMALLINT UNSIGNED NOT NULL,
  parcel_no VARCHAR(40) COLLATE ascii_bin NOT NULL,
  tracking_no VARCHAR(64) COLLATE utf8mb4_nopad_bin NOT NULL,
  carrier VARCHAR(64) NOT NULL,
  service_type VARCHAR(64) NULL,
  weight_grams INT UNSIGNED NULL,
  shipped_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  UNIQUE KEY uk_sequence (outbound_id, sequence),
  UNIQUE KEY uk_tracking (customer_id, tracking_no),
  UNIQUE KEY uk_customer (customer_id, id),
  FOREIGN KEY (customer_id, outbound_id) REFERENCES outbound_order (customer_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

CREATE TABLE IF NOT EXISTS parcel_line (
  parcel_id BIGINT UNSIGNED NOT NULL,
  outbound_line_id BIGINT UNSIGNED NOT NULL,
  quantity BIGINT NOT NULL,
  PRIMARY KEY (parcel_id, outbound_line_id),
  KEY ix_line (outbound_line_id),
  FOREIGN KEY (parcel_id) REFERENCES parcel (id),
  FOREIGN KEY (outbound_line_id) REFERENCES outbound_line (id),
  CONSTRAINT ck_parcel_line CHECK (quantity >= 1)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

-- Tracking given by hand for an order that left outside the warehouse flow.
CREATE TABLE IF NOT EXISTS manual_shipment (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT UNSIGNED NOT NULL,
  order_id BIGINT UNSIGNED NOT NULL,
  tracking_no VARCHAR(64) COLLATE utf8mb4_nopad_bin NOT NULL,
  carrier VARCHAR(64) NOT NULL,
  service_type VARCHAR(64) NULL,
  created_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  created_by VARCHAR(100) NOT NULL,
  UNIQUE KEY uk_order (order_id),
  FOREIGN KEY (customer_id, order_id) REFERENCES platform_order (customer_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

-- One row per parcel, manual shipment or acknowledgement; content and idem_key are frozen at creation.
CREATE TABLE IF NOT EXISTS writeback (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT UNSIGNED NOT NULL,
  store_id BIGINT UNSIGNED NOT NULL,
  order_id BIGINT UNSIGNED NOT NULL,
  kind ENUM('shipment','manual_ship','acknowledgement') NOT NULL,
  subject_id BIGINT UNSIGNED NOT NULL,
  revision SMALLINT UNSIGNED NOT NULL DEFAULT 1,
  state ENUM('queued','sending','sent','confirmed','refused','gave_up') NOT NULL DEFAULT 'queued',
  uncertain BOOL NOT NULL DEFAULT 0,
  cannot_tell TINYINT UNSIGNED NOT NULL DEFAULT 0,
  idem_key CHAR(36) COLLATE ascii_bin NOT NULL,
  tracking_no VARCHAR(64) COLLATE utf8mb4_nopad_bin NULL,
  content JSON NOT NULL,
  final BOOL NOT NULL DEFAULT 0,
  attempts SMALLINT UNSIGNED NOT NULL DEFAULT 0,
  not_before DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  platform_ref VARCHAR(128) COLLATE utf8mb4_nopad_bin NULL,
  detail VARCHAR(1000) NULL,
  proof VARCHAR(1000) NULL,
  sent_at DATETIME(6) NULL,
  confirmed_at DATETIME(6) NULL,
  created_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  UNIQUE KEY uk_once (kind, subject_id, revision),
  UNIQUE KEY uk_idem (idem_key),
  KEY ix_open (state, not_before),
  KEY ix_order (customer_id, order_id, id),
  FOREIGN KEY (customer_id, order_id) REFERENCES platform_order (customer_id, id),
  FOREIGN KEY (customer_id, store_id) REFERENCES store (customer_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;
