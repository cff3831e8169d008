/* Keyset pages. A cursor is the place of the last row shown, opaque to the caller and carrying a
 * check, so that a mistyped or made-up one is refused instead of showing some other page. */
#include "lib/db_private.h"

#include <sodium.h>
#include <string.h>

enum { LIMIT_USUAL = 50, LIMIT_MOST = 200, PLACE_BYTES = 16, CURSOR_BYTES = 20 };

static void put(unsigned char *to, uint64_t n, int bytes)
{
	for (int i = bytes - 1; i >= 0; i--, n >>= 8)
		to[i] = (unsigned char)n;
}

static uint64_t taken(const unsigned char *from, int bytes)
{
	uint64_t n = 0;

	for (int i = 0; i < bytes; i++)
		n = n << 8 | from[i];
	return n;
}

/* FNV-1a. It keeps out mistakes, not attackers: a cursor opens nothing, every page is tenant-bound. */
static uint32_t check_of(const unsigned char place[PLACE_BYTES])
{
	uint32_t h = UINT32_C(2166136261) ^ UINT32_C(0x47574d53);

	for (int i = 0; i < PLACE_BYTES; i++)
		h = (h ^ place[i]) * UINT32_C(16777619);
	return h;
}

bool page_read(struct ctx *c, struct page *p)
{
	unsigned char bytes[CURSOR_BYTES];
	size_t        n = 0;

	if (!p->limit)
		p->limit = LIMIT_USUAL;
	if (p->limit < 1 || p->limit > LIMIT_MOST)
		problem_field(c, "limit", "out_of_range", "must be between 1 and %d", LIMIT_MOST);
	if (p->cursor && !*p->cursor)
		p->cursor = NULL;
	if (p->cursor) {
		if (sodium_base642bin(bytes, sizeof bytes, p->cursor, strlen(p->cursor), NULL, &n, NULL,
			sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 || n != sizeof bytes
		    || taken(bytes + PLACE_BYTES, 4) != check_of(bytes))
			problem_field(c, "cursor", "invalid", "is not one that this list gave out; start at the first page");
		p->after_t.us = (int64_t)taken(bytes, 8);
		p->after_id = taken(bytes + 8, 8);
	}
	return c->problem.code == PROBLEM_NONE;
}

const char *page_cursor(struct ctx *c, struct instant t, uint64_t id)
{
	unsigned char bytes[CURSOR_BYTES];
	char         *text = arena_alloc(c->arena, sodium_base64_ENCODED_LEN(CURSOR_BYTES,
		sodium_base64_VARIANT_URLSAFE_NO_PADDING));

	put(bytes, (uint64_t)t.us, 8);
	put(bytes + 8, id, 8);
	put(bytes + PLACE_BYTES, check_of(bytes), 4);
	return sodium_bin2base64(text, sodium_base64_ENCODED_LEN(CURSOR_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING),
		bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

/* Written `t <= ? AND (t < ? OR id < ?)`: the row form (t, id) < (?, ?) gets no index range. */
void query_page_(struct query *q, const struct page *p, const char *t, const char *id)
{
	const char        *way = p->ascending ? " ASC" : " DESC";
	const char        *than = p->ascending ? " > ?" : " < ?";
	const struct value at = { .kind = VALUE_INSTANT, .instant = p->after_t }; /* also 1970 is a time here */

	if (p->cursor) {
		query_add_(" AND ", q, NULL, 0);
		query_add_(t, q, NULL, 0);
		query_add_(p->ascending ? " >= ?" : " <= ?", q, &at, 1);
		query_add_(" AND (", q, NULL, 0);
		query_add_(t, q, NULL, 0);
		query_add_(than, q, &at, 1);
		query_add_(" OR ", q, NULL, 0);
		query_add_(id, q, NULL, 0);
		query_add_(than, q, &(const struct value){ .kind = VALUE_UINT, .u = p->after_id }, 1);
		query_add_(")", q, NULL, 0);
	}
	query_add_(" ORDER BY ", q, NULL, 0);
	query_add_(t, q, NULL, 0);
	query_add_(way, q, NULL, 0);
	query_add_(", ", q, NULL, 0);
	query_add_(id, q, NULL, 0);
	query_add_(way, q, NULL, 0);
	query_add_(" LIMIT ?", q, &(const struct value){ .kind = VALUE_INT, .i = p->limit + 1 }, 1);
}
