#pragma once
#include "base/value.h"
#include "lib/shape.h"

/* A PDF label of a self-pickup order, as a file of the database. */
enum label_state { LABEL_UPLOADING, LABEL_CHECKING, LABEL_GOOD, LABEL_REFUSED };
extern const char *const label_state_names[];

enum { LABEL_MIN_BYTES = 64, LABEL_MAX_BYTES = 10 * 1024 * 1024, LABEL_PIECE = 256 * 1024, LABELS_A_DAY = 5000 };

struct label {
	uint64_t       id, customer_id;
	const char    *file_name;
	int32_t        state;      /* enum label_state */
	const char    *refusal;    /* why, as a clause */
	int64_t        size_bytes; /* of the version that stands; 0: erased */
	int64_t        pages;      /* 0: not known yet */
	int64_t        version;    /* 1: as it came; 2: as the check wrote it */
	uint64_t       outbound_id;
	struct instant created_at;
	/* ---- joined */
	const char    *outbound_no;
	uint64_t       platform_order_id;
	int32_t        outbound_status;
};
extern const struct shape label_shape; /* columns of label and its outbound order; out: the contract's Label */

/* The query string of POST /labels. */
struct label_name {
	const char *file_name;
};
extern const struct shape label_name_shape;

/* Payload of the job "label_check". */
struct label_ref {
	uint64_t label_id;
};
extern const struct shape label_ref_shape;
