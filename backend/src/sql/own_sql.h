#pragma once
#include "base/ctx.h"
#include "model/own.h"

/* Named views and preferences of whoever asks, and of nobody else. */
struct saved_view *own_sql_views(struct ctx *c, enum own_page page, size_t *n);
/* Locks it. Problem: not_found. */
MUST_CHECK bool own_sql_view_lock(struct ctx *c, uint64_t id, struct saved_view *out);
MUST_CHECK bool own_sql_view_get(struct ctx *c, uint64_t id, struct saved_view *out);
/* Makes the caller's other writes wait. */
MUST_CHECK bool own_sql_person_lock(struct ctx *c);
MUST_CHECK bool own_sql_view_count(struct ctx *c, enum own_page page, uint64_t *n);
MUST_CHECK bool own_sql_view_add(struct ctx *c, const struct saved_view *v, uint64_t *id);
MUST_CHECK bool own_sql_view_set(struct ctx *c, const struct saved_view *v);
MUST_CHECK bool own_sql_view_delete(struct ctx *c, uint64_t id);
/* JSON; NULL when nothing was ever kept, which is version OWN_NOTHING_KEPT. */
MUST_CHECK bool own_sql_preferences(struct ctx *c, const char **json, int64_t *version);
MUST_CHECK bool own_sql_keep_preferences(struct ctx *c, const char *json, int64_t version);
