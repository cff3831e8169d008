/* All that creating orders writes, for one order and for a page of them: orders, lines, revisions, shipments, timelines, what
 * partners' tools are told. What keeps an order from being dispatched is known before it is written, so that it is
 * written once, with its exception. */
#include "domain/ingest_steps.h"

#include "domain/order.h"
#include "domain/order_blocker.h"
#include "domain/ship_to.h"
#include "lib/failpoint.h"
#include "sql/ingest_sql.h"

#include <stdlib.h>
#include <string.h>

struct creating {
	const struct ingest_source *from;
	struct ingest_new         **new;    /* sorted by the platform's id: two pages with the same orders meet in one order */
	const struct incoming_order **in;   /* theirs */
	size_t                      n;
	struct ingest_goods         goods;
};

/* ---- what is known of them before they are there ------------------------------------------------ */

static bool skipped(const struct ingest_arrival *a)
{
	if (a->in.state == INCOMING_SHIPPED)
		return ingest_result(a->result, SYNC_SKIPPED, "platform_shipped", "already shipped on the platform");
	if (a->in.state == INCOMING_CANCELLED)
		return ingest_result(a->result, SYNC_SKIPPED, "cancelled_on_platform", "cancelled on the platform before it came here");
	return false;
}

/* The order as it will be read back, as far as anything here looks at it. */
static struct order order_of(const struct ingest_source *from, const struct incoming_order *in)
{
	const struct incoming_recipient *r = &in->recipient;

	return (struct order){
		.customer_id = from->customer_id, .store_id = from->store_id, .kind = (int32_t)from->kind,
		.platform_order_id = in->platform_order_id, .order_no = in->order_no, .source = in->source, .status = ORDER_PENDING,
		.platform_state = (int32_t)in->state, .recipient_name = r->name, .recipient_company = r->company,
		.recipient_phone = r->phone, .recipient_email = r->email, .recipient_country = r->country, .recipient_state = r->state,
		.recipient_city = r->city, .recipient_line1 = r->line1, .recipient_line2 = r->line2, .recipient_zip = r->zip,
		.ship_to_code = in->purchase ? in->purchase->ship_to_code : NULL, .version = 1,
	};
}

/* The same of a line: bound or not is all that is asked of its mapping. */
static struct order_line line_of(struct ctx *c, const struct ingest_goods *goods, const struct incoming_line *l)
{
	const struct ingest_good *good = ingest_good_of(goods, l);

	return (struct order_line){
		.platform_sku = l->platform_sku, .sku_key = l->sku_key,
		.product_name = ingest_fit(c, l->product_name ? l->product_name : "", INGEST_PRODUCT_NAME), .ordered_qty = l->quantity,
		.accepted_qty = l->quantity, .shippable = l->shippable && !(good && good->digital), .n_mapping = good && good->bound,
	};
}

static int by_platform_id(const void *a, const void *b)
{
	return strcmp((*(struct ingest_new *const *)a)->in->platform_order_id, (*(struct ingest_new *const *)b)->in->platform_order_id);
}

static void sort_out(struct ctx *c, struct creating *w, const struct ingest_arrival *const *all, size_t n)
{
	struct ingest_new *rows = NEW_N(c->arena, struct ingest_new, n + 1);

	w->new = NEW_N(c->arena, struct ingest_new *, n + 1);
	w->in = NEW_N(c->arena, const struct incoming_order *, n + 1);
	for (size_t i = 0; i < n; i++)
		if (!skipped(all[i])) {
			rows[w->n] = (struct ingest_new){ .in = &all[i]->in, .hash = all[i]->hash, .result = all[i]->result,
				.order = order_of(w->from, &all[i]->in) };
			w->in[w->n] = &all[i]->in; /* in the page's order: the first that names a product gives it its name */
			w->new[w->n] = &rows[w->n];
			w->n++;
		}
}

static void sort(struct creating *w)
{
	qsort(w->new, w->n, sizeof *w->new, by_platform_id);
	for (size_t i = 0; i < w->n; i++)
		w->in[i] = w->new[i]->in;
}

/* ---- what keeps them from being dispatched --------------------------------------------------------- */

static void look_at(struct ctx *c, const struct creating *w, struct ingest_new *new, const struct order *sent_to)
{
	struct order_line   *lines = NEW_N(c->arena, struct order_line, new->in->n_lines + 1);
	struct order_blocker b;

	for (size_t i = 0; i < new->in->n_lines; i++)
		lines[i] = line_of(c, &w->goods, &new->in->lines[i]);
	b = order_blocker_of(c, sent_to, lines, new->in->n_lines);
	if (b.code == PROBLEM_NONE)
		return;
	new->order.exception_code = problem_kinds[b.code].code;
	new->order.exception_detail = b.detail;
	new->order.exception_key = b.key;
	new->order.version = 2; /* it came, and then something was found */
}

static bool look(struct ctx *c, struct creating *w)
{
	struct order *sent_to = NEW_N(c->arena, struct order, w->n + 1);

	for (size_t i = 0; i < w->n; i++)
		sent_to[i] = w->new[i]->order;
	if (!ship_to_fill(c, sent_to, w->n))
		return false;
	for (size_t i = 0; i < w->n; i++)
		look_at(c, w, w->new[i], &sent_to[i]);
	return true;
}

/* ---- writing them ------------------------------------------------------------------------------------ */

static bool add_revisions_and_parcels(struct ctx *c, const struct creating *w)
{
	struct ingest_revision *rows = NEW_N(c->arena, struct ingest_revision, w->n + 1);
	uint64_t               *ids = NEW_N(c->arena, uint64_t, w->n + 1);

	for (size_t i = 0; i < w->n; i++) {
		ids[i] = w->new[i]->order.id;
		rows[i] = (struct ingest_revision){ ids[i], w->new[i]->in, w->new[i]->hash, true, NULL };
	}
	return ingest_sql_add_revisions(c, w->from, rows, w->n) && ingest_sql_add_parcels(c, w->from, ids, w->in, w->n);
}

/* Each is created, and then maybe an exception raised under it: told as the two that they are. */
static bool tell(struct ctx *c, const struct creating *w)
{
	struct order_news *news = NEW_N(c->arena, struct order_news, 2 * w->n + 1);
	struct order      *created = NEW_N(c->arena, struct order, w->n + 1);
	size_t             n = 0;

	for (size_t i = 0; i < w->n; i++) {
		const struct order *o = &w->new[i]->order;

		created[i] = *o;
		created[i].exception_code = created[i].exception_detail = created[i].exception_key = NULL;
		created[i].version = 1;
		news[n++] = (struct order_news){ .order = &created[i], .event = "created" };
		if (o->exception_code)
			news[n++] = (struct order_news){ .order = o, .event = "exception_raised", .detail = o->exception_detail };
	}
	return order_news_add(c, news, n);
}

bool ingest_create(struct ctx *c, const struct ingest_source *from, const struct ingest_arrival *const *all, size_t n)
{
	struct creating w = { .from = from };

	sort_out(c, &w, all, n);
	if (!w.n)
		return true;
	if (!ingest_sql_goods(c, from, w.in, w.n, &w.goods) || !ingest_sql_bound(c, from, &w.goods))
		return false;
	sort(&w);
	if (!(look(c, &w)
	      && FP(c, "ingest.before_order")
	      && ingest_sql_add(c, from, w.new, w.n)
	      && FP(c, "ingest.after_order")
	      && ingest_sql_add_lines(c, from, w.new, w.n, &w.goods)
	      && FP(c, "ingest.after_lines")
	      && add_revisions_and_parcels(c, &w)
	      && FP(c, "ingest.after_revision")
	      && tell(c, &w)))
		return false;
	for (size_t i = 0; i < w.n; i++) {
		w.new[i]->result->order_id = w.new[i]->order.id;
		(void)ingest_result(w.new[i]->result, SYNC_CREATED, NULL, NULL);
	}
	return true;
}
