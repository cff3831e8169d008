/* Refunds and fulfillments are asked before the order, so that all that waits meanwhile is a few
 * quantities; then the order must still name the same refunds, else it is done again. */
#include "platform/woocommerce/wc_fetch.h"
#include "base/buf.h"
#include "platform/woocommerce/wc_answer.h"
#include "platform/woocommerce/wc_order.h"
#include "platform/woocommerce/wc_request.h"
#include "platform/woocommerce/wc_ways.h"

#include <string.h>

enum { REFUNDS_PAGE = 100, REFUNDS_MAX = 1000, TURNS_MAX = 3 };

struct fetch {
	const char *id;
	int64_t     wants, have; /* bits of enum wc_wants */
	int64_t     page, turn;
	size_t      n_seen;
	const char *seen[REFUNDS_MAX]; /* refunds counted */
	struct wc_extras extras;
};

static const char *write_state(struct ctx *c, const char *at, const struct fetch *f)
{
	struct buf to = buf_new(c->arena, 256);

	buf_printf(&to, "{\"fetch\":\"%s\",\"id\":\"%s\",\"wants\":%d,\"have\":%d,\"page\":%d,\"turn\":%d,", at, f->id,
		(int)f->wants, (int)f->have, (int)f->page, (int)f->turn);
	buf_printf(&to, "\"bad\":%s,\"seen\":[", f->extras.back_implausible ? "true" : "false");
	for (size_t i = 0; i < f->n_seen; i++) {
		buf_puts(&to, i ? "," : "");
		buf_json(&to, f->seen[i]);
	}
	buf_puts(&to, "],\"back\":[");
	for (size_t i = 0; i < f->extras.n_back; i++) {
		buf_puts(&to, i ? ",[" : "[");
		buf_json(&to, f->extras.back[i].item);
		buf_printf(&to, ",%lld]", (long long)f->extras.back[i].quantity);
	}
	buf_puts(&to, "],\"parcels\":[");
	for (size_t i = 0; i < f->extras.n_parcels; i++) {
		buf_puts(&to, i ? ",[" : "[");
		buf_json(&to, f->extras.parcels[i].tracking_no);
		buf_putc(&to, ',');
		buf_json(&to, f->extras.parcels[i].carrier);
		buf_putc(&to, ']');
	}
	buf_puts(&to, "]}");
	return to.text;
}

static void read_state(struct ctx *c, const struct json *j, struct fetch *f)
{
	const struct json *back = json_member(j, "back");

	*f = (struct fetch){ .id = json_text(json_member(j, "id")) };
	json_int(json_member(j, "wants"), &f->wants);
	json_int(json_member(j, "have"), &f->have);
	json_int(json_member(j, "page"), &f->page);
	json_int(json_member(j, "turn"), &f->turn);
	f->extras.back_implausible = json_true(json_member(j, "bad"));
	for (const struct json *s = json_first(json_member(j, "seen")); s && f->n_seen < REFUNDS_MAX; s = json_next(s))
		f->seen[f->n_seen++] = json_text(s);
	f->extras.back = NEW_N(c->arena, struct wc_back, json_count(back));
	for (const struct json *b = json_first(back); b; b = json_next(b)) {
		struct wc_back *to = &f->extras.back[f->extras.n_back++];

		to->item = json_text(json_first(b));
		json_int(json_next(json_first(b)), &to->quantity);
	}
	for (const struct json *p = json_first(json_member(j, "parcels")); p; p = json_next(p))
		wc_parcel_add(c, &f->extras.n_parcels, &f->extras.parcels, json_text(json_first(p)),
			json_text(json_next(json_first(p))));
}

/* The next request: what is wanted and not there yet, then the order itself. */
static struct step ask(struct ctx *c, const struct platform_store *s, struct fetch *f)
{
	struct wc_call call = { .route = "wc/v3/orders/{id}", .id = f->id };
	const char     *at = "order";

	if (f->wants & ~f->have & WC_WANTS_REFUNDS) {
		at = "refunds";
		call.route = "wc/v3/orders/{id}/refunds";
		wc_with(&call.query, "per_page", arena_printf(c->arena, "%d", REFUNDS_PAGE));
		if (f->page > 0)
			wc_with(&call.query, "page", arena_printf(c->arena, "%d", (int)f->page + 1));
	} else if (f->wants & ~f->have & WC_WANTS_FULFILLMENTS) {
		at = "fulfillments";
		call.route = "wc/v3/orders/{id}/fulfillments";
	}
	return wc_request(c, s, &call, write_state(c, at, f));
}

struct step wc_fetch_begin(struct ctx *c, const struct platform_store *s, const char *id, unsigned wants)
{
	struct fetch f = { .id = id, .wants = wants };

	if (!wc_is_id(id))
		return wc_error_step(wc_error(CLASS_NOT_FOUND, "no_such_id", "This is not an order id of the shop"));
	return ask(c, s, &f);
}

const char *wc_fetch_put_off(struct ctx *c, const char *id, unsigned wants)
{
	return arena_printf(c->arena, "%s%s%s", wants & WC_WANTS_REFUNDS ? "r" : "",
		wants & WC_WANTS_FULFILLMENTS ? "f" : "", id);
}

struct step wc_fetch_later(struct ctx *c, const struct platform_store *s, const char *word)
{
	unsigned wants = 0;

	for (; *word == 'r' || *word == 'f'; word++)
		wants |= *word == 'r' ? WC_WANTS_REFUNDS : WC_WANTS_FULFILLMENTS;
	return wc_fetch_begin(c, s, word, wants);
}

bool wc_fetch_is(const struct json *state)
{
	return json_member(state, "fetch") != NULL;
}

const char *wc_fetch_id(const struct json *state)
{
	return json_text(json_member(state, "id"));
}

static struct step refunds_came(struct ctx *c, const struct platform_store *s, struct fetch *f,
	const struct http_answer *a)
{
	struct platform_error e;
	const struct json    *refunds = wc_read_list(c, s, a, &e);
	size_t                n = json_count(refunds);

	if (!refunds)
		return wc_error_step(e);
	for (const struct json *r = json_first(refunds); r && f->n_seen < REFUNDS_MAX; r = json_next(r)) {
		const char *id = json_scalar(json_member(r, "id"));

		f->seen[f->n_seen++] = id ? id : "";
	}
	wc_refunds_read(c, refunds, &f->extras);
	f->page++;
	if (n < REFUNDS_PAGE || f->n_seen == REFUNDS_MAX)
		f->have |= WC_WANTS_REFUNDS;
	return ask(c, s, f);
}

static struct step fulfillments_came(struct ctx *c, const struct platform_store *s, struct fetch *f,
	const struct http_answer *a)
{
	struct platform_error e;
	const struct json    *list = wc_read_list(c, s, a, &e);

	/* The feature was switched off since: the mark stays in the order, the shipments are gone. */
	if (!list && !wc_no_route(&e))
		return wc_error_step(e);
	wc_fulfillment_parcels(c, list, &f->extras.n_parcels, &f->extras.parcels);
	f->have |= WC_WANTS_FULFILLMENTS;
	return ask(c, s, f);
}

static bool same_refunds(const struct json *order, const struct fetch *f)
{
	const struct json *refunds = json_member(order, "refunds");

	if (json_count(refunds) != f->n_seen)
		return false;
	for (const struct json *r = json_first(refunds); r; r = json_next(r)) {
		const char *id = json_scalar(json_member(r, "id"));
		bool        found = false;

		for (size_t i = 0; !found && i < f->n_seen; i++)
			found = strcmp(id ? id : "", f->seen[i]) == 0;
		if (!found)
			return false;
	}
	return true;
}

static struct step order_came(struct ctx *c, const struct platform_store *s, struct fetch *f,
	const struct http_answer *a)
{
	struct platform_error e;
	const struct json    *order = wc_read(c, s, a, &e);
	const char           *id = json_scalar(json_member(order, "id"));
	struct step           step = { .kind = STEP_PAGE, .server_time = a->date, .n_orders = 1 };

	if (!order)
		return wc_error_step(e);
	if (id && strcmp(id, f->id) != 0)
		return wc_error_step(wc_error(CLASS_PERMANENT, "other_order", "The shop answered with another order"));
	f->wants = wc_order_wants(order);
	if ((f->wants & ~f->have) || ((f->have & WC_WANTS_REFUNDS) && !same_refunds(order, f))) {
		struct fetch again = { .id = f->id, .wants = f->wants, .turn = f->turn + 1 };

		if (again.turn > TURNS_MAX)
			return wc_error_step(wc_error(CLASS_TRANSIENT, "keeps_changing",
				"The order changes while it is read"));
		return ask(c, s, &again);
	}
	step.orders = NEW(c->arena, struct incoming_order);
	wc_order_read(c, order, &f->extras, step.orders);
	return step;
}

struct step wc_fetch_next(struct ctx *c, const struct platform_store *s, const struct json *state,
	const struct http_answer *a)
{
	const char  *at = json_text(json_member(state, "fetch"));
	struct fetch f;

	read_state(c, state, &f);
	if (strcmp(at, "refunds") == 0)
		return refunds_came(c, s, &f, a);
	if (strcmp(at, "fulfillments") == 0)
		return fulfillments_came(c, s, &f, a);
	return order_came(c, s, &f, a);
}
