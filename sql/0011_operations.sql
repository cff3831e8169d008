-- Running the house: what is erased after its time, and what was found when somebody looked.

-- One row per kind of data: when its purge last ran and how much went.
CREATE TABLE IF NOT EXISTS retention_run (
  name VARCHAR(32) COLLATE ascii_bin NOT NULL PRIMARY KEY,
  ran_at DATETIME(6) NOT NULL,
  erased BIGINT UNSIGNED NOT NULL DEFAULT 0,
  erased_in_all BIGINT UNSIGNED NOT NULL DEFAULT 0
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;
