-- The queue. A lane does one job at a time; its lease_epoch fences a worker that lost it. due_at and urgent are hints: they may be
-- early, never late. There is no foreign key from job to
-- job_lane on purpose: it made the enqueues of busy lanes deadlock.

CREATE TABLE IF NOT EXISTS job_lane (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT UNSIGNED NOT NULL DEFAULT 0,
  name VARCHAR(96) COLLATE ascii_bin NOT NULL,
  due_at DATETIME(6) NOT NULL DEFAULT '9999-12-31',
  paused_until DATETIME(6) NOT NULL DEFAULT '1970-01-01',
  pause_reason VARCHAR(32) COLLATE ascii_bin NULL,
  lease_until DATETIME(6) NOT NULL DEFAULT '1970-01-01',
  lease_epoch BIGINT UNSIGNED NOT NULL DEFAULT 0,
  leased_by VARCHAR(64) COLLATE ascii_bin NULL,
  last_served_at DATETIME(6) NOT NULL DEFAULT '1970-01-01',
  urgent BOOL NOT NULL DEFAULT 0,
  fail_streak INT UNSIGNED NOT NULL DEFAULT 0,
  UNIQUE KEY uk_name (customer_id, name),
  KEY ix_due (due_at, lease_until)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

CREATE TABLE IF NOT EXISTS job (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  lane_id BIGINT UNSIGNED NOT NULL,
  kind VARCHAR(32) COLLATE ascii_bin NOT NULL,
  state ENUM('ready','running','done','dead','cancelled') NOT NULL DEFAULT 'ready',
  priority TINYINT UNSIGNED NOT NULL DEFAULT 50,
  run_at DATETIME(6) NOT NULL,
  uniq VARCHAR(160) COLLATE ascii_bin NULL,
  uniq_ready VARCHAR(160) COLLATE ascii_bin GENERATED ALWAYS AS (IF(state = 'ready', uniq, NULL)) STORED,
  attempts SMALLINT UNSIGNED NOT NULL DEFAULT 0,
  max_attempts SMALLINT UNSIGNED NOT NULL DEFAULT 8,
  worker_deaths TINYINT UNSIGNED NOT NULL DEFAULT 0,
  payload JSON NOT NULL,
  request_id VARCHAR(40) COLLATE ascii_bin NULL,
  last_problem VARCHAR(512) NULL,
  created_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  started_at DATETIME(6) NULL,
  finished_at DATETIME(6) NULL,
  UNIQUE KEY uk_ready (uniq_ready),
  KEY ix_next (state, lane_id, priority, run_at, id),
  KEY ix_finished (state, finished_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

-- When the system's own work is due (purge, sweeps); next_at is moved by whoever enqueues it.
CREATE TABLE IF NOT EXISTS job_schedule (
  name VARCHAR(64) COLLATE ascii_bin NOT NULL PRIMARY KEY,
  every_s INT UNSIGNED NOT NULL,
  next_at DATETIME(6) NOT NULL DEFAULT '1970-01-01'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;
