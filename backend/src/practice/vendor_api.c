/* Operations of the API: which one a request is for, whether it is let in, and how it says no. */
#include "practice/vendor_api.h"
#include "lib/shape.h"

#include <string.h>

struct vendor_operation {
	const char *method, *path; /* {x} is one segment, kept as k->word */
	const char *route;
	void      (*run)(struct call *k);
	int64_t     burst_times;   /* of the account's burst */
};

static const struct vendor_operation operations[] = {
	{ "GET", "/vendor/orders/v1/purchaseOrders", "purchaseOrders", vendor_orders_list, 1 },
	{ "GET", "/vendor/orders/v1/purchaseOrders/{x}", "purchaseOrders/{number}", vendor_order_get, 1 },
	{ "GET", "/vendor/orders/v1/purchaseOrdersStatus", "purchaseOrdersStatus", vendor_orders_status, 1 },
	{ "POST", "/vendor/orders/v1/acknowledgements", "acknowledgements", vendor_acknowledge, 1 },
	{ "POST", "/vendor/shipping/v1/shipmentConfirmations", "shipmentConfirmations", vendor_confirm_shipments, 1 },
	{ "GET", "/vendor/shipping/v1/shipments", "shipments", vendor_shipments_list, 1 },
	{ "GET", "/vendor/transactions/v1/transactions/{x}", "transactions/{id}", vendor_transaction_get, 2 },
};
_Static_assert(sizeof operations / sizeof *operations == VENDOR_OPERATIONS, "each operation has its bucket");

static const struct vendor_operation token = { "POST", "/auth/o2/token", "auth/o2/token", vendor_token, 0 };

/* ---- answers --------------------------------------------------------------------------------- */

struct buf *vendor_answer(struct call *k, int status)
{
	struct vendor *v = k->shop->vendor;

	k->reply.status = status;
	k->reply.content_type = "application/json";
	k->reply.body = buf_new(k->ctx.arena, 4096);
	k->reply.n_headers = 0;
	reply_header(k, "x-amzn-RequestId", vendor_guid(k->shop, k->ctx.arena));
	if (k->vendor && k->vendor != &token && (status < 300 || status == 400 || status == 404))
		reply_header(k, "x-amzn-RateLimit-Limit",
			arena_printf(k->ctx.arena, "%lld.%lld", 1000LL / (long long)v->refill_ms, 10000LL / (long long)v->refill_ms % 10));
	return &k->reply.body;
}

static const struct {
	int         status;
	const char *code, *message;
} errors[] = {
	{ 400, "InvalidInput", "Request has missing or invalid parameters and cannot be parsed." },
	{ 401, "Unauthorized", "Access to requested resource is denied." },
	{ 403, "Unauthorized", "Access to requested resource is denied." },
	{ 404, "NotFound", "The resource specified does not exist." },
	{ 413, "RequestTooLarge", "The request size exceeded the maximum accepted size." },
	{ 415, "UnsupportedMediaType", "The request payload is in an unsupported format." },
	{ 429, "QuotaExceeded", "You exceeded your quota for the requested resource." },
	{ 500, "InternalFailure", "We encountered an internal error. Please try again." },
	{ 503, "ServiceUnavailable", "Temporary overloading or maintenance of the server." },
};

static void error_member(struct buf *b, const char *code, const char *message, const char *details)
{
	buf_puts(b, "{\"code\":");
	buf_json(b, code);
	buf_puts(b, ",\"message\":");
	buf_json(b, message);
	buf_puts(b, ",\"details\":");
	buf_json(b, details ? details : "");
	buf_putc(b, '}');
}

void vendor_error(struct call *k, int status, const char *code, const char *details)
{
	struct buf *b = vendor_answer(k, status);
	const char *message = "The request was not processed.";

	for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
		if (errors[i].status == status)
			message = errors[i].message;
	buf_puts(b, "{\"errors\":[");
	error_member(b, code, message, details);
	buf_puts(b, "]}");
}

bool vendor_answers_with(struct call *k, int status)
{
	for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
		if (errors[i].status == status) {
			vendor_error(k, status, errors[i].code, NULL);
			return true;
		}
	return false;
}

void vendor_invalid(struct call *k, const char *format, ...)
{
	va_list     args;
	const char *details;

	va_start(args, format);
	details = arena_vprintf(k->ctx.arena, format, args);
	va_end(args);
	vendor_error(k, 400, "InvalidInput", details);
}

/* ---- bodies ---------------------------------------------------------------------------------- */

/* The models have no member that may be null. */
static const char *null_inside(struct arena *a, const struct json *j, const char *at)
{
	int         index = 0;
	const char *found = json_type(j) == JSON_NULL ? at : NULL;

	for (const struct json *m = json_first(j); m && !found; m = json_next(m))
		found = null_inside(a, m, json_name(m) ? arena_printf(a, "%s.%s", at, json_name(m)) : arena_printf(a, "%s[%d]", at, index++));
	return found;
}

/* One error per field, as a form is refused. */
static void refuse_fields(struct call *k)
{
	const struct problem *p = &k->ctx.problem;
	struct buf           *b = vendor_answer(k, 400);

	buf_puts(b, "{\"errors\":[");
	for (size_t i = 0; i < p->n_fields; i++) {
		if (i)
			buf_putc(b, ',');
		error_member(b, errors[0].code, errors[0].message,
			arena_printf(k->ctx.arena, "%s %s", p->fields[i].field, p->fields[i].detail));
	}
	buf_puts(b, "]}");
}

const struct json *vendor_body(struct call *k, const struct shape *shape, void *out)
{
	const struct json *j;
	const char        *null;

	if (!k->content_type || strncmp(k->content_type, "application/json", 16) != 0) {
		vendor_error(k, 415, "UnsupportedMediaType", "Content-Type must be application/json");
		return NULL;
	}
	j = json_parse(&k->ctx, k->body.text, k->body.len, &json_platform);
	if (!j) {
		vendor_invalid(k, "%s", k->ctx.problem.detail);
		return NULL;
	}
	null = null_inside(k->ctx.arena, j, "body");
	if (null) {
		vendor_invalid(k, "%s must not be null", null);
		return NULL;
	}
	if (!shape_parse(&k->ctx, shape, j, out)) {
		refuse_fields(k);
		return NULL;
	}
	return j;
}

struct transaction *vendor_taken(struct call *k, enum vendor_effect kind, const struct json *body)
{
	static const struct transaction_weather forgotten = { .fate = FATE_LOST };
	struct transaction *t;
	struct buf         *b;

	if (k->gust.refuse_write) {
		vendor_error(k, 403, "Unauthorized", "");
		return NULL;
	}
	t = vendor_take_in(k->shop, kind, json_write(&k->ctx, body), k->gust.ignore_write ? &forgotten : &k->gust.transaction);
	if (k->gust.ignore_write)
		t->status = TRANSACTION_SUCCESS;
	b = vendor_answer(k, 202);
	buf_puts(b, "{\"payload\":{\"transactionId\":");
	buf_json(b, t->id);
	buf_puts(b, "}}");
	return k->gust.ignore_write ? NULL : t;
}

/* ---- transactions ---------------------------------------------------------------------------- */

void vendor_transaction_get(struct call *k)
{
	struct transaction *t = vendor_transaction(k->shop, k->word);
	struct buf         *b;

	if (!t)
		return vendor_error(k, 404, "NotFound", arena_printf(k->ctx.arena, "There is no transaction %s.", k->word));
	vendor_polled(k->shop, t);
	b = vendor_answer(k, 200);
	buf_puts(b, "{\"payload\":{\"transactionStatus\":{\"transactionId\":");
	buf_json(b, t->id);
	buf_printf(b, ",\"status\":\"%s\"", transaction_status_names[t->status]);
	for (size_t i = 0; t->status == TRANSACTION_FAILURE && i < t->errors.n; i++) {
		buf_puts(b, i ? "," : ",\"errors\":[");
		error_member(b, t->code, t->errors.items[i].message, t->errors.items[i].details);
	}
	buf_puts(b, t->status == TRANSACTION_FAILURE ? "]}}}" : "}}}");
}

/* ---- the way in ------------------------------------------------------------------------------ */

static bool matches(struct call *k, const char *pattern, const char *path)
{
	size_t fixed = strcspn(pattern, "{");

	if (!pattern[fixed])
		return strcmp(pattern, path) == 0;
	if (strncmp(pattern, path, fixed) != 0 || !path[fixed] || strchr(path + fixed, '/'))
		return false;
	k->word = url_decoded(k->ctx.arena, path + fixed, strlen(path + fixed), false);
	return true;
}

void vendor_find(struct call *k, const char *inside)
{
	k->vendor = NULL;
	k->route = "other";
	for (size_t i = 0; i < VENDOR_OPERATIONS && !k->vendor; i++)
		if (strcmp(k->method, operations[i].method) == 0 && matches(k, operations[i].path, inside))
			k->vendor = &operations[i];
	if (strcmp(k->method, token.method) == 0 && strcmp(inside, token.path) == 0)
		k->vendor = &token;
	if (k->vendor)
		k->route = k->vendor->route;
}

bool vendor_is_token(const struct call *k)
{
	return k->vendor == &token;
}

/* A token bucket kept as the time at which it will be empty no more. */
static bool within_quota(struct call *k)
{
	struct vendor *v = k->shop->vendor;
	int64_t       *until = &v->empty_until_us[k->vendor - operations], now = instant_now().us, refill = v->refill_ms * 1000;

	if (*until < now)
		*until = now;
	if (*until + refill > now + v->burst * k->vendor->burst_times * refill) {
		vendor_error(k, 429, "QuotaExceeded", "");
		return false;
	}
	*until += refill;
	return true;
}

void vendor_serve(struct call *k)
{
	if (!k->vendor)
		return vendor_error(k, 404, "NotFound", arena_printf(k->ctx.arena, "There is no %s %s.", k->method, k->path));
	if (vendor_is_token(k) || (vendor_known(k) && within_quota(k)))
		k->vendor->run(k);
}
