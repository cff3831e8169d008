#include "api/describe.h"

#include "api/api.h"
#include "domain/order_rules.h"
#include "domain/order_turn.h"

#include <string.h>

static void member(struct buf *b, const char *before, const char *text)
{
	buf_puts(b, before);
	buf_json(b, text);
}

static void routes(struct buf *b)
{
	bool any = false;

	for (const struct route *const *t = api_route_tables(); *t; t++)
		for (const struct route *r = *t; r->method; r++, any = true) {
			if (strncmp(r->pattern, "/api/", 5) != 0)
				continue; /* a platform's format, not ours */
			bool keyed = r->method == HTTP_POST && !(r->flags & (ROUTE_NO_KEY | ROUTE_READS));

			member(b, any ? ",\n{\"method\":" : "{\"method\":", http_method_names[r->method]);
			member(b, ",\"path\":", r->pattern);
			member(b, ",\"permission\":", r->permission == PERM_SIGNED_IN ? "signed_in" : permission_names[r->permission]);
			buf_puts(b, keyed ? ",\"idempotencyKey\":true" : ",\"idempotencyKey\":false");
			buf_puts(b, r->flags & ROUTE_VERSION ? ",\"ifMatch\":true}" : ",\"ifMatch\":false}");
		}
}

struct rules {
	struct buf *b;
	bool        any;
};

static void rule(void *arg, const struct order_rule *r)
{
	struct rules *to = arg;

	member(to->b, to->any ? ",\n{\"kind\":" : "{\"kind\":", order_kind_names[r->kind]);
	member(to->b, ",\"status\":", order_status_names[r->status]);
	member(to->b, ",\"action\":", order_action_names[r->action]);
	member(to->b, ",\"next\":", r->allowed ? order_status_names[r->next] : NULL);
	buf_putc(to->b, '}');
	to->any = true;
}

static void turn(void *arg, const struct order_turn_row *r)
{
	struct rules *to = arg;

	member(to->b, to->any ? ",\n{\"code\":" : "{\"code\":", r->code);
	member(to->b, ",\"owner\":", turn_owner_names[r->owner]);
	buf_putc(to->b, '}');
	to->any = true;
}

void describe(struct buf *b)
{
	struct rules to = { b, false }, turns = { b, false };

	buf_puts(b, "{\"routes\":[\n");
	routes(b);
	buf_puts(b, "],\n\"rules\":[\n");
	order_rules_each(rule, &to);
	buf_puts(b, "],\n\"turns\":[\n");
	order_turn_each(turn, &turns);
	buf_puts(b, "],\n\"problems\":[\n");
	for (int code = PROBLEM_NONE + 1; code < PROBLEM_CODES; code++) {
		member(b, code > PROBLEM_NONE + 1 ? ",\n{\"code\":" : "{\"code\":", problem_kinds[code].code);
		buf_puts(b, ",\"status\":");
		buf_int(b, problem_kinds[code].status);
		buf_putc(b, '}');
	}
	buf_puts(b, "]}\n");
}
