#include "domain/recheck.h"

#include "base/buf.h"
#include "domain/order.h"
#include "lib/db.h"
#include "lib/secret.h"
#include "sql/job_sql.h"
#include "sql/order_sql.h"
#include "sql/product_sql.h"

enum { AT_ONCE = 200, LATER_S = 15 };

/* uniq names the whole work in plain ASCII; a SKU's key may be anything. */
static const char *job_name(struct ctx *c, const struct recheck_ref *r)
{
	const struct bytes hash = sha256_of(c->arena, r->sku_key ? r->sku_key : "");
	struct buf         b = buf_new(c->arena, 160);

	buf_printf(&b, "orders_recheck:%llu:", (unsigned long long)r->store_id);
	for (size_t i = 0; r->sku_key && i < hash.len; i++)
		buf_printf(&b, "%02x", ((const unsigned char *)hash.data)[i]);
	buf_printf(&b, ":%llu", (unsigned long long)r->after_id);
	return b.text;
}

static bool add_job(struct ctx *c, uint64_t customer_id, const struct recheck_ref *r, int64_t delay_s)
{
	struct buf payload = buf_new(c->arena, 256);

	shape_emit(&payload, &recheck_ref_shape, r);
	return job_sql_add(c, &(struct job_new){ .customer_id = customer_id,
		.lane = arena_printf(c->arena, "store:%llu:recheck", (unsigned long long)r->store_id), .kind = "orders_recheck",
		.uniq = job_name(c, r), .priority = delay_s ? JOB_PRIORITY_NORMAL : JOB_PRIORITY_PERSON, .delay_s = delay_s,
		.payload = payload.text });
}

/* At most AT_ONCE orders behind r->after_id; *last is the last one's id when there are more, else 0. */
static bool recheck_some(struct ctx *c, uint64_t customer_id, const struct recheck_ref *r, uint64_t *last)
{
	uint64_t *ids;
	size_t    n;

	*last = 0;
	if (!order_sql_waiting(c, customer_id, r->store_id, r->sku_key, r->after_id, AT_ONCE + 1, &ids, &n))
		return false;
	for (size_t i = 0; i < n && i < AT_ONCE; i++) {
		struct order o;

		if (!order_lock(c, (struct order_ref){ .id = ids[i] }, &o) || !product_sql_set_digital(c, &o) || !order_recheck(c, &o))
			return false;
	}
	if (n > AT_ONCE)
		*last = ids[AT_ONCE - 1];
	return true;
}

bool recheck_and_follow(struct ctx *c, uint64_t customer_id, const struct recheck_ref *r)
{
	struct recheck_ref next = *r;

	return recheck_some(c, customer_id, r, &next.after_id)
	    && add_job(c, customer_id, &next, next.after_id ? 0 : LATER_S);
}

bool recheck_later(struct ctx *c, uint64_t customer_id, const struct recheck_ref *r)
{
	return add_job(c, customer_id, r, LATER_S);
}

struct now {
	uint64_t                  customer_id;
	const struct recheck_ref *r;
};

static bool some(struct ctx *c, void *arg)
{
	const struct now *now = arg;
	uint64_t          last;

	return recheck_some(c, now->customer_id, now->r, &last);
}

bool recheck_now(struct ctx *c, uint64_t customer_id, const struct recheck_ref *r)
{
	return db_again(c, some, &(struct now){ customer_id, r });
}

bool recheck_more(struct ctx *c, uint64_t customer_id, const struct recheck_ref *r)
{
	struct recheck_ref next = *r;

	return recheck_some(c, customer_id, r, &next.after_id) && (!next.after_id || add_job(c, customer_id, &next, 0));
}
