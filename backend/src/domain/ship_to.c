#include "domain/ship_to.h"

#include "domain/order.h"
#include "domain/order_address.h"
#include "lib/db.h"
#include "model/platform_kind.h"
#include "sql/ship_to_sql.h"

#include <ctype.h>
#include <string.h>

enum { FREED_AT_ONCE = 500 };

bool ship_to_all(struct ctx *c, const struct ship_to_filter *f, struct ship_to **rows, size_t *n)
{
	return ship_to_sql_all(c, f, rows, n);
}

static void use(struct order *o, const struct ship_to *t)
{
	o->recipient_name = t->name;
	o->recipient_company = t->company;
	o->recipient_phone = t->phone;
	o->recipient_country = t->country;
	o->recipient_state = t->state;
	o->recipient_city = t->city;
	o->recipient_line1 = t->line1;
	o->recipient_line2 = t->line2;
	o->recipient_zip = t->zip;
}

static bool asks(struct ctx *c, const struct order *o)
{
	return o->kind == ORDER_B2B && o->ship_to_code && order_address_missing(c, o);
}

bool ship_to_fill(struct ctx *c, struct order *orders, size_t n)
{
	const char    **codes = NEW_N(c->arena, const char *, n + 1);
	struct ship_to *rows;
	size_t          n_codes = 0, n_rows;

	for (size_t i = 0; i < n; i++)
		if (asks(c, &orders[i]))
			codes[n_codes++] = orders[i].ship_to_code;
	if (!n_codes)
		return true;
	if (!ship_to_sql_of(c, &orders[0], codes, n_codes, &rows, &n_rows))
		return false;
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n_rows && asks(c, &orders[i]); j++)
			if (strcmp(rows[j].code, orders[i].ship_to_code) == 0)
				use(&orders[i], &rows[j]);
	return true;
}

/* ---- setting ----------------------------------------------------------------------------------------------- */

static bool check(struct ctx *c, const struct ship_to *in)
{
	const struct platform_kind *kind = platform_kind_named(in->platform);
	struct order                o = { 0 };
	const char                 *missing;

	if (!kind || kind->kind != ORDER_B2B)
		problem_field(c, "platform", "not_a_choice", "is no platform of purchase orders");
	if (!isupper((unsigned char)in->country[0]) || !isupper((unsigned char)in->country[1]))
		problem_field(c, "country", "malformed", "must be two capital letters");
	use(&o, in);
	missing = order_address_missing(c, &o);
	if (missing)
		problem_field(c, "country", "incomplete", "needs more for an address there: %s", missing);
	return c->problem.code == PROBLEM_NONE;
}

static bool free_waiting(struct ctx *c, const struct ship_to *in, int64_t *freed)
{
	uint64_t *ids;
	size_t    n;

	if (!ship_to_sql_waiting(c, c->actor.customer_id, in, FREED_AT_ONCE, &ids, &n))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct order o;

		if (!order_lock(c, (struct order_ref){ .id = ids[i] }, &o) || !order_recheck(c, &o))
			return false;
		*freed += o.exception_code == NULL;
	}
	return true;
}

struct set {
	const struct ship_to *in;
	struct ship_to       *out;
};

static bool set(struct ctx *c, void *arg)
{
	const struct set     *s = arg;
	struct ship_to_filter f = { s->in->platform, s->in->code };
	struct ship_to       *rows;
	size_t                n;
	int64_t               freed = 0;

	if (!ship_to_sql_set(c, c->actor.customer_id, s->in) || !free_waiting(c, s->in, &freed) || !ship_to_sql_all(c, &f, &rows, &n))
		return false;
	*s->out = rows[0];
	s->out->freed = freed;
	return true;
}

bool ship_to_set(struct ctx *c, const struct ship_to *in, struct ship_to *out)
{
	if (!c->actor.customer_id)
		return problem(c, PROBLEM_FORBIDDEN, "The addresses of buyers' places are a customer's own.");
	return check(c, in) && db_again(c, set, &(struct set){ in, out });
}
