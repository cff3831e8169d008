/* The list. Every page reads about as many index entries as it shows rows, whatever the filters: the
 * index is chosen here and named, because the optimiser's choice changes with its statistics and a
 * sort of a whole customer's orders costs seconds. Where an index cannot deliver the order by time for
 * several values at once (statuses, stores, warehouses, turns), each value gives one page of ids and the
 * newest of them are kept. */
#include "sql/order_sql.h"
#include "sql/like.h"
#include "sql/order_found_sql.h"
#include "sql/order_where_sql.h"

#include <string.h>

enum { LOOK_AHEAD = 600 };

/* What the page is read along. */
enum way { BY_TIME, BY_STATUS, BY_STORE, BY_WAREHOUSE, BY_NUMBER, BY_TRACKING, BY_EXCEPTION, BY_CAUSE, BY_RECIPIENT, BY_FOUND, BY_LIVE };

/* One value of the way, or one of several ways whose orders are not each other's. */
struct branch {
	enum way    way;
	uint64_t    id;                       /* of the store or warehouse */
	const char *statuses[ORDER_STATUSES]; /* of BY_STATUS and BY_LIVE one, of BY_EXCEPTION those of the clause */
	size_t      n_statuses;
	const struct order_clause *clause;    /* of BY_EXCEPTION for a turn; NULL: none */
};
struct plan {
	const struct order_filter *f;
	enum way       way;      /* of all, unless by_turn */
	bool           by_turn;  /* or another way whose branches are not the filter's values */
	size_t         n_branches;
	struct branch *branches;
	struct order_found *found; /* of a name, or of a prefix that many share; else NULL */
	uint64_t      *ids;        /* of BY_FOUND: the page's */
	size_t         n_ids;
};

static void add_table(struct query *q, enum way way)
{
	if (way == BY_LIVE)
		query_add(q, " FROM customer cu STRAIGHT_JOIN platform_order o FORCE INDEX (ix_status) ON o.customer_id = cu.id");
	else
		query_add(q, " FROM platform_order o");
	switch (way) {
	case BY_TIME: query_add(q, " FORCE INDEX (ix_list)"); break;
	case BY_STATUS: query_add(q, " FORCE INDEX (ix_status)"); break;
	case BY_STORE: query_add(q, " FORCE INDEX (ix_store)"); break;
	case BY_WAREHOUSE: query_add(q, " FORCE INDEX (ix_warehouse)"); break;
	case BY_NUMBER: query_add(q, " FORCE INDEX (ix_no)"); break;
	case BY_EXCEPTION: query_add(q, " FORCE INDEX (ix_exception)"); break;
	case BY_CAUSE: query_add(q, " FORCE INDEX (ix_cause)"); break;
	case BY_RECIPIENT: query_add(q, " FORCE INDEX (ix_recipient)"); break;
	case BY_FOUND: query_add(q, " FORCE INDEX (PRIMARY)"); break;
	case BY_LIVE:
	case BY_TRACKING: break; /* few rows, by primary key */
	}
}

/* What the branch is beside the filters, so that its index is read from where it begins to where it ends. */
static void add_branch(struct query *q, const struct plan *p, const struct branch *b)
{
	if (b->way == BY_FOUND) {
		query_add(q, " AND ");
		query_in_ids(q, "o.id", p->ids, p->n_ids);
	} else if (b->way == BY_STATUS || b->way == BY_LIVE) {
		query_add(q, " AND o.status = ?", V(b->statuses[0]));
	} else if (b->way == BY_STORE) {
		query_add(q, " AND o.store_id = ?", V(b->id));
	} else if (b->way == BY_WAREHOUSE) {
		query_add(q, " AND o.warehouse_id = ?", V(b->id));
	} else if (b->clause) {
		order_where_sql_exception(q, b->clause);
		query_add(q, " AND ");
		query_in_texts(q, "o.status", b->statuses, b->n_statuses);
	}
}

/* ---- the way ----------------------------------------------------------------------------------- */

static const struct field warehouse_id_fields[] = { { .member = "id", .type = FIELD_UINT64 }, FIELD_END };
static const struct shape warehouse_id_shape = { sizeof(uint64_t), warehouse_id_fields };

static bool branch_by_warehouse(struct ctx *c, struct plan *p)
{
	struct query q = query_new(c);
	uint64_t    *ids;

	query_add(&q, "SELECT w.id FROM warehouse w WHERE TRUE");
	query_warehouse(c, &q, "w.id");
	ids = db_all(c, &q, &warehouse_id_shape, &p->n_branches);
	if (!ids)
		return false;
	p->branches = NEW_N(c->arena, struct branch, p->n_branches + 1);
	for (size_t i = 0; i < p->n_branches; i++)
		p->branches[i] = (struct branch){ .way = BY_WAREHOUSE, .id = ids[i] };
	return true;
}

static bool same_exceptions(const struct order_clause *a, const struct order_clause *b)
{
	if (a->but != b->but || a->n_codes != b->n_codes)
		return false;
	for (size_t i = 0; i < a->n_codes; i++)
		if (strcmp(a->codes[i], b->codes[i]) != 0)
			return false;
	return true;
}

/* A status whose orders are meant unless something is wrong is walked by time. Where they are meant only when
 * something is, the few exceptions are looked for among all the orders that are long done: statuses that ask for
 * the same exceptions together. */
static void branch_by_turn(struct ctx *c, struct plan *p)
{
	p->by_turn = true;
	p->branches = NEW_N(c->arena, struct branch, p->f->n_clauses + 1);
	p->n_branches = 0;
	for (size_t i = 0; i < p->f->n_clauses; i++) {
		const struct order_clause *cl = &p->f->clauses[i];
		struct branch             *b = p->branches, *end = b + p->n_branches;

		while (b < end && (cl->plain || !b->clause || !same_exceptions(b->clause, cl)))
			b++;
		if (b == end) {
			*b = (struct branch){ .way = cl->plain ? BY_STATUS : BY_EXCEPTION, .clause = cl->plain ? NULL : cl };
			p->n_branches++;
		}
		b->statuses[b->n_statuses++] = cl->status;
	}
}

/* Staff find a name only while the order is being shipped: all of those are looked at, of every customer, and none of the
 * many that have left. */
static void branch_by_live(struct ctx *c, struct plan *p)
{
	static const enum order_status live[] = { ORDER_PROCESSING, ORDER_PARTIALLY_SHIPPED };

	p->by_turn = true;
	p->n_branches = sizeof live / sizeof *live;
	p->branches = NEW_N(c->arena, struct branch, p->n_branches);
	for (size_t i = 0; i < p->n_branches; i++)
		p->branches[i] = (struct branch){ .way = BY_LIVE, .statuses = { order_status_names[live[i]] }, .n_statuses = 1 };
}

static void branch_by_values(struct ctx *c, struct plan *p)
{
	const struct order_filter *f = p->f;

	p->n_branches = p->way == BY_STATUS ? f->n_statuses : p->way == BY_STORE ? f->n_stores : 1;
	p->branches = NEW_N(c->arena, struct branch, p->n_branches);
	for (size_t i = 0; i < p->n_branches; i++) {
		p->branches[i].way = p->way;
		if (p->way == BY_STATUS)
			p->branches[i].statuses[0] = f->statuses[i];
		else if (p->way == BY_STORE)
			p->branches[i].id = f->stores[i];
	}
}

/* Counting past the cap costs ten times what the page costs, and its answer, "more than that", is as good
 * a minute later: this process remembers which counts ended so. A colliding pair only shares a slot. */
static struct {
	uint64_t key;
	int64_t  until_us;
} beyond_cap[256];
enum { REMEMBERED_S = 60 };

static uint64_t mixed(uint64_t h, const void *data, size_t n)
{
	for (const unsigned char *p = data; n; n--, p++)
		h = (h ^ *p) * UINT64_C(1099511628211); /* FNV-1a */
	return h;
}

static uint64_t key_of(const struct query *q)
{
	uint64_t h = mixed(UINT64_C(14695981039346656037), q->text, q->len);

	for (size_t i = 0; i < q->n_values; i++) {
		const struct value *v = &q->values[i];

		if (v->kind == VALUE_TEXT || v->kind == VALUE_BYTES)
			h = mixed(mixed(h, &v->bytes.len, sizeof v->bytes.len), v->bytes.data, v->bytes.len);
		else
			h = mixed(h, &v->u, sizeof v->u); /* the other members are as large */
	}
	return h;
}

static void add_count(struct ctx *c, struct query *q, const struct plan *p)
{
	query_add(q, "SELECT COUNT(*) FROM (");
	for (size_t i = 0; i < (p->by_turn ? p->n_branches : 1); i++) {
		if (i)
			query_add(q, " UNION ALL ");
		query_add(q, "(SELECT 1");
		add_table(q, p->branches[i].way);
		order_where_sql_add(c, q, p->f);
		if (p->by_turn)
			add_branch(q, p, &p->branches[i]);
		query_add(q, " LIMIT ?)", V(ORDER_TOTAL_CAP + 1));
	}
	query_add(q, ") m");
}

/* The number of matches, counted up to one more than the cap. */
static bool count(struct ctx *c, const struct plan *p, uint64_t *n)
{
	const int64_t now_us = instant_now().us;
	struct query  q = query_new(c);
	uint64_t      key;
	size_t        slot;

	add_count(c, &q, p);
	key = key_of(&q);
	slot = key % (sizeof beyond_cap / sizeof *beyond_cap);
	if (beyond_cap[slot].key == key && beyond_cap[slot].until_us > now_us) {
		*n = ORDER_TOTAL_CAP + 1;
		return true;
	}
	if (!(p->found ? order_found_sql_count(c, p->found, ORDER_TOTAL_CAP, n) : db_number(c, &q, n)))
		return false;
	if (*n > ORDER_TOTAL_CAP) {
		beyond_cap[slot].key = key;
		beyond_cap[slot].until_us = now_us + REMEMBERED_S * INSTANT_SECOND;
	}
	return true;
}

/* What many orders have is found by time when the page is among the next few orders by time: so are most. Only of a name
 * that matches is the order itself looked at. */
static bool soon_by_time(struct ctx *c, const struct order_filter *f, enum way way, bool *soon)
{
	struct query q = query_new(c);
	struct page  few = f->page;
	uint64_t     n;

	few.limit = LOOK_AHEAD;
	query_add(&q, "SELECT COUNT(*) FROM (SELECT STRAIGHT_JOIN 1 FROM (SELECT o.id");
	if (way == BY_RECIPIENT)
		query_add(&q, ", o.recipient_folded");
	add_table(&q, way);
	query_add(&q, " WHERE o.kind = ?", V(order_kind_names[f->kind]));
	order_sql_visible(c, &q);
	order_where_sql_times(&q, f);
	query_page(&q, &few, "o.order_time", "o.id");
	query_add(&q, ") m JOIN platform_order o FORCE INDEX (PRIMARY) ON o.id = m.id");
	if (way == BY_RECIPIENT)
		query_add(&q, " AND m.recipient_folded LIKE " FOLDED_NAME, V(like_contains(c->arena, f->recipient_name)));
	order_where_sql_add(c, &q, f);
	query_add(&q, " LIMIT ?) found", V(f->page.limit + 1));
	if (!db_number(c, &q, &n))
		return false;
	*soon = n > (uint64_t)f->page.limit;
	return true;
}

static bool find_ids(struct ctx *c, struct plan *p)
{
	p->branches[0].way = p->way = BY_FOUND;
	return order_found_sql_page(c, p->found, &p->ids, &p->n_ids);
}

static bool find_name(struct ctx *c, struct plan *p)
{
	bool soon;

	p->found = NEW(c->arena, struct order_found);
	return order_found_sql_begin(c, p->f, p->found)
	    && soon_by_time(c, p->f, BY_RECIPIENT, &soon)
	    && (soon || find_ids(c, p));
}

/* Of few matches the number's index, which holds the time, is sorted. */
static bool find_prefix(struct ctx *c, struct plan *p, uint64_t *total, bool *counted)
{
	bool soon;

	if (!count(c, p, total))
		return false;
	*counted = true;
	if (*total <= ORDER_TOTAL_CAP)
		return true;
	if (!soon_by_time(c, p->f, BY_TIME, &soon))
		return false;
	if (soon) {
		p->branches[0].way = p->way = BY_TIME;
		return true;
	}
	p->found = NEW(c->arena, struct order_found);
	return order_found_sql_begin(c, p->f, p->found) && find_ids(c, p);
}

static bool choose_way(struct ctx *c, const struct order_filter *f, struct plan *p, uint64_t *total, bool *counted)
{
	*p = (struct plan){ .f = f };
	*counted = false;
	if (f->tracking_no)
		p->way = BY_TRACKING;
	else if (c->actor.kind == ACTOR_STAFF && f->recipient_name)
		return branch_by_live(c, p), true;
	else if (c->actor.kind == ACTOR_STAFF)
		p->way = BY_WAREHOUSE;
	else if (f->n_order_nos && !(f->order_no_prefix && f->recipient_name))
		p->way = BY_NUMBER;
	else if (f->exception_key)
		p->way = BY_CAUSE;
	else if (f->exception)
		p->way = BY_EXCEPTION;
	else if (f->recipient_name)
		p->way = BY_RECIPIENT;
	else if (f->n_turns)
		return branch_by_turn(c, p), true;
	else if (f->n_statuses)
		p->way = BY_STATUS;
	else if (f->n_stores)
		p->way = BY_STORE;
	if (p->way == BY_WAREHOUSE)
		return branch_by_warehouse(c, p);
	branch_by_values(c, p);
	if (!c->actor.customer_id)
		return true;
	if (p->way == BY_RECIPIENT && f->kind == ORDER_B2C)
		return find_name(c, p);
	return p->way != BY_NUMBER || !f->order_no_prefix || find_prefix(c, p, total, counted);
}

/* ---- the statement ----------------------------------------------------------------------------- */

#define ROW_COLUMNS                                                                                               \
	" o.id, o.customer_id, o.order_no, o.kind, o.status, o.platform_state, o.source, s.platform, o.store_id,"    \
	" s.name AS store_name, o.amount, o.currency, o.wms_shipping_cost, o.wms_shipping_currency, o.order_time,"   \
	" o.warehouse_id, w.name AS warehouse_name, o.exception_code, o.exception_detail, o.exception_since,"        \
	" o.version, o.status_since, ob.id AS outbound_id, ob.status AS outbound_status,"                            \
	" IF(o.status IN ('partially_shipped', 'shipped'), (SELECT COUNT(*) FROM writeback b FORCE INDEX (ix_order)" \
	" WHERE b.customer_id = o.customer_id AND b.order_id = o.id AND b.kind <> 'acknowledgement'"                 \
	" AND b.state <> 'confirmed'), 0) AS open_writebacks"
/* Without the named indexes a small table is joined through a buffer, which loses the order by time, and
 * then everything is sorted. A pending order has no outbound order: NULL spares the look. */
#define ROW_JOINS                                                                                                 \
	" JOIN store s FORCE INDEX (PRIMARY) ON s.id = o.store_id"                                                   \
	" LEFT JOIN warehouse w FORCE INDEX (PRIMARY) ON w.id = o.warehouse_id"                                      \
	" LEFT JOIN outbound_order ob FORCE INDEX (uk_live) ON ob.live_order_id = IF(o.status IN ('pending', 'acknowledged'), NULL, o.id)"

static void add_columns(struct query *q, const struct order_filter *f)
{
	query_add(q, "SELECT STRAIGHT_JOIN" ROW_COLUMNS);
	if (f->kind == ORDER_B2B)
		query_add(q, "," PURCHASE_COLUMNS ACKNOWLEDGING_COLUMNS);
}

/* One value, and an index that delivers the order: straight from the table. */
static void add_direct(struct ctx *c, struct query *q, const struct plan *p)
{
	add_columns(q, p->f);
	add_table(q, p->branches[0].way);
	query_add(q, ROW_JOINS);
	order_where_sql_add(c, q, p->f);
	add_branch(q, p, &p->branches[0]);
	query_page(q, &p->f->page, "o.order_time", "o.id");
}

static void add_order(struct query *q, const struct order_filter *f)
{
	if (f->page.ascending)
		query_add(q, " ORDER BY order_time, id");
	else
		query_add(q, " ORDER BY order_time DESC, id DESC");
}

/* Ids first, from the index alone where it holds the filters, then the rows of those shown. */
static void add_by_ids(struct ctx *c, struct query *q, const struct plan *p)
{
	add_columns(q, p->f);
	query_add(q, " FROM (");
	for (size_t i = 0; i < p->n_branches; i++) {
		if (i)
			query_add(q, " UNION ALL ");
		query_add(q, "(SELECT o.id, o.order_time");
		add_table(q, p->branches[i].way);
		order_where_sql_add(c, q, p->f);
		add_branch(q, p, &p->branches[i]);
		query_page(q, &p->f->page, "o.order_time", "o.id");
		query_add(q, ")");
	}
	if (p->n_branches > 1) {
		add_order(q, p->f);
		query_add(q, " LIMIT ?", V(p->f->page.limit + 1));
	}
	query_add(q, ") p JOIN platform_order o ON o.id = p.id" ROW_JOINS);
	if (p->f->page.ascending)
		query_add(q, " ORDER BY p.order_time, p.id");
	else
		query_add(q, " ORDER BY p.order_time DESC, p.id DESC");
}

static bool has_more(const struct order_filter *f, size_t *n)
{
	if (*n <= (size_t)f->page.limit)
		return false;
	*n = (size_t)f->page.limit;
	return true;
}

bool order_sql_page(struct ctx *c, const struct order_filter *f, struct order **rows, size_t *n, struct page_end *end)
{
	struct query q = query_new(c);
	struct plan  p;
	uint64_t     total = 0;
	bool         counted;

	*rows = NULL;
	*n = 0;
	*end = (struct page_end){ .total_is_exact = true };
	if (!choose_way(c, f, &p, &total, &counted))
		return false;
	if (!p.n_branches) /* staff of no warehouse, turns that these statuses never have */
		return true;
	if (p.n_branches == 1 && p.branches[0].way <= BY_WAREHOUSE)
		add_direct(c, &q, &p);
	else
		add_by_ids(c, &q, &p);
	*rows = db_all(c, &q, &order_shape, n);
	if (!*rows)
		return false;
	if (has_more(f, n))
		end->next_cursor = page_cursor(c, (*rows)[*n - 1].order_time, (*rows)[*n - 1].id);
	else if (!f->page.cursor) /* the one page holds all there is */
		total = *n, counted = true;
	if (!counted && !count(c, &p, &total))
		return false;
	end->total_is_exact = total <= ORDER_TOTAL_CAP;
	end->total = end->total_is_exact ? total : ORDER_TOTAL_CAP;
	return true;
}

/* ---- how many stand where ------------------------------------------------------------------------ */

static const struct field counts_fields[] = {
	FIELD(struct order_counts, pending, NULL), FIELD(struct order_counts, processing, NULL),
	FIELD(struct order_counts, partially_shipped, NULL), FIELD(struct order_counts, shipped, NULL),
	FIELD(struct order_counts, completed, NULL), FIELD(struct order_counts, cancelled, NULL),
	FIELD(struct order_counts, acknowledged, NULL), FIELD(struct order_counts, manual_completed, NULL),
	FIELD(struct order_counts, exceptions, NULL), FIELD_END
};
static const struct shape counts_shape = SHAPE(struct order_counts, counts_fields);

static void add_status_count(struct ctx *c, struct query *q, enum order_kind kind, enum order_status status)
{
	query_add(q, "(SELECT COUNT(*) FROM (SELECT 1");
	add_table(q, c->actor.kind == ACTOR_STAFF ? BY_WAREHOUSE : BY_STATUS);
	query_add(q, " WHERE o.kind = ? AND o.status = ?", V(order_kind_names[kind]), V(order_status_names[status]));
	order_sql_visible(c, q);
	query_add(q, " LIMIT ?) m) AS ", V(ORDER_TOTAL_CAP));
	query_add_(order_status_names[status], q, NULL, 0);
	query_add(q, ", ");
}

bool order_sql_counts(struct ctx *c, enum order_kind kind, struct order_counts *out)
{
	struct query q = query_new(c);
	int64_t      most = 0;

	*out = (struct order_counts){ 0 };
	query_add(&q, "SELECT ");
	for (enum order_status status = 0; status < ORDER_STATUSES; status++)
		add_status_count(c, &q, kind, status);
	query_add(&q, "(SELECT COUNT(*) FROM (SELECT 1");
	add_table(&q, c->actor.kind == ACTOR_STAFF ? BY_WAREHOUSE : BY_EXCEPTION);
	query_add(&q, " WHERE o.kind = ? AND o.exception_code IS NOT NULL", V(order_kind_names[kind]));
	order_sql_visible(c, &q);
	query_add(&q, " LIMIT ?) m) AS exceptions", V(ORDER_TOTAL_CAP));
	if (!db_one(c, &q, &counts_shape, out, "count"))
		return false;
	for (const int64_t *n = &out->pending; n <= &out->manual_completed; n++) {
		out->total += *n;
		most = *n > most ? *n : most;
	}
	out->is_exact = most < ORDER_TOTAL_CAP && out->exceptions < ORDER_TOTAL_CAP;
	return true;
}
