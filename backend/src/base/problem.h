#pragma once
#include <stdbool.h>
#include <stddef.h>

/* What went wrong, as one value: the same struct is an HTTP answer (RFC 9457), the reason a job
 * failed and the exception shown under an order. Codes are part of the API contract: never
 * renamed, never reused. */
enum problem_code {
	PROBLEM_NONE,
	/* the request */
	PROBLEM_MALFORMED,
	PROBLEM_INVALID,
	PROBLEM_NOT_FOUND,
	PROBLEM_METHOD_NOT_ALLOWED,
	PROBLEM_BODY_TOO_LARGE,
	PROBLEM_UNSUPPORTED_MEDIA,
	PROBLEM_IDEMPOTENCY_KEY_MISSING,
	PROBLEM_IDEMPOTENCY_KEY_REUSED,
	PROBLEM_REQUEST_IN_PROGRESS,
	PROBLEM_VERSION_MISSING,
	PROBLEM_STALE,
	/* who asks */
	PROBLEM_TOKEN_INVALID,
	PROBLEM_LOGIN_FAILED,
	PROBLEM_LOGIN_THROTTLED,
	PROBLEM_REFRESH_RACED,
	PROBLEM_ORIGIN_REFUSED,
	PROBLEM_FORBIDDEN,
	PROBLEM_RATE_LIMITED,
	/* the house */
	PROBLEM_BUSY,
	PROBLEM_UNAVAILABLE,
	PROBLEM_TIMEOUT,
	PROBLEM_QUEUE_FULL,
	PROBLEM_INTERNAL,
	/* orders and the warehouse */
	PROBLEM_ACTION_NOT_ALLOWED,
	PROBLEM_SKU_NOT_MAPPED,
	PROBLEM_SKU_NOT_BINDABLE,
	PROBLEM_ADDRESS_INCOMPLETE,
	PROBLEM_NO_SHIPPABLE_ITEMS,
	PROBLEM_ORDER_UNPAID,
	PROBLEM_INSUFFICIENT_STOCK,
	PROBLEM_BUSINESS_MISSING,
	PROBLEM_CHANNEL_NOT_AVAILABLE,
	PROBLEM_LABEL_REQUIRED,
	PROBLEM_BATCH_SELF_PICKUP,
	PROBLEM_OUTBOUND_IN_PROGRESS,
	PROBLEM_QUANTITY_EXCEEDS,
	PROBLEM_TRACKING_TAKEN,
	PROBLEM_WRITEBACK_FAILED,
	PROBLEM_WRITEBACK_UNCERTAIN,
	PROBLEM_NOTHING_TO_WRITE_BACK,
	PROBLEM_CANCELLED_ON_PLATFORM,
	PROBLEM_CANCELLED_AFTER_SHIPMENT,
	PROBLEM_ADDRESS_CHANGED,
	PROBLEM_LINES_CHANGED,
	PROBLEM_ACKNOWLEDGEMENT_REFUSED,
	PROBLEM_ACKNOWLEDGEMENT_OPEN,
	PROBLEM_QUANTITY_IMPLAUSIBLE,
	PROBLEM_CURRENCY_UNKNOWN,
	/* stores and platforms */
	PROBLEM_NAME_TAKEN,
	PROBLEM_STORE_ADDRESS_REFUSED,
	PROBLEM_STORE_NOT_AUTHORISED,
	PROBLEM_STORE_DISABLED,
	PROBLEM_NOT_ON_PLATFORM,
	PROBLEM_PLATFORM_SILENT,
	PROBLEM_PLATFORM_REFUSED,
	PROBLEM_PLATFORM_AUTH_EXPIRED,
	PROBLEM_PLATFORM_PERMISSION,
	PROBLEM_PLATFORM_RATE_LIMITED,
	PROBLEM_PLATFORM_UNREADABLE,
	PROBLEM_PLATFORM_CONFLICT,
	PROBLEM_PLATFORM_UNSUPPORTED,
	PROBLEM_CODES
};

struct problem_kind {
	int         status; /* HTTP */
	const char *code;   /* stable, on the wire and in the database */
	const char *title;  /* the kind in words */
	const char *hint;   /* what to do next */
	bool        retry;  /* the same work may go through if it is simply run again */
};
extern const struct problem_kind problem_kinds[PROBLEM_CODES];

#define PROBLEM_FIELDS_MAX 20

struct problem_field {
	const char *field; /* such as lines[1].quantity */
	const char *code;  /* such as required, out_of_range, unknown */
	const char *detail;
};

struct problem {
	enum problem_code    code;
	const char          *detail; /* one plain sentence about the user's thing */
	const char          *cause;  /* for the log alone */
	const char          *file;
	int                  line;
	int                  retry_after_s; /* 0 unless known */
	long                 current_version; /* with PROBLEM_STALE; 0 unless known */
	size_t               n_fields;
	struct problem_field fields[PROBLEM_FIELDS_MAX];
};

/* The code of that name, or PROBLEM_NONE. */
enum problem_code problem_code_named(const char *name);
