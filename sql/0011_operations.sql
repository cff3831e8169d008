-- Running the house: what is erased after its time, and what was found when somebody looked.

-- One row per kind of data: when its purge last ran, how much went, and how far it has come (rows of a table go by their
-- ids; a table whose rows come of age in any order is walked round and round).
CREATE TABLE IF NOT EXISTS retention_run (
  name VARCHAR(32) COLLATE ascii_bin NOT NULL PRIMARY KEY,
  ran_at DATETIME(6) NOT NULL,
  erased BIGINT UNSIGNED NOT NULL DEFAULT 0,
  erased_in_all BIGINT UNSIGNED NOT NULL DEFAULT 0,
  done_id BIGINT UNSIGNED NOT NULL DEFAULT 0
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;

-- What the last look at the invariants found: one row per invariant; found 0 is "holds".
CREATE TABLE IF NOT EXISTS check_result (
  name VARCHAR(32) COLLATE ascii_bin NOT NULL PRIMARY KEY,
  ran_at DATETIME(6) NOT NULL,
  found INT UNSIGNED NOT NULL DEFAULT 0,
  examples VARCHAR(1000) NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_nopad_ci;
