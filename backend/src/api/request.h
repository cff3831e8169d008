#pragma once
#include "base/ctx.h"
#include "lib/db.h"
#include "lib/fcgi.h"
#include "lib/shape.h"
#include "lib/token.h"
#include "model/order.h"
#include "model/permission.h"
#include "sql/rate_sql.h"

/* One web request on its way through the pipeline (api/pipeline.c): a handler reads its input with
 * the req_ functions, calls one domain function and answers. Nothing leaves before the answer, so
 * running a handler again is safe. */
struct config;
struct seal_public;
struct box_keys;

/* What lives as long as the process. */
struct api {
	const struct config      *config;
	const struct token_keys  *token_keys;
	const struct seal_public *seal;
	const struct box_keys    *box;
};

struct req;
enum route_flags {
	ROUTE_OWN_ORIGIN = 1, /* reads the cookie: only from our page (Origin and X-GWMS) */
	ROUTE_VERSION = 2,    /* a change of one thing: If-Match is needed */
	ROUTE_NO_KEY = 4,     /* a POST that needs no Idempotency-Key: see routes.c */
	ROUTE_READS = 8,      /* a POST that only asks, because the question is too long for a query: nothing is written */
	ROUTE_IMPORT = 16,    /* takes a file: its body may be 1 MiB */
	ROUTE_PERSON = 64,    /* about whoever is signed in: not for a partner's key */
	ROUTE_HOOK = 128,     /* a platform's webhook: its body may be 256 KiB */
	ROUTE_STREAM = 32,    /* a POST whose handler reads the body itself, piece by piece, and then goes on with req_keyed */
};

enum http_method { HTTP_GET = 1, HTTP_POST, HTTP_PATCH, HTTP_DELETE, HTTP_PUT };
extern const char *const http_method_names[];

struct route {
	enum http_method method;
	const char      *pattern; /* "/api/v1/orders/:id/dispatch" */
	enum permission  permission;
	bool (*handler)(struct req *r);
	unsigned         flags;
};

struct req {
	struct ctx                *ctx;
	const struct api          *api;
	const struct route        *route;
	const struct fcgi_request *in;
	struct fcgi_answer         out;
	uint64_t                   id;      /* of the path, 0 when the pattern has none */
	const char                *key;     /* of a pattern with :key: whatever stood there, one segment */
	int64_t                    version; /* of If-Match, 0 when the route needs none */
	const char                *etag;    /* of the answer, NULL when it has none */
	struct bytes               kept;    /* instead of the body, what is kept under the Idempotency-Key of an answer with a secret */
	struct rate                rate;    /* of a partner's key: what is left of its allowance */
	void                      *received; /* by the handler of a ROUTE_STREAM, for the one it goes on with */
};

/* The body as a JSON object into `out`. Problems: malformed, unsupported_media, body_too_large, invalid. */
MUST_CHECK bool req_body(struct req *r, const struct shape *s, void *out);
/* The body as a text of that type, such as text/csv, byte for byte. Problems: malformed (none), unsupported_media,
 * body_too_large. */
MUST_CHECK bool req_text(struct req *r, const char *type, const char **text, size_t *n);
/* For a ROUTE_STREAM: the body has that type and a length within the two. Problems: unsupported_media, body_too_large,
 * malformed. */
MUST_CHECK bool req_stream(struct req *r, const char *type, size_t min_bytes, size_t max_bytes);
/* A route without fields takes no body, or an empty object. */
MUST_CHECK bool req_no_body(struct req *r);
MUST_CHECK bool req_query(struct req *r, const struct shape *s, void *out);
/* Routes without query parameters refuse any. */
MUST_CHECK bool req_no_query(struct req *r);
/* The rest of a ROUTE_STREAM's handler, after the body was read: `handler` runs as that of any other POST does, inside
 * the transaction that keeps its answer under the Idempotency-Key, and again when it has to. `body_hash` stands for
 * the body. */
MUST_CHECK bool req_keyed(struct req *r, struct bytes body_hash, bool (*handler)(struct req *r));
static inline struct order_ref req_ref(const struct req *r)
{
	return (struct order_ref){ r->id, r->version };
}

/* How many bytes of a body the route takes; 0: it reads the body itself. */
size_t route_body_limit(const struct route *route);

/* Answers. Each returns true, so that a handler can end with it. */
bool answer_json(struct req *r, int status, const struct buf *body);
bool answer_shape(struct req *r, int status, const struct shape *s, const void *in);
/* {"items":[…]} */
bool answer_items(struct req *r, int status, const struct shape *s, const void *items, size_t n);
/* {"items":[…],"nextCursor":…,"total":…,"totalIsExact":…} */
bool answer_page(struct req *r, const struct shape *s, const void *items, size_t n, const struct page_end *end);
bool answer_nothing(struct req *r); /* 204 */
/* A file to be saved under that name. */
bool answer_file(struct req *r, const char *type, const char *name, const struct buf *body);
/* The same of a file that `more` gives piece by piece (lib/fcgi.h), never to be run in the page's name. */
bool answer_stream(struct req *r, const char *type, const char *name, size_t n, bool (*more)(void *arg, const char **piece, size_t *n),
	void *arg);
/* An answer with a secret that is shown once: what is kept under the Idempotency-Key, and so what a repeat answers, is
 * `kept`, the same without the secret. */
MUST_CHECK bool answer_secret(struct req *r, int status, const struct shape *s, const void *shown, const void *kept);
/* The ETag of a thing that has a version. */
void answer_version(struct req *r, int64_t version);
