#include "model/order_filter.h"

#include <string.h>

enum { NUMBER_MAX = 128, NAME_MAX = 128, SOURCES_MAX = 32, KEY_MAX = 191 };

static const char *const sort_names[] = { "-orderTime", "orderTime", NULL };

static const struct field order_filter_fields[] = {
	FIELD_CHOICE(struct order_filter, kind, "kind", order_kind_names),
	FIELD(struct order_filter, order_no, "orderNo", .max = 4096, .flags = FIELD_TRIM),
	FIELD(struct order_filter, store_id, "storeId", .max = 1024),
	FIELD(struct order_filter, status, "status", .max = 256),
	FIELD(struct order_filter, source, "source", .max = 256),
	FIELD(struct order_filter, from, "orderTimeFrom"),
	FIELD(struct order_filter, to, "orderTimeTo"),
	FIELD(struct order_filter, recipient_name, "recipientName", .max = NAME_MAX, .flags = FIELD_TRIM),
	FIELD(struct order_filter, tracking_no, "trackingNo", .max = NUMBER_MAX, .flags = FIELD_TRIM),
	FIELD(struct order_filter, exception, "exception", .max = 64),
	FIELD(struct order_filter, exception_key, "exceptionKey", .max = KEY_MAX),
	FIELD(struct order_filter, turn, "turn", .max = 64),
	FIELD_CHOICE(struct order_filter, sort, "sort", sort_names),
	FIELD(struct order_filter, page.limit, "limit", .min = 1, .max = 200),
	FIELD(struct order_filter, page.cursor, "cursor", .max = 256),
	FIELD_END
};
const struct shape order_filter_shape = SHAPE(struct order_filter, order_filter_fields);

static const struct field order_counts_query_fields[] = {
	FIELD_CHOICE(struct order_counts_query, kind, "kind", order_kind_names),
	FIELD_END
};
const struct shape order_counts_query_shape = SHAPE(struct order_counts_query, order_counts_query_fields);

static const char *given(const char *text)
{
	return text && *text ? text : NULL;
}

/* Takes "a, b,c" apart; empty parts are left out, as are repeated ones. */
static const char **parts(struct ctx *c, const char *text, size_t *n)
{
	const size_t most = strlen(text) / 2 + 1;
	const char **list = NEW_N(c->arena, const char *, most);

	*n = 0;
	for (const char *p = text; *p;) {
		size_t      skip = strspn(p, ", "), len = strcspn(p + skip, ",");
		const char *part;
		bool        known = false;

		p += skip + len;
		while (len && p[-1] == ' ' && len--)
			p--;
		part = arena_strndup(c->arena, p - len, len);
		p += strspn(p, " ");
		for (size_t i = 0; i < *n; i++)
			known = known || strcmp(list[i], part) == 0;
		if (len && !known)
			list[(*n)++] = part;
	}
	return list;
}

static void read_order_nos(struct ctx *c, struct order_filter *f)
{
	f->order_no = given(f->order_no);
	if (!f->order_no)
		return;
	f->order_nos = parts(c, f->order_no, &f->n_order_nos);
	if (f->n_order_nos > ORDER_FILTER_LIST_MAX)
		problem_field(c, "orderNo", "too_many", "must name at most %d orders", ORDER_FILTER_LIST_MAX);
	for (size_t i = 0; i < f->n_order_nos; i++) {
		const size_t len = strlen(f->order_nos[i]);

		if (len > NUMBER_MAX) {
			problem_field(c, "orderNo", "too_long", "must have at most %d bytes for each order", NUMBER_MAX);
			return;
		}
		if (f->n_order_nos == 1 && len > 1 && f->order_nos[0][len - 1] == '*') {
			f->order_nos[0] = arena_strndup(c->arena, f->order_nos[0], len - 1);
			f->order_no_prefix = true;
		}
	}
}

static bool id_of(const char *text, uint64_t *out)
{
	const size_t len = strlen(text);

	if (!len || len > 19 || strspn(text, "0123456789") != len)
		return false;
	*out = strtoull(text, NULL, 10);
	return *out > 0;
}

static void read_stores(struct ctx *c, struct order_filter *f)
{
	const char **texts;

	f->store_id = given(f->store_id);
	if (!f->store_id)
		return;
	texts = parts(c, f->store_id, &f->n_stores);
	if (f->n_stores > ORDER_FILTER_STORES_MAX) {
		problem_field(c, "storeId", "too_many", "must name at most %d stores", ORDER_FILTER_STORES_MAX);
		return;
	}
	f->stores = NEW_N(c->arena, uint64_t, f->n_stores + 1);
	for (size_t i = 0; i < f->n_stores; i++)
		if (!id_of(texts[i], &f->stores[i])) {
			problem_field(c, "storeId", "bad_id", "must be ids, parted by commas");
			return;
		}
}

static bool is_one_of(const char *const *names, const char *text)
{
	for (; *names; names++)
		if (strcmp(*names, text) == 0)
			return true;
	return false;
}

static void read_statuses(struct ctx *c, struct order_filter *f)
{
	f->status = given(f->status);
	if (!f->status)
		return;
	f->statuses = parts(c, f->status, &f->n_statuses);
	for (size_t i = 0; i < f->n_statuses; i++)
		if (!is_one_of(order_status_names, f->statuses[i]))
			problem_field(c, "status", "not_a_choice", "has no status “%s”", f->statuses[i]);
}

static void read_turns(struct ctx *c, struct order_filter *f)
{
	f->turn = given(f->turn);
	if (!f->turn)
		return;
	f->turns = parts(c, f->turn, &f->n_turns);
	for (size_t i = 0; i < f->n_turns; i++)
		if (!is_one_of(turn_owner_names + TURN_YOU, f->turns[i]))
			problem_field(c, "turn", "not_a_choice", "has no “%s”", f->turns[i]);
}

static bool is_code(const char *text)
{
	return strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(text) && strlen(text) <= 48;
}

static void read_codes(struct ctx *c, struct order_filter *f)
{
	f->source = given(f->source);
	f->exception = given(f->exception);
	f->exception_key = given(f->exception_key);
	if (f->source) {
		f->sources = parts(c, f->source, &f->n_sources);
		if (f->n_sources > SOURCES_MAX)
			problem_field(c, "source", "too_many", "must name at most %d sources", SOURCES_MAX);
		for (size_t i = 0; i < f->n_sources; i++)
			if (!is_code(f->sources[i]))
				problem_field(c, "source", "not_a_choice", "must be platform codes, parted by commas");
	}
	if (f->exception && strcmp(f->exception, "any") != 0 && problem_code_named(f->exception) == PROBLEM_NONE)
		problem_field(c, "exception", "not_a_choice", "must be “any” or the code of an exception");
	if (f->exception_key && (!f->exception || strcmp(f->exception, "any") == 0))
		problem_field(c, "exceptionKey", "needs_exception", "narrows one exception: name its code");
}

/* What purchase orders cannot be searched by; the page's other tab has no such filters. */
static void read_buyer_filters(struct ctx *c, struct order_filter *f)
{
	f->recipient_name = given(f->recipient_name);
	f->tracking_no = given(f->tracking_no);
	if (f->kind != ORDER_B2B)
		return;
	if (f->recipient_name)
		problem_field(c, "recipientName", "not_for_b2b", "is a filter of b2c orders only");
	if (f->tracking_no)
		problem_field(c, "trackingNo", "not_for_b2b", "is a filter of b2c orders only");
}

bool order_filter_read(struct ctx *c, struct order_filter *f)
{
	read_order_nos(c, f);
	read_stores(c, f);
	read_statuses(c, f);
	read_turns(c, f);
	read_codes(c, f);
	read_buyer_filters(c, f);
	if (f->from.us && f->to.us && f->to.us < f->from.us)
		problem_field(c, "orderTimeTo", "before_start", "is before orderTimeFrom");
	f->page.ascending = f->sort == 1;
	return page_read(c, &f->page);
}
