/* Order, shipments there, write, read back; then, after the last shipment, the status and that read
 * back too. No call here is safe to repeat blindly, and a 2xx proves nothing: shops were seen to
 * answer well and store nothing. So only what is read back counts, and a write that does not show is
 * UNCERTAIN: the next try looks first, some moments later, and writes only when it is still missing. */
#include "platform/woocommerce/wc_ship.h"
#include "base/buf.h"
#include "platform/woocommerce/wc_answer.h"
#include "platform/woocommerce/wc_request.h"
#include "platform/woocommerce/wc_text.h"
#include "platform/woocommerce/wc_order.h"
#include "platform/woocommerce/wc_ways.h"

#include <string.h>

/* A shop completes even what was cancelled or thrown away, and brings it back to life: it is for us to look. */
static const char *const not_to_ship[] = { "cancelled", "refunded", "failed", "trash" };

enum { ORDERED_MAX = 1000 };

struct run {
	const char *at;
	const char *way;       /* may be another than the store's: its route can be gone */
	bool        fell_back;
	const char *status;    /* of the order, as read first */
	const char *ref;       /* the shop's id of the shipment, once it was seen */
	bool        wrote;
	size_t      n_ordered; /* quantities of our lines */
	int64_t     ordered[ORDERED_MAX];
};

static const char *write_state(struct ctx *c, const char *at, const struct run *r)
{
	struct buf to = buf_new(c->arena, 256);

	buf_printf(&to, "{\"at\":\"%s\",\"way\":\"%s\",\"fell_back\":%s,\"wrote\":%s,\"status\":", at, r->way,
		r->fell_back ? "true" : "false", r->wrote ? "true" : "false");
	buf_json(&to, r->status);
	buf_puts(&to, ",\"ref\":");
	buf_json(&to, r->ref);
	buf_puts(&to, ",\"ordered\":[");
	for (size_t i = 0; i < r->n_ordered; i++)
		buf_printf(&to, "%s%lld", i ? "," : "", (long long)r->ordered[i]);
	buf_puts(&to, "]}");
	return to.text;
}

static void read_state(const struct json *j, struct run *r)
{
	*r = (struct run){
		.at = json_text(json_member(j, "at")),
		.way = json_text(json_member(j, "way")),
		.fell_back = json_true(json_member(j, "fell_back")),
		.wrote = json_true(json_member(j, "wrote")),
		.status = json_text(json_member(j, "status")),
		.ref = json_text(json_member(j, "ref")),
	};
	for (const struct json *q = json_first(json_member(j, "ordered")); q && r->n_ordered < ORDERED_MAX;
	     q = json_next(q))
		json_int(q, &r->ordered[r->n_ordered++]);
}

static struct step no(struct ctx *c, enum platform_class class, const char *code, const char *words)
{
	return wc_error_step(wc_error(class, code, wc_words(c->arena, words, strlen(words), 300)));
}

static bool stopped(const char *status)
{
	for (size_t i = 0; status && i < sizeof not_to_ship / sizeof *not_to_ship; i++)
		if (strcmp(not_to_ship[i], status) == 0)
			return true;
	return false;
}

static bool completed(const char *status)
{
	return status && strcmp(status, "completed") == 0;
}

/* ---- requests -------------------------------------------------------------------------------- */

static struct step ask_order(struct ctx *c, const struct platform_store *s, const struct shipment *sh,
	const struct run *r, const char *at)
{
	struct wc_call call = { .route = "wc/v3/orders/{id}", .id = sh->platform_order_id };

	return wc_request(c, s, &call, write_state(c, at, r));
}

static struct step ask_shipments(struct ctx *c, const struct platform_store *s, const struct shipment *sh,
	const struct run *r, const char *at)
{
	struct wc_call call = { .route = wc_way_named(r->way)->route, .id = sh->platform_order_id };

	return wc_request(c, s, &call, write_state(c, at, r));
}

static struct step write_shipment(struct ctx *c, const struct platform_store *s, const struct shipment *sh,
	struct run *r)
{
	const struct wc_way *way = wc_way_named(r->way);
	struct wc_call       call = { .method = "POST", .route = way->route, .id = sh->platform_order_id };

	r->wrote = true;
	call.body = way->body(c, sh);
	return wc_request(c, s, &call, write_state(c, "written", r));
}

/* The status alone: with anything else in it a shop calculates the order's totals anew. */
static struct step write_status(struct ctx *c, const struct platform_store *s, const struct shipment *sh,
	const struct run *r)
{
	struct wc_call call = { .method = "PUT", .route = "wc/v3/orders/{id}", .id = sh->platform_order_id,
		.body = "{\"status\":\"completed\"}" };

	return wc_request(c, s, &call, write_state(c, "status_written", r));
}

/* ---- results --------------------------------------------------------------------------------- */

static struct step result(struct ctx *c, const struct shipment *sh, const struct run *r, const char *status,
	enum write_result ship, const struct http_answer *a)
{
	struct buf proof = buf_new(c->arena, 128);

	if (r->ref)
		buf_printf(&proof, "%s %s holds tracking number %s", r->way, r->ref, sh->tracking_no);
	else
		buf_printf(&proof, "no %s holds tracking number %s", r->way, sh->tracking_no);
	buf_printf(&proof, "; the order is %s", status ? status : "without a status");
	if (r->fell_back)
		buf_puts(&proof, "; the shop no longer has the way it was set to");
	return (struct step){
		.kind = STEP_DONE,
		.server_time = a->date,
		.written = ship,
		.platform_ref = r->ref,
		.proof = proof.text,
	};
}

/* The shipment stands there. What is left is the status, after the last one. */
static struct step shipment_stands(struct ctx *c, const struct platform_store *s, const struct shipment *sh,
	struct run *r, bool may_write, const struct http_answer *a)
{
	bool unfinished = sh->final && !completed(r->status);

	if (!may_write)
		return result(c, sh, r, r->status, unfinished ? WRITE_NOT_THERE : WRITE_CONFIRMED, a);
	if (unfinished)
		return write_status(c, s, sh, r);
	return result(c, sh, r, r->status, r->wrote ? WRITE_CONFIRMED : WRITE_ALREADY, a);
}

/* ---- answers --------------------------------------------------------------------------------- */

static struct step order_came(struct ctx *c, const struct platform_store *s, const struct shipment *sh, struct run *r,
	const struct http_answer *a)
{
	struct platform_error e;
	const struct json    *order = wc_read(c, s, a, &e);
	const char           *id = json_scalar(json_member(order, "id"));

	if (!order)
		return wc_error_step(e);
	if (!id || strcmp(id, sh->platform_order_id) != 0)
		return no(c, CLASS_PERMANENT, "other_order", "The shop answered with something else than the order");
	r->status = json_text(json_member(order, "status"));
	r->n_ordered = sh->n_lines;
	for (size_t i = 0; i < sh->n_lines; i++)
		for (const struct json *l = json_first(json_member(order, "line_items")); l; l = json_next(l)) {
			const char *line = json_scalar(json_member(l, "id"));

			if (line && strcmp(line, sh->lines[i].platform_line_id) == 0)
				wc_quantity(json_member(l, "quantity"), &r->ordered[i]);
		}
	return ask_shipments(c, s, sh, r, "shipments");
}

/* The shop takes any quantity of any line, ten times over; so this is checked here. */
static const char *too_many(struct ctx *c, const struct json *list, const struct shipment *sh, const struct run *r)
{
	for (size_t i = 0; i < sh->n_lines; i++) {
		const char *line = sh->lines[i].platform_line_id;
		int64_t     there = wc_fulfilled_quantity(list, line);

		if (there + sh->lines[i].quantity > r->ordered[i])
			return arena_printf(c->arena,
				"Line %s was ordered %lld times in the shop and %lld of it are marked shipped there; %lld more are "
				"too many", line, (long long)r->ordered[i], (long long)there, (long long)sh->lines[i].quantity);
	}
	return NULL;
}

static struct step shipments_came(struct ctx *c, const struct platform_store *s, const struct shipment *sh,
	struct run *r, bool may_write, const struct http_answer *a)
{
	const struct wc_way *way = wc_way_named(r->way);
	struct platform_error e;
	const struct json    *list = wc_read_list(c, s, a, &e), *row;
	const char           *wrong;

	/* The feature or plugin is gone since the shop was looked at. A note can always be written. */
	if (!list && wc_no_route(&e) && strcmp(r->way, "note") != 0) {
		r->way = "note";
		r->fell_back = true;
		return ask_shipments(c, s, sh, r, "shipments");
	}
	if (!list && !may_write && wc_broken_answer(&e) && e.class == CLASS_PERMANENT)
		return result(c, sh, r, r->status, WRITE_CANNOT_TELL, a);
	if (!list)
		return wc_error_step(e);
	row = wc_way_find(way, list, sh);
	if (row) {
		r->ref = json_scalar(json_member(row, way->ref));
		if (!r->ref)
			r->ref = "-";
		if (may_write && stopped(r->status))
			return no(c, CLASS_CONFLICT, "order_stopped", arena_printf(c->arena,
				"The shipment stands in the shop, but the order is %s there", r->status));
		return shipment_stands(c, s, sh, r, may_write, a);
	}
	/* It may have been written in the way that is gone, where nobody can look any more. */
	if (!may_write)
		return result(c, sh, r, r->status, r->fell_back ? WRITE_CANNOT_TELL : WRITE_NOT_THERE, a);
	if (stopped(r->status))
		return no(c, CLASS_CONFLICT, "order_stopped",
			arena_printf(c->arena, "The order is %s in the shop", r->status));
	wrong = way->by_quantity ? too_many(c, list, sh, r) : NULL;
	return wrong ? no(c, CLASS_CONFLICT, "too_many", wrong) : write_shipment(c, s, sh, r);
}

/* Reading back failed after a write that was taken: what stands there is not known. */
static struct step unread(struct platform_error e)
{
	e.class = CLASS_UNCERTAIN;
	e.no_effect = false;
	return wc_error_step(e);
}

static struct step read_back_came(struct ctx *c, const struct platform_store *s, const struct shipment *sh,
	struct run *r, const struct http_answer *a)
{
	const struct wc_way *way = wc_way_named(r->way);
	struct platform_error e;
	const struct json    *list = wc_read_list(c, s, a, &e), *row = list ? wc_way_find(way, list, sh) : NULL;

	if (!list)
		return unread(e);
	if (!row)
		return no(c, CLASS_UNCERTAIN, "not_stored",
			"The shop answered that it took the shipment, but does not show it");
	r->ref = json_scalar(json_member(row, way->ref));
	if (!r->ref)
		r->ref = "-";
	return shipment_stands(c, s, sh, r, true, a);
}

static struct step status_came(struct ctx *c, const struct platform_store *s, const struct shipment *sh, struct run *r,
	const struct http_answer *a)
{
	struct platform_error e;
	const struct json    *order = wc_read(c, s, a, &e);
	const char           *status = json_text(json_member(order, "status"));

	if (!order)
		return unread(e);
	if (!completed(status))
		return no(c, CLASS_UNCERTAIN, "not_stored",
			arena_printf(c->arena, "The shop answered that it completed the order, but shows it as %s",
				status ? status : "nothing"));
	return result(c, sh, r, status, WRITE_CONFIRMED, a);
}

/* ---- begin and go on ------------------------------------------------------------------------- */

static const char *unfit(const struct shipment *sh, const struct wc_way *way)
{
	if (!wc_is_id(sh->platform_order_id))
		return "The order has no id of this shop";
	if (!sh->tracking_no || !*sh->tracking_no)
		return "The shipment has no tracking number";
	if (!sh->marker || !*sh->marker)
		return "The shipment has no marker";
	if (way->by_quantity && sh->n_lines == 0)
		return "The shipment has no lines";
	if (sh->n_lines > ORDERED_MAX)
		return "The shipment has more lines than an order can have";
	for (size_t i = 0; i < sh->n_lines; i++)
		if (!wc_is_id(sh->lines[i].platform_line_id) || sh->lines[i].quantity <= 0)
			return "A line of the shipment has no id of this shop, or no quantity";
	return NULL;
}

struct step wc_ship(struct ctx *c, const struct platform_store *s, const struct shipment *sh, bool may_write,
	const char *state, const struct http_answer *a)
{
	const char           *wrong = unfit(sh, wc_way_named(s->strategy));
	struct platform_error e;
	struct run           *r = NEW(c->arena, struct run);

	if (wrong)
		return no(c, CLASS_VALIDATION, "shipment_unfit", wrong);
	if (!a) {
		r->way = wc_way_named(s->strategy)->name;
		return ask_order(c, s, sh, r, "order");
	}
	read_state(wc_own(c, state), r);
	if (strcmp(r->at, "order") == 0)
		return order_came(c, s, sh, r, a);
	if (strcmp(r->at, "shipments") == 0)
		return shipments_came(c, s, sh, r, may_write, a);
	if (strcmp(r->at, "written") == 0)
		return wc_written(c, s, a, &e) ? ask_shipments(c, s, sh, r, "read_back") : wc_error_step(e);
	if (strcmp(r->at, "read_back") == 0)
		return read_back_came(c, s, sh, r, a);
	if (strcmp(r->at, "status_written") == 0)
		return wc_written(c, s, a, &e) ? ask_order(c, s, sh, r, "status") : wc_error_step(e);
	return status_came(c, s, sh, r, a);
}
