#pragma once
#include "base/buf.h"
#include "base/ctx.h"
#include "lib/json.h"
#include "practice/shop.h"

/* One HTTP request and its answer, apart from any server: handlers read it and fill `reply`. */

struct world {
	struct arena *arena;
	const char   *base_url; /* http://127.0.0.1:18080 */
	uint64_t      seed;
	struct shop  *shops;    /* newest last */
};

struct shop *world_shop(const struct world *w, const char *name);
/* Adds a shop at the end of the list. The name is not taken yet. */
struct shop *world_shop_add(struct world *w, const char *name);
void         world_shop_drop(struct world *w, struct shop *s);

struct param {
	const char *name, *value; /* decoded */
};

struct reply_header {
	const char *name, *value;
};

struct reply {
	int         status;
	const char *content_type;
	struct buf  body;
	struct reply_header headers[8];
	size_t      n_headers;
	bool        cut;  /* half the body, then the connection ends */
	bool        drop; /* no answer at all */
};

/* What the weather does to this one request. */
struct gust {
	int64_t delay_ms;
	int     status, retry_after_s;
	bool    cut, ignore_write, refuse_write, drop;
	enum weather_noise noise;
	struct transaction_weather transaction;
};

struct call {
	struct ctx     ctx; /* arena and problem */
	struct world  *world;
	const char    *method;
	const char    *path;    /* as sent, before the "?" */
	const char    *query;   /* as sent, after it; "" without one */
	struct param  *params;
	size_t         n_params;
	const char    *access_token; /* x-amz-access-token, or NULL */
	const char    *authorization, *content_type, *accept, *origin, *host; /* headers, NULL when absent */
	struct buf     body;

	struct shop   *shop;    /* NULL outside of a shop */
	const struct woo_route *woo; /* the route of its API, NULL when none matches */
	const struct vendor_operation *vendor; /* of a vendor account's API, NULL when none matches */
	const char    *route;   /* in words, for the counters */
	int64_t        ids[2];  /* what {id} stood for in it */
	const char    *word;    /* what {text} stood for in it */
	const char    *number;  /* what {number} of the control API stood for */
	struct gust    gust;
	struct reply   reply;
};

/* Splits the target of a request line into path, query and parameters. */
void call_target(struct call *k, const char *target);
/* The last parameter of that name, or NULL; PHP's `name[]` and `name[0]` are joined with commas. */
const char *call_param(struct call *k, const char *name);
bool        call_reads(const struct call *k); /* GET or HEAD */
/* %XX decoded; `plus` takes + as a space. */
char       *url_decoded(struct arena *a, const char *text, size_t n, bool plus);
/* RFC 3986: everything but letters, digits and -._~ as %XX. */
char       *url_encoded(struct arena *a, const char *text);

void reply_header(struct call *k, const char *name, const char *value);
/* The body as JSON; NULL and an answer already given when it is not JSON. */
const struct json *call_json(struct call *k, const struct json_limits *limits);
