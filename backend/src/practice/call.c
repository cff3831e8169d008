/* Request targets and parameters as PHP reads them. */
#include "practice/call.h"
#include "practice/list.h"

#include <string.h>

struct shop *world_shop(const struct world *w, const char *name)
{
	for (struct shop *s = w->shops; s; s = s->next)
		if (strcmp(s->name, name) == 0)
			return s;
	return NULL;
}

struct shop *world_shop_add(struct world *w, const char *name)
{
	struct shop **at = &w->shops;

	while (*at)
		at = &(*at)->next;
	return *at = shop_new(name, w->base_url, w->seed);
}

void world_shop_drop(struct world *w, struct shop *s)
{
	struct shop **at = &w->shops;

	while (*at != s)
		at = &(*at)->next;
	*at = s->next;
	shop_free(s);
}

static int hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

char *url_decoded(struct arena *a, const char *text, size_t n, bool plus)
{
	char *out = arena_alloc(a, n + 1), *to = out;

	for (size_t i = 0; i < n; i++) {
		int high = text[i] == '%' && i + 2 < n ? hex(text[i + 1]) : -1;
		int low = high >= 0 ? hex(text[i + 2]) : -1;

		if (low >= 0 && high + low > 0) { /* a decoded NUL would cut the text: it stays as it is */
			*to++ = (char)(high << 4 | low);
			i += 2;
		} else {
			*to++ = plus && text[i] == '+' ? ' ' : text[i];
		}
	}
	return out;
}

char *url_encoded(struct arena *a, const char *text)
{
	static const char digits[] = "0123456789ABCDEF";
	struct buf        b = buf_new(a, strlen(text) + 16);

	for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
		if ((*p >= '0' && *p <= '9') || ((*p | 32) >= 'a' && (*p | 32) <= 'z') || strchr("-._~", *p)) {
			buf_putc(&b, (char)*p);
		} else {
			buf_putc(&b, '%');
			buf_putc(&b, digits[*p >> 4]);
			buf_putc(&b, digits[*p & 15]);
		}
	}
	return b.text;
}

/* PHP numbers the elements of `name[]` as they come. */
static const char *numbered(struct call *k, const char *name)
{
	size_t len = strlen(name), seen = 0;

	if (len < 3 || strcmp(name + len - 2, "[]") != 0)
		return name;
	for (size_t i = 0; i < k->n_params; i++)
		seen += strncmp(k->params[i].name, name, len - 1) == 0;
	return arena_printf(k->ctx.arena, "%.*s%zu]", (int)(len - 1), name, seen);
}

void call_target(struct call *k, const char *target)
{
	struct arena *a = k->ctx.arena;
	const char   *q = strchr(target, '?');
	size_t        cap = 0;

	k->path = q ? arena_strndup(a, target, (size_t)(q - target)) : arena_strdup(a, target);
	k->query = q ? arena_strdup(a, q + 1) : "";
	for (const char *p = k->query; *p;) {
		size_t      n = strcspn(p, "&"), name = strcspn(p, "=&");
		struct param one = { url_decoded(a, p, name, true), name < n ? url_decoded(a, p + name + 1, n - name - 1, true) : "" };
		size_t      i = 0;

		one.name = numbered(k, one.name);
		while (i < k->n_params && strcmp(k->params[i].name, one.name) != 0)
			i++;
		if (n && i == k->n_params) {
			k->params = list_room(a, k->params, k->n_params, &cap, sizeof one);
			k->n_params++;
		}
		if (n)
			k->params[i] = one; /* the last one of a name counts */
		p += n + (p[n] == '&');
	}
}

const char *call_param(struct call *k, const char *name)
{
	size_t      len = strlen(name);
	const char *value = NULL;

	for (size_t i = 0; i < k->n_params; i++) {
		const char *n = k->params[i].name;

		if (strcmp(n, name) == 0)
			value = k->params[i].value;
		else if (strncmp(n, name, len) == 0 && n[len] == '[')
			value = value ? arena_printf(k->ctx.arena, "%s,%s", value, k->params[i].value) : k->params[i].value;
	}
	return value;
}

bool call_reads(const struct call *k)
{
	return strcmp(k->method, "GET") == 0 || strcmp(k->method, "HEAD") == 0;
}

void reply_header(struct call *k, const char *name, const char *value)
{
	struct reply *r = &k->reply;

	if (r->n_headers < sizeof r->headers / sizeof *r->headers)
		r->headers[r->n_headers++] = (struct reply_header){ name, value };
}
