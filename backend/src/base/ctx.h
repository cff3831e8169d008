#pragma once
#include "base/arena.h"
#include "base/problem.h"
#include <stdbool.h>
#include <stdint.h>

#define MUST_CHECK __attribute__((warn_unused_result))

struct db; /* lib/db.h */

enum actor_kind { ACTOR_USER, ACTOR_STAFF, ACTOR_PARTNER, ACTOR_PLATFORM, ACTOR_SYSTEM };
extern const char *const actor_kind_names[];

/* Who asks, for which customer, and what they may do. Jobs act as ACTOR_SYSTEM for the customer
 * of their work; staff have customer_id 0 and are bound to their warehouses instead. */
struct actor {
	enum actor_kind kind;
	uint64_t        user_id;     /* 0 for a partner's tool */
	uint64_t        key_id;      /* of a partner's tool: the row of its key; else 0 */
	uint64_t        customer_id;
	const char     *name;
	const char     *session;     /* sid, or NULL */
	uint64_t        permissions; /* bits of enum permission, model/permission.h */
	bool            all_warehouses;
	const uint64_t *warehouse_ids;
	size_t          n_warehouse_ids;
};

/* Whom a trail names: the user, or a partner's key (the kind tells which). */
static inline uint64_t actor_id(const struct actor *a)
{
	return a->user_id ? a->user_id : a->key_id;
}

/* One request, one job or one item of a batch. */
struct ctx {
	struct arena  *arena;
	struct db     *db; /* this process's one connection */
	struct actor   actor;
	const char    *request_id;
	struct problem problem; /* PROBLEM_NONE while all is well */
};

/* A fresh lifetime under another: own arena and problem, same connection and actor. */
struct ctx ctx_begin(const struct ctx *parent);
void       ctx_end(struct ctx *c);

/* Records what went wrong and returns false. The first problem stands: a later one is only
 * logged as its consequence. */
#define problem(c, code, ...) problem_at((c), (code), __FILE__, __LINE__, __VA_ARGS__)
bool problem_at(struct ctx *c, enum problem_code code, const char *file, int line, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

/* Adds what is wrong with one field, so that a form is refused once with all of it. The problem
 * becomes PROBLEM_INVALID. Returns false. */
bool problem_field(struct ctx *c, const char *field, const char *code, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/* The part meant for the log alone; kept beside the problem that stands. Returns false. */
bool problem_cause(struct ctx *c, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Moves the problem of a shorter lifetime into this one, before that ends. */
void problem_take(struct ctx *to, const struct ctx *from);
/* Forgets the problem, to go on after one that was dealt with. */
void problem_clear(struct ctx *c);
static inline bool problem_is(const struct ctx *c, enum problem_code code)
{
	return c->problem.code == code;
}
