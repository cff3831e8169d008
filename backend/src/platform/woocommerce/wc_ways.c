/* Bodies and comparisons of the four ways. None of the shops' calls is safe to repeat, so each
 * way must recognise its own shipment: by our marker where one can be kept, else by the tracking number. */
#include "platform/woocommerce/wc_ways.h"
#include "base/buf.h"
#include "platform/woocommerce/wc_order.h"

#include <string.h>
#include <strings.h>

static const char marker_key[] = "_gwms_shipment";

static const char *member(const struct json *j, const char *name)
{
	const char *text = json_scalar(json_member(j, name));

	return text && *text ? text : NULL;
}

static const char *meta_text(const struct json *thing, const char *key)
{
	const char *text = json_scalar(wc_meta(thing, key));

	return text && *text ? text : NULL;
}

/* Shops trim what they store, and some write numbers in capitals. */
static bool same_number(const char *a, const char *b)
{
	size_t n, m;

	if (!a || !b)
		return false;
	a += strspn(a, " ");
	b += strspn(b, " ");
	for (n = strlen(a); n > 0 && a[n - 1] == ' ';)
		n--;
	for (m = strlen(b); m > 0 && b[m - 1] == ' ';)
		m--;
	return n > 0 && n == m && strncasecmp(a, b, n) == 0;
}

/* ---- fulfillments of the core ---------------------------------------------------------------- */

/* Drafts and deleted ones are listed too. "is_fulfilled" is true right after the write and "1" later. */
static bool counts(const struct json *f)
{
	const struct json *fulfilled = json_member(f, "is_fulfilled");
	const char        *as_text = json_scalar(fulfilled);

	return (json_true(fulfilled) || (as_text && strcmp(as_text, "1") == 0)) && !member(f, "date_deleted");
}

static int64_t item_quantity(const struct json *f, const char *line_id)
{
	int64_t sum = 0, quantity;

	for (const struct json *i = json_first(wc_meta(f, "_items")); i; i = json_next(i)) {
		const char *id = json_scalar(json_member(i, "item_id"));

		if (id && strcmp(id, line_id) == 0 && wc_quantity(json_member(i, "qty"), &quantity))
			sum += quantity;
	}
	return sum;
}

int64_t wc_fulfilled_quantity(const struct json *list, const char *line_id)
{
	int64_t sum = 0;

	for (const struct json *f = json_first(list); f; f = json_next(f))
		if (counts(f))
			sum += item_quantity(f, line_id);
	return sum;
}

static bool same_items(const struct json *f, const struct shipment *sh)
{
	int64_t theirs = 0, ours = 0, quantity;

	for (size_t i = 0; i < sh->n_lines; i++) {
		if (item_quantity(f, sh->lines[i].platform_line_id) != sh->lines[i].quantity)
			return false;
		ours += sh->lines[i].quantity;
	}
	for (const struct json *i = json_first(wc_meta(f, "_items")); i; i = json_next(i))
		if (wc_quantity(json_member(i, "qty"), &quantity))
			theirs += quantity;
	return ours == theirs;
}

/* Two boxes of the same goods can go under one tracking number, so a shipment with another marker
 * is another shipment. Without a marker somebody typed it in by hand, or the shop dropped it. */
static bool is_fulfillment(const struct json *f, const struct shipment *sh)
{
	const char *marker = meta_text(f, marker_key);

	return counts(f) && (!marker || strcmp(marker, sh->marker) == 0)
	    && same_number(meta_text(f, "_tracking_number"), sh->tracking_no) && same_items(f, sh);
}

static void add_meta(struct buf *to, const char *key, const char *value)
{
	if (!value)
		return;
	buf_printf(to, "{\"key\":\"%s\",\"value\":", key);
	buf_json(to, value);
	buf_puts(to, "},");
}

static char *fulfillment_body(struct ctx *c, const struct shipment *sh)
{
	struct buf to = buf_new(c->arena, 512);

	buf_puts(&to, "{\"status\":\"fulfilled\",\"is_fulfilled\":true,\"notify_customer\":true,\"meta_data\":[");
	add_meta(&to, "_tracking_number", sh->tracking_no);
	add_meta(&to, "_shipment_provider", sh->carrier);
	add_meta(&to, "_tracking_url", sh->tracking_url);
	add_meta(&to, marker_key, sh->marker);
	buf_puts(&to, "{\"key\":\"_items\",\"value\":[");
	for (size_t i = 0; i < sh->n_lines; i++)
		buf_printf(&to, "%s{\"item_id\":%s,\"qty\":%lld}", i ? "," : "", sh->lines[i].platform_line_id,
			(long long)sh->lines[i].quantity);
	buf_puts(&to, "]}]}");
	return to.text;
}

void wc_fulfillment_parcels(struct ctx *c, const struct json *list, size_t *n, struct incoming_parcel **parcels)
{
	for (const struct json *f = json_first(list); f; f = json_next(f)) {
		const char *carrier = meta_text(f, "_shipment_provider");

		if (counts(f))
			wc_parcel_add(c, n, parcels, meta_text(f, "_tracking_number"),
				carrier ? carrier : meta_text(f, "_shipping_provider"));
	}
}

/* ---- the tracking plugins -------------------------------------------------------------------- */

/* They keep a number per order and nothing of ours; a number stands once. */
static bool is_tracking(const struct json *t, const struct shipment *sh)
{
	return same_number(member(t, "tracking_number"), sh->tracking_no);
}

static char *tracking(struct ctx *c, const struct shipment *sh, const char *provider, const char *link)
{
	struct buf   to = buf_new(c->arena, 256);
	struct civil day = instant_civil(sh->shipped_at);

	buf_puts(&to, "{\"tracking_number\":");
	buf_json(&to, sh->tracking_no);
	buf_printf(&to, ",\"%s\":", provider);
	buf_json(&to, sh->carrier ? sh->carrier : "");
	if (sh->tracking_url && link) {
		buf_printf(&to, ",\"%s\":", link);
		buf_json(&to, sh->tracking_url);
	}
	if (sh->shipped_at.us)
		buf_printf(&to, ",\"date_shipped\":\"%04d-%02d-%02d\"", day.year, day.month, day.day);
	buf_putc(&to, '}');
	return to.text;
}

/* A custom provider is always taken; a named one only as the plugin spells it. */
static char *shipment_tracking_body(struct ctx *c, const struct shipment *sh)
{
	return tracking(c, sh, "custom_tracking_provider", "custom_tracking_link");
}

static char *ast_body(struct ctx *c, const struct shipment *sh)
{
	return tracking(c, sh, "tracking_provider", NULL);
}

/* ---- a note ---------------------------------------------------------------------------------- */

static const char opening[] = "[shipment ";

static bool is_note(const struct json *n, const struct shipment *sh)
{
	const char *at = json_text(json_member(n, "note"));
	size_t      len = strlen(sh->marker);

	while (at && (at = strstr(at, opening)) != NULL) {
		at += sizeof opening - 1;
		if (strncmp(at, sh->marker, len) == 0 && at[len] == ']')
			return true;
	}
	return false;
}

/* Notes may hold HTML. */
static char *escaped(struct ctx *c, const char *text)
{
	struct buf to = buf_new(c->arena, 64);

	for (const char *p = text ? text : ""; *p; p++) {
		if (*p == '<')
			buf_puts(&to, "&lt;");
		else if (*p == '>')
			buf_puts(&to, "&gt;");
		else if (*p == '&')
			buf_puts(&to, "&amp;");
		else
			buf_putc(&to, *p);
	}
	return to.text;
}

static char *note_body(struct ctx *c, const struct shipment *sh)
{
	struct buf note = buf_new(c->arena, 256), to = buf_new(c->arena, 256);

	buf_puts(&note, "Shipped");
	if (sh->carrier && *sh->carrier)
		buf_printf(&note, " with %s", escaped(c, sh->carrier));
	buf_printf(&note, ", tracking number %s", escaped(c, sh->tracking_no));
	if (sh->tracking_url)
		buf_printf(&note, ", %s", escaped(c, sh->tracking_url));
	buf_printf(&note, " %s%s]", opening, sh->marker);
	buf_puts(&to, "{\"note\":");
	buf_json(&to, note.text);
	buf_puts(&to, ",\"customer_note\":true}");
	return to.text;
}

/* ---- the table ------------------------------------------------------------------------------- */

static const struct wc_way ways[] = {
	{ "fulfillments", "wc/v3/orders/{id}/fulfillments", "id", true, is_fulfillment, fulfillment_body },
	{ "shipment_tracking", "wc-shipment-tracking/v3/orders/{id}/shipment-trackings", "tracking_id", false,
	  is_tracking, shipment_tracking_body },
	{ "ast", "wc-ast/v3/orders/{id}/shipment-trackings", "tracking_id", false, is_tracking, ast_body },
	{ "note", "wc/v3/orders/{id}/notes", "id", false, is_note, note_body },
};

const struct wc_way *wc_way_named(const char *name)
{
	size_t n = sizeof ways / sizeof *ways;

	for (size_t i = 0; name && i < n; i++)
		if (strcmp(ways[i].name, name) == 0)
			return &ways[i];
	return &ways[n - 1];
}

const struct json *wc_way_find(const struct wc_way *way, const struct json *list, const struct shipment *sh)
{
	for (const struct json *row = json_first(list); row; row = json_next(row))
		if (way->is_it(row, sh))
			return row;
	return NULL;
}
