/* Query parameters and JSON bodies, checked as WordPress checks them, with its words. */
#include "practice/woo.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool whole_number(const char *text, int64_t *out)
{
	char *end;

	*out = strtoll(text, &end, 10);
	return *text && !*end;
}

bool woo_int(struct call *k, const char *name, int64_t min, int64_t max, int64_t fallback, int64_t *out)
{
	const char *text = call_param(k, name);
	struct arena *a = k->ctx.arena;

	*out = fallback;
	if (!text)
		return true;
	if (!whole_number(text, out)) {
		woo_invalid(k, name, "rest_invalid_type", arena_printf(a, "%s is not of type integer.", name));
		return false;
	}
	if (*out < min || *out > max) {
		woo_invalid(k, name, "rest_out_of_bounds",
			max == INT64_MAX ? arena_printf(a, "%s must be greater than or equal to %lld", name, (long long)min)
			                 : arena_printf(a, "%s must be between %lld (inclusive) and %lld (inclusive)", name,
			                       (long long)min, (long long)max));
		return false;
	}
	return true;
}

bool woo_page(struct call *k, struct woo_page *page)
{
	const int64_t beyond = INT64_C(1000000000000000); /* any page past the end is the same empty one */

	page->by_offset = call_param(k, "offset") != NULL;
	if (!woo_int(k, "page", 1, INT64_MAX, 1, &page->page) || !woo_int(k, "per_page", 1, 100, 10, &page->per_page)
	    || !woo_int(k, "offset", 0, INT64_MAX, 0, &page->offset))
		return false;
	page->page = page->page < beyond ? page->page : beyond;
	page->offset = page->offset < beyond ? page->offset : beyond;
	return true;
}

static const char *one_of_text(struct arena *a, const char *name, const char *const *values)
{
	struct buf b = buf_new(a, 128);

	buf_puts(&b, name);
	buf_puts(&b, " is not one of ");
	for (int i = 0; values[i]; i++) {
		if (i)
			buf_puts(&b, values[i + 1] ? ", " : ", and ");
		buf_puts(&b, values[i]);
	}
	buf_putc(&b, '.');
	return b.text;
}

bool woo_choice(struct call *k, const char *name, const char *const *values, const char *fallback, const char **out)
{
	const char *text = call_param(k, name);

	*out = text ? text : fallback;
	if (!text)
		return true;
	for (int i = 0; values[i]; i++)
		if (strcmp(values[i], text) == 0)
			return true;
	woo_invalid(k, name, "rest_not_in_enum", one_of_text(k->ctx.arena, name, values));
	return false;
}

bool woo_list_has(const char *list, int64_t n)
{
	while (list && *list) {
		size_t len = strcspn(list, ", ");

		if (len && strtoll(list, NULL, 10) == n)
			return true;
		list += len;
		list += strspn(list, ", ");
	}
	return false;
}

static bool bad_date(struct call *k, const char *name)
{
	woo_invalid(k, name, "rest_invalid_date", "Invalid date.");
	return false;
}

bool woo_date(struct call *k, const char *name, struct woo_date *out)
{
	const char    *text = call_param(k, name);
	char          *bare;
	struct instant digits, utc;

	out->set = text != NULL;
	if (!text)
		return true;
	if (strlen(text) < 19)
		return bad_date(k, name);
	bare = arena_strndup(k->ctx.arena, text, 19);
	bare[10] = bare[10] == ' ' || bare[10] == 't' ? 'T' : bare[10];
	if (!instant_parse_utc(bare, &digits))
		return bad_date(k, name);
	out->digits_s = digits.us / INSTANT_SECOND;
	if (!text[19])
		return true;
	/* A + that was not encoded arrives as a space. */
	bare = arena_printf(k->ctx.arena, "%s%s", bare, text + 19);
	for (char *p = bare + 19; *p; p++)
		*p = *p == ' ' ? '+' : *p;
	if (text[19] == '.')
		return instant_parse(bare, &utc) || instant_parse_utc(bare, &utc) || bad_date(k, name);
	if (!instant_parse(bare, &utc))
		return bad_date(k, name);
	out->digits_s = utc.us / INSTANT_SECOND + k->shop->utc_offset_h * 3600L;
	return true;
}

static void add_link(struct buf *b, struct call *k, const char *path, const char *extra, int64_t number,
	const char *rel)
{
	if (b->len)
		buf_puts(b, ", ");
	buf_printf(b, "<%s/wp-json/wc/v3/%s?", k->shop->home, path);
	for (size_t i = 0; i < k->n_params; i++)
		if (strncmp(k->params[i].name, "oauth_", 6) != 0 && strcmp(k->params[i].name, "page") != 0
		    && strncmp(k->params[i].name, "status", 6) != 0)
			buf_printf(b, "%s=%s&", k->params[i].name, url_encoded(k->ctx.arena, k->params[i].value));
	buf_printf(b, "%sdp=2&context=view&page=%lld>; rel=\"%s\"", extra, (long long)number, rel);
}

void woo_page_headers(struct call *k, const struct woo_page *page, const char *path, const char *extra, size_t total)
{
	struct arena *a = k->ctx.arena;
	struct buf    b = buf_new(a, 256);
	int64_t       pages = ((int64_t)total + page->per_page - 1) / page->per_page;

	reply_header(k, "X-WP-Total", arena_printf(a, "%zu", total));
	reply_header(k, "X-WP-TotalPages", arena_printf(a, "%lld", (long long)pages));
	if (page->page > 1)
		add_link(&b, k, path, extra, page->page - 1 < pages ? page->page - 1 : pages, "prev");
	if (page->page < pages)
		add_link(&b, k, path, extra, page->page + 1, "next");
	if (b.len)
		reply_header(k, "Link", b.text);
}

const struct json *call_json(struct call *k, const struct json_limits *limits)
{
	const struct json *j;

	if (!k->body.len)
		return json_parse(&k->ctx, "{}", 2, limits);
	/* WordPress reads JSON only where the content type says so; else there are no parameters. */
	if (!k->content_type || strncasecmp(k->content_type, "application/json", 16) != 0)
		return json_parse(&k->ctx, "{}", 2, limits);
	j = json_parse(&k->ctx, k->body.text, k->body.len, limits);
	if (!j) {
		problem_clear(&k->ctx);
		woo_error(k, 400, "rest_invalid_json", "Invalid JSON body passed.");
	}
	return j;
}
