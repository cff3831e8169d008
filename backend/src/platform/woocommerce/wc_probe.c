/* Reads alone: a shop is not changed by being looked at. */
#include "platform/woocommerce/wc_probe.h"
#include "base/buf.h"
#include "platform/woocommerce/wc_answer.h"
#include "platform/woocommerce/wc_request.h"
#include "platform/woocommerce/wc_text.h"

#include <string.h>

enum { STEPS = 5 };

/* What is known so far. */
struct found {
	const char *name;     /* of the shop */
	bool        has_core; /* the index was readable and lists wc/v3 */
	bool        has_ast, has_tracking, has_filter;
	const char *order_id; /* some order, or NULL */
	const char *api;      /* the detail of that step */
};

static const char *write_state(struct ctx *c, const char *at, const struct found *f)
{
	struct buf to = buf_new(c->arena, 256);

	buf_printf(&to, "{\"at\":\"%s\",\"core\":%s,\"ast\":%s,\"tracking\":%s,\"filter\":%s,\"name\":", at,
		f->has_core ? "true" : "false", f->has_ast ? "true" : "false", f->has_tracking ? "true" : "false",
		f->has_filter ? "true" : "false");
	buf_json(&to, f->name);
	buf_puts(&to, ",\"order\":");
	buf_json(&to, f->order_id);
	buf_puts(&to, ",\"api\":");
	buf_json(&to, f->api);
	buf_putc(&to, '}');
	return to.text;
}

static void read_state(const struct json *j, struct found *f)
{
	*f = (struct found){
		.name = json_text(json_member(j, "name")),
		.has_core = json_true(json_member(j, "core")),
		.has_ast = json_true(json_member(j, "ast")),
		.has_tracking = json_true(json_member(j, "tracking")),
		.has_filter = json_true(json_member(j, "filter")),
		.order_id = json_text(json_member(j, "order")),
		.api = json_text(json_member(j, "api")),
	};
}

/* ---- the end --------------------------------------------------------------------------------- */

static struct step done(struct ctx *c, const struct found *f, const struct http_answer *a)
{
	return (struct step){
		.kind = STEP_DONE,
		.server_time = a->date,
		.probe = NEW_N(c->arena, struct probe_step, STEPS),
		.account_name = f->name,
		.has_updated_filter = f->has_filter,
	};
}

static void add(struct step *step, const char *name, bool passed, const char *detail)
{
	step->probe[step->n_probe++] = (struct probe_step){ name, passed, detail };
}

static void add_passed(struct step *step, const struct found *f, const char *before)
{
	static const char *const names[] = { "address", "api", "credentials", "orders" };

	for (size_t i = 0; i < sizeof names / sizeof *names && strcmp(names[i], before) != 0; i++)
		add(step, names[i], true, strcmp(names[i], "api") == 0 ? f->api : NULL);
}

static struct step failed(struct ctx *c, const struct found *f, const struct http_answer *a, const char *name,
	struct platform_error e)
{
	struct step step = done(c, f, a);

	add_passed(&step, f, name);
	add(&step, name, false, e.words);
	step.error = e;
	return step;
}

static struct step finished(struct ctx *c, const struct found *f, const struct http_answer *a, const char *strategy,
	const char *detail)
{
	struct step step = done(c, f, a);

	add_passed(&step, f, "orders");
	add(&step, "orders", true, f->has_filter ? NULL
		: "Orders cannot be listed by the time of their change (WooCommerce before 5.8): only those of the last "
		  "days are read again");
	add(&step, "writeback", true, detail);
	step.strategy = strategy;
	return step;
}

/* ---- the requests ---------------------------------------------------------------------------- */

static struct step ask_index(struct ctx *c, const struct platform_store *s)
{
	struct wc_call call = { .route = "", .is_public = true };

	/* Without this the index lists every route with all of its parameters: a megabyte. */
	wc_with(&call.query, "_fields", "name,namespaces");
	return wc_request(c, s, &call, "{\"at\":\"index\"}");
}

static struct step ask_order(struct ctx *c, const struct platform_store *s, const struct found *f)
{
	struct wc_call call = { .route = "wc/v3/orders" };

	wc_with(&call.query, "per_page", "1");
	wc_with(&call.query, "_fields", "id");
	return wc_request(c, s, &call, write_state(c, "credentials", f));
}

/* Shops that do not know the filter ignore it without a word, so it is asked for what cannot be. */
static struct step ask_filter(struct ctx *c, const struct platform_store *s, const struct found *f)
{
	struct wc_call call = { .route = "wc/v3/orders" };

	wc_with(&call.query, "modified_after", "2100-01-01T00:00:00");
	wc_with(&call.query, "dates_are_gmt", "true");
	wc_with(&call.query, "per_page", "1");
	wc_with(&call.query, "_fields", "id");
	return wc_request(c, s, &call, write_state(c, "filter", f));
}

/* A shop without orders has the route or has it not: an order that does not exist tells that too. */
static struct step ask_fulfillments(struct ctx *c, const struct platform_store *s, const struct found *f)
{
	struct wc_call call = { .route = "wc/v3/orders/{id}/fulfillments", .id = f->order_id ? f->order_id : "1" };

	return wc_request(c, s, &call, write_state(c, "fulfillments", f));
}

/* ---- the answers ----------------------------------------------------------------------------- */

static bool lists(const struct json *namespaces, const char *name)
{
	for (const struct json *n = json_first(namespaces); n; n = json_next(n))
		if (json_text(n) && strcmp(json_text(n), name) == 0)
			return true;
	return false;
}

static struct step index_came(struct ctx *c, const struct platform_store *s, const struct http_answer *a)
{
	struct found          f = { .api = NULL };
	struct platform_error e;
	const struct json    *index = wc_read(c, s, a, &e), *namespaces = json_member(index, "namespaces");
	const char           *name = json_text(json_member(index, "name"));

	if (a->status >= 300 && a->status < 400)
		return failed(c, &f, a, "address", e);
	/* Some shops show the index to nobody and still answer those who have a key. */
	if (!index && (a->status == 401 || a->status == 403)) {
		f.api = "The list of what the shop offers is not public; plugins for tracking numbers cannot be seen";
		return ask_order(c, s, &f);
	}
	if (!index)
		return failed(c, &f, a, "api", e);
	f.name = name ? wc_words(c->arena, name, strlen(name), 100) : NULL;
	f.has_core = lists(namespaces, "wc/v3");
	f.has_ast = lists(namespaces, "wc-ast/v3");
	f.has_tracking = lists(namespaces, "wc-shipment-tracking/v3");
	if (!f.has_core)
		return failed(c, &f, a, "api", wc_error(CLASS_PERMANENT, "no_woocommerce",
			"This WordPress site has no WooCommerce REST API of version 3 (WooCommerce 3.5 or later)"));
	return ask_order(c, s, &f);
}

static struct step credentials_came(struct ctx *c, const struct platform_store *s, struct found *f,
	const struct http_answer *a)
{
	struct platform_error e;
	const struct json    *rows = wc_read_list(c, s, a, &e);
	const char           *id = json_scalar(json_member(json_first(rows), "id"));

	if (!rows && e.class == CLASS_AUTH_EXPIRED && e.code && strcmp(e.code, "woocommerce_rest_cannot_view") == 0)
		e.words = arena_printf(c->arena, "%s The shop does not know this consumer key, or its web server takes "
			"the key out of the request.", e.words);
	if (!rows)
		return failed(c, f, a, wc_no_route(&e) ? "api" : "credentials", e);
	f->order_id = wc_is_id(id) ? id : NULL;
	return ask_filter(c, s, f);
}

static struct step filter_came(struct ctx *c, const struct platform_store *s, struct found *f,
	const struct http_answer *a)
{
	struct platform_error e;
	const struct json    *rows = wc_read_list(c, s, a, &e);
	const char           *total = http_header_of(a, "x-wp-total");

	if (!rows)
		return failed(c, f, a, "orders", e);
	f->has_filter = !json_first(rows) && (!total || strcmp(total, "0") == 0);
	return ask_fulfillments(c, s, f);
}

static struct step fulfillments_came(struct ctx *c, const struct platform_store *s, struct found *f,
	const struct http_answer *a)
{
	struct platform_error e = { 0 };
	const struct json    *list = wc_read_list(c, s, a, &e);
	bool                  may_not = !list && (e.class == CLASS_PERMISSION || e.class == CLASS_AUTH_EXPIRED);

	if (list || (e.class == CLASS_NOT_FOUND && !f->order_id))
		return finished(c, f, a, "fulfillments", "Shipments are written as fulfillments, with quantities");
	/* Without the feature the route is missing; where the key's user may not use it, it is of no use. */
	if (!wc_no_route(&e) && !may_not && e.class != CLASS_NOT_FOUND)
		return failed(c, f, a, "writeback", e);
	if (f->has_ast)
		return finished(c, f, a, "ast",
			"Tracking numbers are written through Advanced Shipment Tracking, without quantities");
	if (f->has_tracking)
		return finished(c, f, a, "shipment_tracking",
			"Tracking numbers are written through Shipment Tracking, without quantities");
	if (may_not)
		return finished(c, f, a, "note",
			"Tracking numbers are written as a note to the buyer: this shop records fulfillments, but the user of "
			"the key may not; it must be one who may manage WooCommerce");
	return finished(c, f, a, "note",
		"Tracking numbers are written as a note to the buyer: this shop has no place for them");
}

struct step wc_probe(struct ctx *c, const struct platform_store *s, const char *state, const struct http_answer *a)
{
	const struct json *was = wc_own(c, state);
	const char        *at = json_text(json_member(was, "at"));
	struct found       f;

	if (!a)
		return ask_index(c, s);
	if (strcmp(at, "index") == 0)
		return index_came(c, s, a);
	read_state(was, &f);
	if (strcmp(at, "credentials") == 0)
		return credentials_came(c, s, &f, a);
	if (strcmp(at, "filter") == 0)
		return filter_came(c, s, &f, a);
	return fulfillments_came(c, s, &f, a);
}
