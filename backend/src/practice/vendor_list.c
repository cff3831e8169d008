/* Parameters that the lists of the API share: dates, choices, pages. */
#include "practice/vendor_api.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool given(struct call *k, const char *name, const char **value)
{
	*value = call_param(k, name);
	return *value != NULL;
}

bool vendor_choice(struct call *k, const char *name, const char *const *values, int *out)
{
	const char *text;

	*out = -1;
	if (!given(k, name, &text))
		return true;
	for (int i = 0; values[i]; i++)
		if (strcmp(values[i], text) == 0) {
			*out = i;
			return true;
		}
	vendor_invalid(k, "%s has the value '%s', which is none of its values", name, text);
	return false;
}

/* Times without a zone are UTC, as in the examples of the models. */
static bool time_param(struct call *k, const char *name, struct instant *out)
{
	const char *text;

	if (!given(k, name, &text) || instant_parse(text, out) || instant_parse_utc(text, out))
		return true;
	vendor_invalid(k, "%s is '%s', which is no ISO-8601 date/time", name, text);
	return false;
}

bool vendor_times(struct call *k, const char *name, struct vendor_dates *out)
{
	return time_param(k, arena_printf(k->ctx.arena, "%sAfter", name), &out->after)
	    && time_param(k, arena_printf(k->ctx.arena, "%sBefore", name), &out->before);
}

bool vendor_dates(struct call *k, const char *name, struct vendor_dates *out)
{
	enum { SPAN_S = 7 * 86400, BACK_S = 184 * 86400, SLACK_S = 60 };
	struct instant now = instant_now(), until;

	if (!vendor_times(k, name, out))
		return false;
	if (!out->after.us && !out->before.us)
		return true;
	until = out->before.us ? out->before : now;
	if (!out->after.us)
		out->after = instant_plus_s(until, -SPAN_S);
	if (out->after.us > until.us)
		vendor_invalid(k, "%sAfter must not be later than %sBefore", name, name);
	else if (until.us - out->after.us > (SPAN_S + SLACK_S) * INSTANT_SECOND)
		vendor_invalid(k, "the range from %sAfter to %sBefore must not exceed 7 days", name, name);
	else if (out->after.us < now.us - BACK_S * INSTANT_SECOND)
		vendor_invalid(k, "%sAfter must be within the past 6 months", name);
	else
		return true;
	return false;
}

bool vendor_between(struct instant t, const struct vendor_dates *d)
{
	return (!d->after.us || t.us > d->after.us) && (!d->before.us || (t.us && t.us < d->before.us));
}

void vendor_begin_page(struct buf *b, const char *next)
{
	buf_puts(b, "{\"payload\":{");
	if (next) {
		buf_puts(b, "\"pagination\":{\"nextToken\":");
		buf_json(b, next);
		buf_puts(b, "},");
	}
}

/* ---- pages ----------------------------------------------------------------------------------- */

bool vendor_page(struct call *k, int64_t limit_max, struct vendor_page *page)
{
	static const char *const orders[] = { "ASC", "DESC", NULL };
	const char *text;
	char       *end;
	int         order;

	page->limit = limit_max;
	if (given(k, "limit", &text)) {
		page->limit = strtoll(text, &end, 10);
		if (!*text || *end || page->limit < 1 || page->limit > limit_max) {
			vendor_invalid(k, "limit must be a whole number from 1 to %lld", (long long)limit_max);
			return false;
		}
	}
	page->token = call_param(k, "nextToken");
	if (!vendor_choice(k, "sortOrder", orders, &order))
		return false;
	page->ascending = order == 0;
	return true;
}

/* What a token belongs to: it continues this question and no other. */
static uint64_t question(struct call *k)
{
	uint64_t hash = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < k->n_params; i++) {
		const char *name = k->params[i].name;
		uint64_t    one = UINT64_C(14695981039346656037);

		if (strcmp(name, "nextToken") == 0 || strcmp(name, "limit") == 0)
			continue;
		for (const char *p = arena_printf(k->ctx.arena, "%s=%s", name, k->params[i].value); *p; p++)
			one = (one ^ (unsigned char)*p) * UINT64_C(1099511628211);
		hash += one; /* in whatever order they stand */
	}
	return hash;
}

static bool later(const struct vendor_found *a, const struct vendor_found *b)
{
	return a->at.us != b->at.us ? a->at.us > b->at.us : a->index > b->index;
}

static int ascending(const void *a, const void *b)
{
	return later(a, b) ? 1 : later(b, a) ? -1 : 0;
}

static int descending(const void *a, const void *b)
{
	return -ascending(a, b);
}

static bool read_token(struct call *k, const struct vendor_page *page, struct vendor_found *last)
{
	char    *end;
	uint64_t asked = strtoull(page->token, &end, 16);

	if (*end == '.' && asked == question(k)) {
		last->at.us = strtoll(end + 1, &end, 10);
		if (*end == '.') {
			last->index = strtoull(end + 1, &end, 10);
			if (!*end)
				return true;
		}
	}
	vendor_invalid(k, "nextToken is not one that was answered to this request");
	return false;
}

bool vendor_cut(struct call *k, const struct vendor_page *page, struct vendor_found *all, size_t *n, const char **next)
{
	struct vendor_found last = { 0 };
	size_t              from = 0;

	*next = NULL;
	if (page->token && !read_token(k, page, &last))
		return false;
	qsort(all, *n, sizeof *all, page->ascending ? ascending : descending);
	while (page->token && from < *n && (page->ascending ? !later(&all[from], &last) : !later(&last, &all[from])))
		from++;
	memmove(all, all + from, (*n - from) * sizeof *all);
	*n -= from;
	if (*n > (size_t)page->limit) {
		*n = (size_t)page->limit;
		*next = arena_printf(k->ctx.arena, "%llx.%lld.%zu", (unsigned long long)question(k), (long long)all[*n - 1].at.us,
			all[*n - 1].index);
	}
	return true;
}
