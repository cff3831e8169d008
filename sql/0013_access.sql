-- Every change says which version of the thing it saw; a webhook's secret is replaced without being read.

ALTER TABLE saved_view ADD COLUMN IF NOT EXISTS version INT UNSIGNED NOT NULL DEFAULT 1, ALGORITHM=INSTANT;
-- 1 is "nothing was kept yet".
ALTER TABLE user_preference ADD COLUMN IF NOT EXISTS version INT UNSIGNED NOT NULL DEFAULT 2, ALGORITHM=INSTANT;
ALTER TABLE sku_mapping ADD COLUMN IF NOT EXISTS version INT UNSIGNED NOT NULL DEFAULT 1, ALGORITHM=INSTANT;
ALTER TABLE carrier_mapping ADD COLUMN IF NOT EXISTS version INT UNSIGNED NOT NULL DEFAULT 1, ALGORITHM=INSTANT;
ALTER TABLE store_hook ADD COLUMN IF NOT EXISTS version INT UNSIGNED NOT NULL DEFAULT 1, ALGORITHM=INSTANT;

-- Two places for a secret, each overwritten in its turn, so that whoever replaces one need not read the other: while this
-- is true, secret_before holds the one that is good and secret the one before.
ALTER TABLE webhook ADD COLUMN IF NOT EXISTS secret_turned BOOL NOT NULL DEFAULT 0, ALGORITHM=INSTANT;
