/* Orders of a window of time.
 *
 * Times go out as bare UTC digits with dates_are_gmt=true: with a zone the shop shifts the window
 * by its own offset, silently, and a fraction makes it ignore the zone. The filters are strict and whole
 * seconds, so both ends are moved out by one second. In the hour that a shop's clocks skip in
 * spring WordPress moves the digits one hour on; windows that overlap, and a sweep of the last days
 * every night, find what that hides. */
#include "base/buf.h"
#include "platform/woocommerce/wc_answer.h"
#include "platform/woocommerce/wc_fetch.h"
#include "platform/woocommerce/wc_order.h"
#include "platform/woocommerce/wc_orders.h"
#include "platform/woocommerce/wc_request.h"
#include "platform/woocommerce/wc_walk.h"

#include <string.h>

/* "any" leaves out the trash whatever stands beside it, and an order somebody threw away must not
 * ship: a window of changes walks the trash as a second list. */
enum leg { LEG_ANY, LEG_TRASH };

enum { HOUR = 3600, LOOK_BACK = 3 * 24 * HOUR };

static bool walks_trash(const struct platform_args *args)
{
	return args->by == WINDOW_UPDATED;
}

static const char *moved(struct ctx *c, struct instant t, int64_t seconds)
{
	return instant_text_bare(c->arena, instant_plus_s(t, seconds));
}

/* Shops before 5.8 know neither times of change nor dates_are_gmt. With a Z they compare with
 * their local time, which is one hour off in the night the clocks change. And as a change cannot
 * be asked for, all that was created lately is read again: an order is usually paid, changed or
 * cancelled in its first days. */
static void ask_old_shop(struct ctx *c, const struct platform_args *args, struct wc_query *q)
{
	int64_t before = args->by == WINDOW_UPDATED ? LOOK_BACK : HOUR;

	if (args->from.us)
		wc_with(q, "after", arena_printf(c->arena, "%sZ", moved(c, args->from, -before)));
	if (args->to.us)
		wc_with(q, "before", arena_printf(c->arena, "%sZ", moved(c, args->to, HOUR)));
}

static void ask_window(struct ctx *c, const struct platform_store *s, const struct platform_args *args,
	struct wc_query *q)
{
	bool created = args->by == WINDOW_CREATED;

	if (!s->has_updated_filter) {
		ask_old_shop(c, args, q);
		return;
	}
	if (args->from.us)
		wc_with(q, created ? "after" : "modified_after", moved(c, args->from, -1));
	if (args->to.us)
		wc_with(q, created ? "before" : "modified_before", moved(c, args->to, 1));
	if (args->from.us || args->to.us)
		wc_with(q, "dates_are_gmt", "true");
}

/* How a page is asked for: as it is, once more after an answer that was broken, then its ids alone. */
enum asked { ASKED, ASKED_AGAIN, ASKED_IDS };
static const char *const asked_names[] = { "page", "again", "ids" };

static enum asked asked_named(const char *name)
{
	enum asked asked = ASKED_IDS;

	while (asked > ASKED && (!name || strcmp(name, asked_names[asked]) != 0))
		asked--;
	return asked;
}

static struct step ask_page(struct ctx *c, const struct platform_store *s, const struct platform_args *args,
	const struct wc_walk *w, enum asked asked)
{
	struct wc_call call = { .route = "wc/v3/orders" };

	wc_walk_ask(c, w, &call.query);
	wc_with(&call.query, "status", w->leg == LEG_TRASH ? "trash" : "any");
	ask_window(c, s, args, &call.query);
	if (asked == ASKED_IDS)
		wc_with(&call.query, "_fields", "id");
	return wc_request(c, s, &call, arena_printf(c->arena, "{\"at\":\"%s\"}", asked_names[asked]));
}

static const char *note_of(const struct platform_store *s, const struct platform_args *args)
{
	if (args->by == WINDOW_CREATED || s->has_updated_filter)
		return NULL;
	return "This shop cannot list orders by their last change (WooCommerce before 5.8): those created in the last "
	       "three days were read again; later changes are seen when an order is asked for by its number";
}

static bool in_window(const struct platform_args *args, const struct incoming_order *o)
{
	if (args->by != WINDOW_CREATED || o->refusal || !o->created_at.us)
		return true;
	return (!args->from.us || o->created_at.us / INSTANT_SECOND >= args->from.us / INSTANT_SECOND)
	    && (!args->to.us || o->created_at.us / INSTANT_SECOND <= args->to.us / INSTANT_SECOND);
}

/* The end of a page: what is left of it, the next page, the other list, or nothing. */
static struct step page(struct ctx *c, const struct platform_store *s, const struct platform_args *args,
	struct wc_walk *w, const struct http_answer *a, size_t n, struct incoming_order *orders)
{
	struct step step = { .kind = STEP_PAGE, .server_time = a->date, .n_orders = n, .orders = orders };

	step.note = note_of(s, args);
	if (w->over && !w->n_later && w->leg == LEG_ANY && walks_trash(args))
		*w = (struct wc_walk){ .leg = LEG_TRASH };
	step.next_cursor = w->over && !w->n_later ? NULL : wc_walk_write(c, w);
	return step;
}

static struct step page_came(struct ctx *c, const struct platform_store *s, const struct platform_args *args,
	struct wc_walk *w, enum asked asked, const struct http_answer *a)
{
	struct platform_error  e;
	const struct json     *rows = wc_read_list(c, s, a, &e);
	struct incoming_order *orders;
	bool                   fresh[WC_PAGE];
	size_t                 n = 0, i = 0;

	/* One order on which the shop breaks takes its whole page with it, every time. Their ids alone can
	 * still be listed, and then each is asked for by itself. */
	if (!rows && asked != ASKED_IDS && wc_broken_answer(&e))
		return ask_page(c, s, args, w, asked + 1);
	if (!rows && w->leg == LEG_TRASH && e.class == CLASS_VALIDATION) {
		struct step step;

		w->over = true;
		step = page(c, s, args, w, a, 0, NULL);
		step.note = "This shop does not list its trash";
		return step;
	}
	if (!rows || !wc_walk_page(c, w, rows, http_header_of(a, "x-wp-total"), fresh, &e))
		return wc_error_step(e);

	orders = NEW_N(c->arena, struct incoming_order, json_count(rows));
	for (const struct json *row = json_first(rows); row; row = json_next(row), i++) {
		const char *id = json_scalar(json_member(row, "id"));
		unsigned    wants = wc_order_wants(row);

		if (!fresh[i])
			continue;
		if (wc_is_id(id) && (asked == ASKED_IDS || wants)) {
			w->later[w->n_later++] = wc_fetch_put_off(c, id, wants);
			continue;
		}
		wc_order_read(c, row, NULL, &orders[n]);
		n += in_window(args, &orders[n]);
	}
	return page(c, s, args, w, a, n, orders);
}

/* Broken for this one order, or for everything? Only when a plain question is answered is it the order. */
static struct step ask_alive(struct ctx *c, const struct platform_store *s, const char *id, const char *words)
{
	struct wc_call call = { .route = "wc/v3/orders" };
	struct buf      state = buf_new(c->arena, 512);

	wc_with(&call.query, "per_page", "1");
	wc_with(&call.query, "_fields", "id");
	buf_puts(&state, "{\"at\":\"alive\",\"id\":");
	buf_json(&state, id);
	buf_puts(&state, ",\"words\":");
	buf_json(&state, words);
	buf_putc(&state, '}');
	return wc_request(c, s, &call, state.text);
}

static struct step later_came(struct ctx *c, const struct platform_store *s, const struct platform_args *args,
	struct wc_walk *w, const struct json *state, const struct http_answer *a)
{
	struct step step = wc_fetch_next(c, s, state, a);

	if (step.kind == STEP_REQUEST)
		return step;
	if (step.kind == STEP_ERROR && wc_broken_answer(&step.error))
		return ask_alive(c, s, wc_fetch_id(state), step.error.words);
	if (step.kind == STEP_ERROR && step.error.class != CLASS_NOT_FOUND)
		return step;
	/* Not found: deleted for good since the page was listed, so there is nothing left to read. */
	wc_walk_later_done(w);
	return page(c, s, args, w, a, step.n_orders && in_window(args, step.orders) ? 1 : 0, step.orders);
}

static struct step alive_came(struct ctx *c, const struct platform_store *s, const struct platform_args *args,
	struct wc_walk *w, const struct json *state, const struct http_answer *a)
{
	struct incoming_order *order = NEW(c->arena, struct incoming_order);
	struct platform_error  e;

	if (!wc_read_list(c, s, a, &e))
		return wc_error_step(e);
	wc_order_unreadable(c, json_text(json_member(state, "id")), json_text(json_member(state, "words")), order);
	wc_walk_later_done(w);
	return page(c, s, args, w, a, 1, order);
}

struct step wc_list_orders(struct ctx *c, const struct platform_store *s, const struct platform_args *args,
	const char *state, const struct http_answer *a)
{
	const struct json *was = wc_own(c, state);
	const char        *at = json_text(json_member(was, "at"));
	struct wc_walk    w;

	if (!wc_walk_read(c, args->cursor, &w))
		return wc_error_step(wc_error(CLASS_PERMANENT, "bad_cursor", "The place where the list was left is lost"));
	if (!a)
		return w.n_later ? wc_fetch_later(c, s, w.later[0]) : ask_page(c, s, args, &w, ASKED);
	if (wc_fetch_is(was))
		return later_came(c, s, args, &w, was, a);
	if (at && strcmp(at, "alive") == 0)
		return alive_came(c, s, args, &w, was, a);
	return page_came(c, s, args, &w, asked_named(at), a);
}
