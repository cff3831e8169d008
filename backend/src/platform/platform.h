#pragma once
#include "base/ctx.h"
#include "lib/http_client.h"
#include "model/acknowledgement.h"
#include "model/incoming.h"
#include "model/shipment.h"

/* The one interface of all platforms. An adapter does no I/O: it turns an operation into an HTTP
 * request, and the answer into a page, a result, the next request or an error class. The engine
 * (platform/engine.h) sends the requests and owns time limits, retries, rate buckets and logs. */
enum platform_class {
	CLASS_NONE,
	CLASS_AUTH_EXPIRED,  /* the credentials are no longer good */
	CLASS_PERMISSION,    /* a scope or role is missing */
	CLASS_RATE_LIMITED,  /* retry_after_s says when, 0 if unknown */
	CLASS_TRANSIENT,     /* heals by itself */
	CLASS_UNCERTAIN,     /* a write was sent, its answer is not known */
	CLASS_NOT_FOUND,
	CLASS_VALIDATION,    /* the content is refused */
	CLASS_CONFLICT,      /* the order stands differently there */
	CLASS_UNSUPPORTED,
	CLASS_PERMANENT,     /* will not heal: unknown route, unreadable answer, frozen store */
	CLASSES
};
extern const char *const platform_class_names[];

struct platform_error {
	enum platform_class class;
	int         http_status;   /* 0 when no answer came */
	const char *code;          /* the platform's own */
	const char *words;         /* its message, cleaned and cut to 300 characters */
	int         retry_after_s;
	bool        no_effect;     /* surely nothing happened there */
	bool        stopped;       /* we ended it ourselves (shutdown, lost lease): no try is used up */
};

/* The account: opened credentials live in wiped memory for this one job. */
struct platform_store {
	uint64_t    id, customer_id;
	const char *url;           /* normalised, no trailing slash */
	const char *key, *secret;  /* of platforms with a key pair; of others the client's id and secret */
	const char *refresh_token; /* of platforms that exchange one for a session; else NULL */
	const char *session;       /* an access token an earlier run asked to keep, still good; NULL: none */
	const char *strategy;      /* how shipments are written back, as probed; NULL before */
	bool        has_updated_filter; /* as probed */
	int         rate_milli;    /* requests per 1000 s, as an earlier run was told; 0: not known */
};

enum platform_op {
	OP_PROBE,       /* address, API, credentials, capabilities */
	OP_LIST_ORDERS, /* a window, page by page */
	OP_GET_ORDERS,  /* by order numbers */
	OP_GET_ORDER,   /* one by platform id */
	OP_LIST_SKUS,
	OP_SHIP,        /* one shipment; reads before it writes, reads back after it */
	OP_FIND_SHIP,   /* read only: did the platform take this shipment? */
	OP_ACKNOWLEDGE, /* the answer to a purchase order, every line in one submission */
	OP_FIND_ACKNOWLEDGE, /* read only: did the platform take it? */
	OPS
};
extern const char *const platform_op_names[];

enum window_by { WINDOW_UPDATED, WINDOW_CREATED };

struct platform_args {
	enum window_by by;               /* OP_LIST_ORDERS */
	struct instant from, to;         /* both included */
	size_t         n_numbers;        /* OP_GET_ORDERS */
	const char   **numbers;
	const char    *platform_order_id;/* OP_GET_ORDER */
	const struct shipment *shipment; /* OP_SHIP, OP_FIND_SHIP */
	const struct acknowledgement *acknowledgement; /* OP_ACKNOWLEDGE, OP_FIND_ACKNOWLEDGE */
	const char    *platform_ref;     /* of the OP_FIND_ ones: what the write was answered with, or NULL when its answer was lost */
	int64_t        waited_s;         /* of the OP_FIND_ ones: how long ago it was sent */
	const char    *cursor;           /* NULL at first, then as the last page gave it; at most 4 KB, the adapter's own JSON */
};

struct probe_step {
	const char *name; /* address, api, credentials, orders, writeback */
	bool        passed;
	const char *detail;
};

enum write_result {
	WRITE_CONFIRMED,    /* read back: tracking (and quantities where it has them) stand there */
	WRITE_ALREADY,      /* was there before we wrote */
	WRITE_NOT_THERE,    /* OP_FIND_: surely not taken, or not wholly: the write may run (again) and does the rest */
	WRITE_CANNOT_TELL,
	WRITE_PROCESSING,   /* taken for processing, not done: platform_ref is the key by which OP_FIND_ asks later */
};

enum step_kind {
	STEP_REQUEST, /* send `request`, then call again with the answer */
	STEP_PAGE,    /* orders or skus, and a next cursor or the end */
	STEP_DONE,    /* probe or ship has its result */
	STEP_ERROR,
};

/* What one step gives back. All of it lives in the context's arena. */
struct step {
	enum step_kind        kind;
	struct http_request   request;
	bool                  request_is_write; /* its loss is CLASS_UNCERTAIN */
	const char           *path_template;    /* for logs: no ids of buyers, no query */
	const char           *state;            /* the adapter's own JSON, handed to its next call */
	size_t                n_orders;
	struct incoming_order *orders;
	size_t                n_skus;
	struct incoming_sku   *skus;
	size_t                n_missing;        /* OP_GET_ORDERS: numbers the platform does not know */
	const char          **missing;
	const char           *next_cursor;      /* NULL: that was all */
	const char           *note;             /* what people should know about this page, or NULL */
	struct instant        server_time;      /* of the answer's Date header, 0 if none */
	size_t                n_probe;
	struct probe_step    *probe;
	const char           *strategy;         /* OP_PROBE: how shipments will be written back */
	bool                  has_updated_filter;
	const char           *account_name;
	enum write_result     written;          /* of OP_SHIP, OP_ACKNOWLEDGE and their OP_FIND_ */
	const char           *session;          /* an access token to be kept for later runs (in locked memory), or NULL; also beside a request or an error */
	int                   session_s;        /* so long it is good */
	int                   rate_milli;       /* the engine's: requests per 1000 s that the answers of this run allow from now on; 0: they did not say */
	const char           *platform_ref;     /* the platform's id of the shipment */
	const char           *proof;            /* what the read-back saw, in words, without secrets */
	struct platform_error error;
};

struct platform {
	const char *code; /* as in model/platform_kind.h */
	const char *also_url; /* another address of the platform its credentials are meant for, such as that of its tokens; or NULL */
	const char *rate_header; /* lower-case: where an answer says how many requests a second are allowed; or NULL */
	int         rate_milli;  /* requests per 1000 s that it allows as long as no answer says otherwise; 0: not known */
	/* The next step of `op`. `state` and `answer` are NULL on the first call, then the former
	 * step's state and the answer to its request. Never fails: what went wrong is a STEP_ERROR. */
	struct step (*next)(struct ctx *c, enum platform_op op, const struct platform_store *store,
		const struct platform_args *args, const char *state, const struct http_answer *answer);
};

/* The adapter of that code, or NULL. */
const struct platform *platform_named(const char *code);
