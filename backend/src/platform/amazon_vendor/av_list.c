/* An order that was never changed has no time of change, and one that is closed without a change of its quantities
 * has none of that either. So what was created, what was changed and what was closed in a window are three lists,
 * and all are read; of the last, which is a list of statuses, each order is asked for. Each list is cut into
 * slices that Amazon takes; the place is leg, slice and page. Edges are widened by a second: whether Amazon counts
 * them in is not written anywhere. */
#include "platform/amazon_vendor/av_orders.h"
#include "base/buf.h"
#include "platform/amazon_vendor/av_answer.h"
#include "platform/amazon_vendor/av_fetch.h"
#include "platform/amazon_vendor/av_order.h"
#include "platform/amazon_vendor/av_request.h"

#include <string.h>

enum {
	PAGE = 100,
	DAY_S = 24 * 3600,
	SLICE_S = 7 * DAY_S - 10,  /* Amazon takes seven days, edges included */
	REACH_S = 179 * DAY_S,     /* and goes back six months */
	PAGES_MAX = 10000,         /* of one slice: far more than there can be */
	CURSOR_MAX = 4096,
};

enum leg { LEG_CREATED, LEG_CHANGED, LEG_CLOSED, LEGS };

static const struct {
	const char *route, *rows, *after, *before;
} legs[LEGS] = {
	[LEG_CREATED] = { AV_ORDERS, "orders", "createdAfter", "createdBefore" },
	[LEG_CHANGED] = { AV_ORDERS, "orders", "changedAfter", "changedBefore" },
	[LEG_CLOSED] = { AV_STATUS, "ordersStatus", "updatedAfter", "updatedBefore" },
};

struct place {
	int64_t     leg, from_s, end_s; /* the list, where its slice begins, where the last slice ends */
	int64_t     page;               /* of this slice */
	bool        again;              /* this slice was begun again already */
	bool        over;
	const char *token;              /* of the page to come; NULL: the first */
	size_t      n_later;
	const char *later[PAGE];
};

static const char six_months[] = "Amazon tells of purchase orders of the last six months only";

static int64_t seconds(struct instant t)
{
	return t.us / INSTANT_SECOND;
}

static int64_t begin_s(const struct platform_args *args, int64_t now_s)
{
	int64_t from_s = seconds(args->from);

	return from_s > now_s - REACH_S ? from_s : now_s - REACH_S;
}

static void place_begin(const struct platform_args *args, struct place *p)
{
	int64_t now_s = seconds(instant_now());

	*p = (struct place){ .leg = LEG_CREATED, .from_s = begin_s(args, now_s), .end_s = args->to.us ? seconds(args->to) : now_s };
	p->over = p->from_s > p->end_s;
}

static bool place_read(struct ctx *c, const struct platform_args *args, struct place *p)
{
	const struct json *j;

	if (!args->cursor) {
		place_begin(args, p);
		return true;
	}
	j = av_own(c, args->cursor);
	*p = (struct place){
		.over = json_true(json_member(j, "over")),
		.again = json_true(json_member(j, "again")),
		.token = json_text(json_member(j, "token")),
	};
	for (const struct json *l = json_first(json_member(j, "later")); l && p->n_later < PAGE; l = json_next(l))
		if (av_is_number(json_text(l)))
			p->later[p->n_later++] = json_text(l);
	return json_int(json_member(j, "leg"), &p->leg) && json_int(json_member(j, "from"), &p->from_s)
	    && json_int(json_member(j, "end"), &p->end_s) && json_int(json_member(j, "page"), &p->page) && p->leg >= 0
	    && p->leg < LEGS && p->page >= 0;
}

static const char *place_write(struct ctx *c, const struct place *p)
{
	struct buf to = buf_new(c->arena, 256);

	buf_printf(&to, "{\"leg\":%lld,\"from\":%lld,\"end\":%lld,\"page\":%lld,\"again\":%s,\"over\":%s,\"token\":", (long long)p->leg,
		(long long)p->from_s, (long long)p->end_s, (long long)p->page, p->again ? "true" : "false", p->over ? "true" : "false");
	buf_json(&to, p->token);
	buf_puts(&to, ",\"later\":[");
	for (size_t i = 0; i < p->n_later; i++) {
		buf_puts(&to, i ? "," : "");
		buf_json(&to, p->later[i]);
	}
	buf_puts(&to, "]}");
	return to.text;
}

/* The page is read: the next one of this slice, the next slice, the next list, or the end. */
static void place_on(const struct platform_args *args, struct place *p, const char *token)
{
	p->token = token;
	if (token) {
		p->page++;
		return;
	}
	p->page = 0;
	p->again = false;
	p->from_s += SLICE_S;
	if (p->from_s <= p->end_s)
		return;
	p->leg++;
	p->over = p->leg == LEGS || args->by == WINDOW_CREATED;
	if (p->over)
		p->leg = LEG_CREATED;
	else
		p->from_s = begin_s(args, seconds(instant_now()));
}

static const char *time_text(struct ctx *c, int64_t s)
{
	return instant_text(c->arena, (struct instant){ s * INSTANT_SECOND });
}

static struct step ask_page(struct ctx *c, const struct platform_store *s, const struct place *p, const char *state)
{
	struct av_call call = { .route = legs[p->leg].route };
	int64_t        to_s = p->from_s + SLICE_S < p->end_s ? p->from_s + SLICE_S : p->end_s;

	av_with(&call, legs[p->leg].after, time_text(c, p->from_s - 1));
	av_with(&call, legs[p->leg].before, time_text(c, to_s + 1));
	av_with(&call, "limit", arena_printf(c->arena, "%d", PAGE));
	av_with(&call, "sortOrder", "ASC");
	if (p->leg == LEG_CLOSED)
		av_with(&call, "purchaseOrderStatus", "CLOSED");
	else
		av_with(&call, "includeDetails", "true");
	if (p->token)
		av_with(&call, "nextToken", p->token);
	return av_request(c, s, &call, state);
}

static bool in_window(const struct platform_args *args, const struct incoming_order *o)
{
	if (args->by != WINDOW_CREATED || o->refusal || !o->created_at.us)
		return true;
	return (!args->from.us || seconds(o->created_at) >= seconds(args->from))
	    && (!args->to.us || seconds(o->created_at) <= seconds(args->to));
}

static struct step page(struct ctx *c, const struct platform_args *args, const struct place *p, const struct http_answer *a, size_t n,
	struct incoming_order *orders)
{
	struct step step = { .kind = STEP_PAGE, .n_orders = n, .orders = orders };

	if (a)
		step.server_time = a->date;
	if (args->from.us && seconds(args->from) < seconds(instant_now()) - REACH_S)
		step.note = six_months;
	step.next_cursor = p->over && !p->n_later ? NULL : place_write(c, p);
	if (step.next_cursor && strlen(step.next_cursor) > CURSOR_MAX)
		return av_no(CLASS_PERMANENT, "token_too_long", "Amazon's mark of the next page is longer than we can keep");
	return step;
}

/* Whether a row is to be asked for by itself. */
static bool comes_later(enum leg leg, const struct json *row)
{
	const char *status = json_text(json_member(row, "purchaseOrderStatus"));

	if (leg == LEG_CLOSED)
		return status && strcmp(status, "CLOSED") == 0;
	return av_order_is_bare(row) || av_order_wants_facts(row);
}

static struct step page_came(struct ctx *c, const struct platform_store *s, const struct platform_args *args, struct place *p,
	const struct json *state, const struct http_answer *a)
{
	struct platform_error  e;
	const struct json     *payload = av_payload(c, s, a, false, &e), *rows = json_member(payload, legs[p->leg].rows);
	const char            *token = json_text(json_path(payload, "pagination.nextToken"));
	struct incoming_order *orders;
	size_t                 n = 0;

	if (json_true(json_member(state, "again"))) {
		p->token = NULL;
		p->page = 0;
		p->again = true;
	}
	/* The mark of a page wears out while a store rests. What it listed is listed again. */
	if (!payload && e.class == CLASS_VALIDATION && p->token && !p->again) {
		p->token = NULL;
		return ask_page(c, s, p, "{\"again\":true}");
	}
	if (!payload)
		return av_error_step(e);
	if (json_type(rows) != JSON_ABSENT && json_type(rows) != JSON_ARRAY)
		return av_no(CLASS_PERMANENT, "unreadable", "Amazon answered something else than a list of purchase orders");
	if (json_count(rows) > PAGE)
		return av_no(CLASS_PERMANENT, "page_too_long", "Amazon sends more purchase orders than it was asked for");
	if (token && !*token)
		token = NULL;
	if (token && ((p->token && strcmp(token, p->token) == 0) || p->page == PAGES_MAX))
		return av_no(CLASS_TRANSIENT, "page_repeated", "Amazon answers with the same page again and again");

	orders = NEW_N(c->arena, struct incoming_order, json_count(rows) + 1);
	for (const struct json *row = json_first(rows); row; row = json_next(row)) {
		if (av_order_number(row) && comes_later((enum leg)p->leg, row)) {
			p->later[p->n_later++] = av_order_number(row);
			continue;
		}
		if (p->leg == LEG_CLOSED)
			continue;
		av_order_read(c, row, NULL, &orders[n]);
		n += in_window(args, &orders[n]);
	}
	place_on(args, p, token);
	return page(c, args, p, a, n, orders);
}

static struct step later_came(struct ctx *c, const struct platform_store *s, const struct platform_args *args, struct place *p,
	const struct json *state, const struct http_answer *a)
{
	struct step step = av_fetch_next(c, s, state, a);

	if (step.kind == STEP_REQUEST || (step.kind == STEP_ERROR && step.error.class != CLASS_NOT_FOUND))
		return step;
	/* Not found: gone since it was listed, so there is nothing left to read. */
	memmove(p->later, p->later + 1, --p->n_later * sizeof *p->later);
	return page(c, args, p, a, step.n_orders && in_window(args, step.orders) ? 1 : 0, step.orders);
}

struct step av_list_orders(struct ctx *c, const struct platform_store *s, const struct platform_args *args,
	const struct json *state, const struct http_answer *a)
{
	struct place *p = NEW(c->arena, struct place);

	if (!place_read(c, args, p))
		return av_no(CLASS_PERMANENT, "bad_cursor", "The place where the list was left is lost");
	if (!a && p->n_later)
		return av_fetch_begin(c, s, p->later[0]);
	if (!a && p->over)
		return page(c, args, p, NULL, 0, NULL);
	if (!a)
		return ask_page(c, s, p, "{}");
	if (av_fetch_is(state))
		return p->n_later ? later_came(c, s, args, p, state, a) : av_no(CLASS_PERMANENT, "bad_cursor", "The place where the list was left is lost");
	return page_came(c, s, args, p, state, a);
}
