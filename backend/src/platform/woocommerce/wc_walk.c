/* See the header for the idea. Rows without a readable id count as fresh and are left out of the order. */
#include "platform/woocommerce/wc_walk.h"
#include "base/buf.h"
#include "platform/woocommerce/wc_answer.h"
#include "platform/woocommerce/wc_request.h"

#include <string.h>

enum { STUCK_MAX = 5 };

bool wc_walk_read(struct ctx *c, const char *cursor, struct wc_walk *w)
{
	const struct json *j;

	*w = (struct wc_walk){ 0 };
	if (!cursor)
		return true;
	j = wc_own(c, cursor);
	w->over = json_true(json_member(j, "over"));
	for (const struct json *l = json_first(json_member(j, "later")); l && w->n_later < WC_PAGE; l = json_next(l))
		w->later[w->n_later++] = json_text(l);
	return json_int(json_member(j, "leg"), &w->leg) && json_int(json_member(j, "offset"), &w->offset)
	    && json_int(json_member(j, "last"), &w->last) && json_int(json_member(j, "stuck"), &w->stuck) && w->leg >= 0
	    && w->offset >= 0;
}

const char *wc_walk_write(struct ctx *c, const struct wc_walk *w)
{
	struct buf to = buf_new(c->arena, 128);

	buf_printf(&to, "{\"leg\":%lld,\"offset\":%lld,\"last\":%lld,\"stuck\":%lld,", (long long)w->leg,
		(long long)w->offset, (long long)w->last, (long long)w->stuck);
	buf_printf(&to, "\"over\":%s,\"later\":[", w->over ? "true" : "false");
	for (size_t i = 0; i < w->n_later; i++) {
		if (i)
			buf_putc(&to, ',');
		buf_json(&to, w->later[i]);
	}
	buf_puts(&to, "]}");
	return to.text;
}

void wc_walk_ask(struct ctx *c, const struct wc_walk *w, struct wc_query *query)
{
	wc_with(query, "orderby", "id");
	wc_with(query, "order", "asc");
	wc_with(query, "per_page", arena_printf(c->arena, "%d", WC_PAGE));
	if (w->offset)
		wc_with(query, "offset", arena_printf(c->arena, "%lld", (long long)w->offset));
}

static bool untrusted(struct platform_error *e, enum platform_class class, const char *code, const char *words)
{
	*e = wc_error(class, code, words);
	return false;
}

bool wc_walk_page(struct ctx *c, struct wc_walk *w, const struct json *rows, const char *total, bool *fresh,
	struct platform_error *e)
{
	int64_t first = 0, largest = 0, known = w->last, promised = 0;
	size_t  n = 0, n_fresh = 0;

	for (const struct json *row = json_first(rows); row; row = json_next(row), n++) {
		int64_t id = 0;

		if (n == WC_PAGE)
			return untrusted(e, CLASS_PERMANENT, "page_too_long",
				"The shop sends more rows than it was asked for");
		if (!json_int(json_member(row, "id"), &id) || id <= 0) {
			fresh[n] = true;
			n_fresh++;
			continue;
		}
		if (id < largest)
			return untrusted(e, CLASS_PERMANENT, "unsorted",
				"The shop does not sort its list by id, so none of it can be relied on");
		fresh[n] = id > known && id > largest;
		n_fresh += fresh[n];
		first = first ? first : id;
		largest = id;
	}

	if (w->offset > 0 && (n == 0 || first > known)) {
		memset(fresh, 0, n * sizeof *fresh);
		w->offset = w->offset > WC_PAGE ? w->offset - WC_PAGE : 0;
		return true;
	}
	w->stuck = n == WC_PAGE && n_fresh == 0 ? w->stuck + 1 : 0;
	if (w->stuck == STUCK_MAX)
		return untrusted(e, CLASS_TRANSIENT, "page_repeated", "The shop answers every page with the same rows");
	w->last = largest > known ? largest : known;
	if (n == WC_PAGE) {
		w->offset += WC_PAGE - 1;
		return true;
	}
	/* A total of a page past the end is 0 on some versions, so only a larger one says something. */
	if (total && json_int(wc_own(c, total), &promised) && promised > w->offset + (int64_t)n)
		return untrusted(e, CLASS_TRANSIENT, "page_short",
			arena_printf(c->arena, "The shop says that it has %lld rows, and its last page ends at %lld",
				(long long)promised, (long long)w->offset + (long long)n));
	w->over = true;
	return true;
}

void wc_walk_later_done(struct wc_walk *w)
{
	memmove(w->later, w->later + 1, --w->n_later * sizeof *w->later);
}
