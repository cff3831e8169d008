#include "model/ingest.h"

const char *const sync_outcome_names[] = { "created", "updated", "unchanged", "skipped", "failed", NULL };
