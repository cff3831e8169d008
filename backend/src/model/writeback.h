#pragma once
#include "lib/shape.h"
#include <stdint.h>

/* `sent` is taken but not confirmed yet: for platforms that answer later. */
enum writeback_state {
	WRITEBACK_IS_QUEUED,
	WRITEBACK_IS_SENDING,
	WRITEBACK_IS_SENT,
	WRITEBACK_IS_CONFIRMED,
	WRITEBACK_IS_REFUSED,
	WRITEBACK_IS_GIVEN_UP,
	WRITEBACK_STATES
};
extern const char *const writeback_state_names[];

/* One row of the table, as it is locked and decided upon. */
struct writeback {
	uint64_t    id, customer_id, store_id, order_id;
	const char *kind;
	int32_t     state;       /* enum writeback_state */
	bool        uncertain;   /* the last call may have gone through */
	int64_t     cannot_tell; /* looks in a row without a clear answer */
	int64_t     attempts;    /* sends */
	const char *tracking_no, *content, *detail;
	bool        final;
	int64_t     early_s;     /* not_before lies so far ahead */
	int64_t     polls;       /* how often the platform was asked what became of it, once it had taken it */
	int64_t     waited_s;    /* since it was sent */
	const char *platform_ref; /* what the platform took it under */
};
extern const struct shape writeback_shape; /* columns */

/* Payload of the job "writeback_send". */
struct writeback_ref {
	uint64_t writeback_id, store_id;
};
extern const struct shape writeback_ref_shape;
