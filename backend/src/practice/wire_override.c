/* Bad input on purpose: the finished order is read back and written anew with members left out or
 * replaced, so that any shape a broken plugin could send can be asked for. */
#include "practice/wire_override.h"

#include <string.h>

static const struct override *override_of(const struct overrides *o, const char *path)
{
	/* The last one said wins. */
	for (size_t i = o->n; i > 0; i--)
		if (strcmp(o->items[i - 1].path, path) == 0)
			return &o->items[i - 1];
	return NULL;
}

static bool override_inside(const struct overrides *o, const char *path)
{
	size_t len = strlen(path);

	for (size_t i = 0; i < o->n; i++)
		if (strncmp(o->items[i].path, path, len) == 0 && (len == 0 || o->items[i].path[len] == '.'))
			return true;
	return false;
}

static void rewrite(struct ctx *c, struct buf *b, const struct overrides *o, const struct json *j, const char *path);

static void comma(struct buf *b, bool *first)
{
	if (!*first)
		buf_putc(b, ',');
	*first = false;
}

/* What an override adds that is not there: the members directly under `path`. */
static void rewrite_added(struct buf *b, const struct overrides *o, const struct json *j, const char *path, bool *first)
{
	size_t len = strlen(path);

	for (size_t i = 0; i < o->n; i++) {
		const struct override *v = &o->items[i];
		const char            *name = v->path + len + (len > 0);

		if (!v->value || strncmp(v->path, path, len) != 0 || (len && v->path[len] != '.') || !*name || strchr(name, '.')
		    || json_member(j, name) || override_of(o, v->path) != v)
			continue;
		comma(b, first);
		buf_json(b, name);
		buf_putc(b, ':');
		buf_puts(b, v->value);
	}
}

static void rewrite_members(struct ctx *c, struct buf *b, const struct overrides *o, const struct json *j, const char *path)
{
	bool array = json_type(j) == JSON_ARRAY, first = true;
	int  index = 0;

	buf_putc(b, array ? '[' : '{');
	for (const struct json *m = json_first(j); m; m = json_next(m)) {
		const char *dot = *path ? "." : "";
		const char *inner = array ? arena_printf(c->arena, "%s%s%d", path, dot, index++)
		                          : arena_printf(c->arena, "%s%s%s", path, dot, json_name(m));
		const struct override *v = override_of(o, inner);

		if (v && !v->value)
			continue;
		comma(b, &first);
		if (!array) {
			buf_json(b, json_name(m));
			buf_putc(b, ':');
		}
		rewrite(c, b, o, m, inner);
	}
	if (!array)
		rewrite_added(b, o, j, path, &first);
	buf_putc(b, array ? ']' : '}');
}

static void rewrite(struct ctx *c, struct buf *b, const struct overrides *o, const struct json *j, const char *path)
{
	const struct override *v = override_of(o, path);

	if (v && v->value)
		buf_puts(b, v->value);
	else if ((json_type(j) == JSON_OBJECT || json_type(j) == JSON_ARRAY) && override_inside(o, path))
		rewrite_members(c, b, o, j, path);
	else
		buf_puts(b, json_write(c, j));
}

void wire_override(struct ctx *c, struct buf *b, const struct overrides *o, const struct json *finished)
{
	rewrite(c, b, o, finished, "");
}
