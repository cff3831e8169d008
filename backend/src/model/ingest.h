#pragma once
#include "model/incoming.h"
#include "model/order_state.h"

/* Where an order on its way in came from, and what became of it. */
enum sync_outcome { SYNC_CREATED, SYNC_UPDATED, SYNC_UNCHANGED, SYNC_SKIPPED, SYNC_FAILED, SYNC_OUTCOMES };
extern const char *const sync_outcome_names[];

struct ingest_source {
	uint64_t        customer_id, store_id;
	enum order_kind kind;
	const char     *platform; /* the store's; NULL: not known, and no deadline follows from it */
	uint64_t        run_id;   /* 0: none, such as a single fetch */
	struct instant  asked_at; /* when the answer that held the orders was asked for */
};

struct ingest_result {
	enum sync_outcome outcome;
	const char       *code;   /* why it was skipped or failed, else NULL */
	const char       *detail;
	uint64_t          order_id;
};
