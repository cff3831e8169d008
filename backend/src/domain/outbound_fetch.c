#include "domain/outbound_fetch.h"

#include "domain/order.h"
#include "sql/job_sql.h"
#include "sql/outbound_sql.h"

bool outbound_fetch_queue(struct ctx *c, const struct order *o)
{
	const unsigned long long store = o->store_id, id = o->id;

	return outbound_sql_forget_content(c, o)
	    && job_sql_add(c, &(struct job_new){
		    .customer_id = o->customer_id,
		    .lane = arena_printf(c->arena, "store:%llu:pull", store),
		    .kind = "order_fetch",
		    .uniq = arena_printf(c->arena, "order_fetch:%llu", id),
		    .priority = JOB_PRIORITY_PERSON,
		    .payload = arena_printf(c->arena, "{\"orderId\":\"%llu\"}", id),
	    });
}

bool outbound_fetch_order(struct ctx *c, uint64_t order_id, struct order *out)
{
	return outbound_sql_order(c, order_id, out);
}

bool outbound_fetch_failed(struct ctx *c, uint64_t order_id, const char *words)
{
	struct order o;

	if (!order_lock(c, (struct order_ref){ .id = order_id }, &o))
		return false;
	if (o.status != ORDER_PENDING && o.status != ORDER_ACKNOWLEDGED && o.status != ORDER_PROCESSING)
		return true;
	return order_except(c, &o, PROBLEM_LINES_CHANGED, arena_printf(c->arena,
		"The lines were changed on the platform, and asking for them again failed: %s. Sync the order by its number.",
		words ? words : "no answer"), NULL);
}
