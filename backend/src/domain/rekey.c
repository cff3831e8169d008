#include "domain/rekey.h"

#include "base/log.h"
#include "lib/db.h"
#include "sql/rekey_sql.h"

enum { AT_ONCE = 100 };

static const struct {
	const char *field;
	bool        boxed;
} kinds[REKEY_PLACES] = {
	[REKEY_STORE] = { "credentials", false },
	[REKEY_WEBHOOK] = { "webhook", false },
	[REKEY_WEBHOOK_BEFORE] = { "webhook", false },
	[REKEY_HOOK] = { "hook", true },
	[REKEY_HOOK_BEFORE] = { "hook", true },
};

static const char *key_of(const struct rekey *r, enum rekey_place place)
{
	return kinds[place].boxed ? box_key_id(r->box) : seal_key_id(r->seal);
}

/* A row that does not open is nothing that waiting would heal: it is told, and the others go on. */
static bool row_changed(struct ctx *c, struct rekey *r, enum rekey_place place, const struct rekey_row *row)
{
	const char  *field = kinds[place].field;
	const char  *text = kinds[place].boxed ? box_open(c, r->box, row->key_id, row->customer_id, row->id, field, row->secret)
	                                       : seal_open(c, r->open, row->customer_id, row->id, field, row->secret);
	struct bytes anew;

	if (!text) {
		log_error("secret_unopened", KV("what", rekey_place_names[place]), KV("id", row->id), KV("key", row->key_id),
			KV("cause", c->problem.cause));
		problem_clear(c);
		r->unopened++;
		return true;
	}
	anew = kinds[place].boxed ? box_lock(c, r->box, row->customer_id, row->id, field, text)
	                          : seal(c, r->seal, row->customer_id, row->id, field, text);
	if (!anew.data || !rekey_sql_set(c, place, row, anew, key_of(r, place)))
		return false;
	r->changed++;
	return true;
}

static bool some_changed(struct ctx *c, struct rekey *r, enum rekey_place place, uint64_t *after, bool *over)
{
	struct rekey_row *rows;
	size_t            n;

	rows = rekey_sql_next(c, place, key_of(r, place), *after, AT_ONCE, &n);
	if (!rows)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!row_changed(c, r, place, &rows[i]))
			return false;
	if (n)
		*after = rows[n - 1].id;
	*over = n < AT_ONCE;
	return true;
}

static bool place_changed(struct ctx *c, struct rekey *r, enum rekey_place place)
{
	uint64_t after = 0;
	bool     over = false, ok = true;

	while (ok && !over) {
		struct ctx         one = ctx_begin(c);
		const struct rekey before = *r;

		ok = db_begin(&one) && db_end(&one, some_changed(&one, r, place, &after, &over));
		if (!ok) {
			*r = before; /* nothing of this batch stands */
			problem_take(c, &one);
		}
		ctx_end(&one);
	}
	return ok;
}

bool rekey_all(struct ctx *c, struct rekey *r)
{
	r->changed = r->unopened = 0;
	for (int place = 0; place < REKEY_PLACES; place++)
		if (!place_changed(c, r, (enum rekey_place)place))
			return false;
	return true;
}

bool rekey_left(struct ctx *c, const struct rekey *r, uint64_t *n)
{
	*n = 0;
	for (int place = 0; place < REKEY_PLACES; place++) {
		uint64_t here;

		if (!rekey_sql_left(c, (enum rekey_place)place, key_of(r, (enum rekey_place)place), &here))
			return false;
		*n += here;
	}
	return true;
}
