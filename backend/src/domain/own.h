#pragma once
#include "base/ctx.h"
#include "model/own.h"

/* What somebody keeps for themselves. Nobody sees another one's. */
enum { OWN_VIEWS_MOST = 30, OWN_PREFERENCES_BYTES = 16 * 1024 };

MUST_CHECK bool own_views(struct ctx *c, enum own_page page, struct saved_view **rows, size_t *n);
MUST_CHECK bool own_view_get(struct ctx *c, uint64_t id, struct saved_view *out);
/* Problems: name_taken, invalid (too many). */
MUST_CHECK bool own_view_add(struct ctx *c, const struct saved_view *in, uint64_t *id);
/* `in->version` is the one that was seen. Problems: not_found, stale, name_taken. */
MUST_CHECK bool own_view_change(struct ctx *c, const struct saved_view *in);
/* Problems: not_found, stale. */
MUST_CHECK bool own_view_delete(struct ctx *c, uint64_t id, int64_t version);

/* JSON as preferences_shape writes it; NULL when nothing was ever kept, which has a version too. */
MUST_CHECK bool own_preferences(struct ctx *c, const char **json, int64_t *version);
/* Problems: stale; invalid, when all of it is longer than OWN_PREFERENCES_BYTES. */
MUST_CHECK bool own_keep_preferences(struct ctx *c, int64_t version, const struct preferences *in);
