#include "base/ctx.h"

#include <string.h>

const char *const actor_kind_names[] = { "user", "staff", "partner", "platform", "system", NULL };

enum { ITEM_ARENA_LIMIT = 128 * 1024 * 1024 };

struct ctx ctx_begin(const struct ctx *parent)
{
	struct ctx c = *parent;

	c.arena = arena_new(ITEM_ARENA_LIMIT);
	memset(&c.problem, 0, sizeof c.problem);
	return c;
}

void ctx_end(struct ctx *c)
{
	arena_free(c->arena);
	c->arena = NULL;
}

bool problem_at(struct ctx *c, enum problem_code code, const char *file, int line, const char *format, ...)
{
	va_list args;

	if (c->problem.code != PROBLEM_NONE)
		return false;
	va_start(args, format);
	c->problem.detail = arena_vprintf(c->arena, format, args);
	va_end(args);
	c->problem.code = code;
	c->problem.file = file;
	c->problem.line = line;
	return false;
}

bool problem_field(struct ctx *c, const char *field, const char *code, const char *format, ...)
{
	struct problem *p = &c->problem;
	va_list         args;

	if (p->code != PROBLEM_NONE && p->code != PROBLEM_INVALID)
		return false;
	if (p->n_fields == PROBLEM_FIELDS_MAX)
		return false;
	va_start(args, format);
	p->fields[p->n_fields] = (struct problem_field){
		.field = arena_strdup(c->arena, field),
		.code = code,
		.detail = arena_vprintf(c->arena, format, args),
	};
	va_end(args);
	if (p->code == PROBLEM_NONE) {
		p->code = PROBLEM_INVALID;
		p->detail = arena_printf(c->arena, "%s: %s", p->fields[0].field, p->fields[0].detail);
	}
	p->n_fields++;
	return false;
}

bool problem_cause(struct ctx *c, const char *format, ...)
{
	va_list args;

	if (c->problem.cause)
		return false;
	va_start(args, format);
	c->problem.cause = arena_vprintf(c->arena, format, args);
	va_end(args);
	return false;
}

void problem_clear(struct ctx *c)
{
	memset(&c->problem, 0, sizeof c->problem);
}

void problem_take(struct ctx *to, const struct ctx *from)
{
	to->problem = from->problem;
	to->problem.detail = arena_strdup(to->arena, from->problem.detail);
	to->problem.cause = arena_strdup(to->arena, from->problem.cause);
	for (size_t i = 0; i < from->problem.n_fields; i++) {
		const struct problem_field *f = &from->problem.fields[i];

		to->problem.fields[i].field = arena_strdup(to->arena, f->field);
		to->problem.fields[i].detail = arena_strdup(to->arena, f->detail);
	}
}
