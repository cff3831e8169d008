/* Bad days of a shop, its host and its cache. */
#include "practice/weather.h"
#include "lib/shape.h"
#include "practice/vendor_api.h"
#include "practice/woo.h"

#include <string.h>

const char *const weather_only_names[] = { "all", "reads", "writes", "token", NULL };
const char *const transaction_fate_names[] = { "success", "silent", "lost", "failure", NULL };
const char *const weather_noise_names[] = { "none", "html", "notice", "bom", NULL };

#define WEATHER_FIELDS                                                             \
	FIELD(struct weather, delay_ms, "delayMs", .max = 600000),                     \
	FIELD(struct weather, status, "status", .max = 599, .flags = FIELD_NULL_ZERO), \
	FIELD(struct weather, retry_after_s, "retryAfterS", .max = 86400, .flags = FIELD_NULL_ZERO), \
	FIELD(struct weather, cut_body, "cutBody"),                                    \
	FIELD(struct weather, duplicate_page, "duplicatePage"),                        \
	FIELD(struct weather, ignore_writes, "ignoreWrites"),                          \
	FIELD(struct weather, refuse_writes, "refuseWrites"),                          \
	FIELD(struct weather, drop_after_write, "dropAfterWrite"),                     \
	FIELD_CHOICE(struct weather, noise, "noise", weather_noise_names),             \
	FIELD_CHOICE(struct weather, only, "only", weather_only_names),                \
	FIELD(struct weather, times, "times", .max = 1000000, .flags = FIELD_NULL_ZERO)

static const struct field weather_fields[] = { WEATHER_FIELDS, FIELD(struct weather, hits, "hits"), FIELD_END };
static const struct field weather_in_fields[] = { WEATHER_FIELDS, FIELD_END };
const struct shape weather_shape = SHAPE(struct weather, weather_fields);
const struct shape weather_in_shape = SHAPE(struct weather, weather_in_fields);

#define TRANSACTION_FIELDS                                                                    \
	FIELD_CHOICE(struct weather, transaction.fate, "transaction", transaction_fate_names), \
	FIELD(struct weather, transaction.polls, "transactionPolls", .max = 1000000),          \
	FIELD(struct weather, transaction.seconds, "transactionS", .max = 86400),              \
	FIELD(struct weather, transaction.code, "transactionCode", .max = 100),                \
	FIELD(struct weather, transaction.message, "transactionMessage", .max = 1000)

static const struct field vendor_fields[] = {
	WEATHER_FIELDS, TRANSACTION_FIELDS, FIELD(struct weather, hits, "hits"), FIELD_END
};
static const struct field vendor_in_fields[] = { WEATHER_FIELDS, TRANSACTION_FIELDS, FIELD_END };
const struct shape vendor_weather_shape = SHAPE(struct weather, vendor_fields);
const struct shape vendor_weather_in_shape = SHAPE(struct weather, vendor_in_fields);

/* One request was met; the last one brings the sun back. */
static void met(struct weather *w)
{
	w->hits++;
	if (w->times > 0 && --w->times == 0)
		*w = (struct weather){ .hits = w->hits };
}

/* The login of a vendor account is neither read nor write: what holds for all of the API passes it by. */
static bool meets(const struct weather *w, const struct call *k)
{
	if (vendor_is_token(k))
		return w->only == WEATHER_TOKEN;
	return w->only == WEATHER_ALL || w->only == (call_reads(k) ? WEATHER_READS : WEATHER_WRITES);
}

static bool does_something(const struct gust *g)
{
	return g->delay_ms || g->status || g->cut || g->ignore_write || g->refuse_write || g->drop || g->noise
	    || g->transaction.fate || g->transaction.polls || g->transaction.seconds;
}

void weather_meet(struct call *k)
{
	struct weather *w = &k->shop->weather;
	bool            reads = call_reads(k);

	if (!meets(w, k))
		return;
	k->gust = (struct gust){
		.delay_ms = w->delay_ms,
		.status = (int)w->status,
		.retry_after_s = (int)w->retry_after_s,
		.cut = w->cut_body,
		.ignore_write = w->ignore_writes && !reads,
		.refuse_write = w->refuse_writes && !reads,
		.drop = w->drop_after_write && !reads,
		.noise = w->noise,
	};
	if (k->shop->vendor && !reads)
		k->gust.transaction = w->transaction;
	if (does_something(&k->gust))
		met(w);
}

/* ---- in the place of the shop ---------------------------------------------------------------- */

static void host_page(struct call *k, int status)
{
	static const struct {
		int         status;
		const char *phrase;
	} phrases[] = {
		{ 403, "Forbidden" }, { 404, "Not Found" }, { 408, "Request Time-out" }, { 429, "Too Many Requests" },
		{ 502, "Bad Gateway" }, { 504, "Gateway Time-out" }, { 508, "Loop Detected" }, { 520, "Web server is returning an unknown error" },
	};
	const char *phrase = "Error";
	struct buf *b = woo_answer(k, status);

	for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
		if (phrases[i].status == status)
			phrase = phrases[i].phrase;
	k->reply.content_type = "text/html";
	buf_printf(b, "<html>\r\n<head><title>%d %s</title></head>\r\n<body>\r\n<center><h1>%d %s</h1></center>\r\n"
		"<hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>\r\n", status, phrase, status, phrase);
}

static void fatal_error(struct call *k)
{
	buf_puts(woo_answer(k, 500), "{\"code\":\"internal_server_error\",\"message\":\"<p>There has been a critical error on this "
		"website.<\\/p><p><a href=\\\"https:\\/\\/wordpress.org\\/documentation\\/article\\/faq-troubleshooting\\/\\\">Learn more "
		"about troubleshooting WordPress.<\\/a><\\/p>\",\"data\":{\"status\":500},\"additional_errors\":[]}");
}

static void maintenance(struct call *k)
{
	static const char words[] = "Briefly unavailable for scheduled maintenance. Check back in a minute.";
	struct buf       *b = woo_answer(k, 503);

	if (k->accept && strstr(k->accept, "application/json")) {
		buf_printf(b, "{\"code\":\"wp_die\",\"message\":\"%s\",\"data\":{\"status\":503},\"additional_errors\":[]}", words);
		return;
	}
	k->reply.content_type = "text/html; charset=UTF-8";
	buf_printf(b, "<!DOCTYPE html>\n<html dir='ltr'>\n<head>\n\t<title>Maintenance</title>\n</head>\n<body id=\"error-page\">\n"
		"\t<div class=\"wp-die-message\">%s</div></body>\n</html>\n", words);
}

static void shop_answers(struct call *k)
{
	switch (k->gust.status) {
	case 401: woo_error(k, 401, "woocommerce_rest_authentication_error", "Consumer key is invalid."); break;
	case 403: woo_error(k, 403, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources."); break;
	case 500: fatal_error(k); break;
	case 503: maintenance(k); break;
	default: host_page(k, k->gust.status);
	}
}

bool weather_answers(struct call *k)
{
	if (!k->gust.status)
		return false;
	if (!k->shop->vendor)
		shop_answers(k);
	else if (!vendor_answers_with(k, k->gust.status))
		host_page(k, k->gust.status);
	if (k->gust.retry_after_s)
		reply_header(k, "Retry-After", arena_printf(k->ctx.arena, "%d", k->gust.retry_after_s));
	return true;
}

/* ---- after the shop -------------------------------------------------------------------------- */

/* A cache that does not look at the query: the first page asked for comes again for the others.
 * The signature alone makes no other page. */
static const char *page_asked_for(struct call *k)
{
	struct buf b = buf_new(k->ctx.arena, 128);

	for (size_t i = 0; i < k->n_params; i++)
		if (strncmp(k->params[i].name, "oauth_", 6) != 0)
			buf_printf(&b, "%s=%s&", k->params[i].name, k->params[i].value);
	return b.text;
}

static void stale_cache(struct call *k)
{
	struct weather *w = &k->shop->weather;
	const char     *asked = page_asked_for(k);

	if (!w->kept_query) {
		w->kept_query = shop_text(k->shop, asked);
		w->kept_body = shop_text(k->shop, k->reply.body.text);
	} else if (strcmp(w->kept_query, asked) != 0) {
		k->reply.body = buf_new(k->ctx.arena, 4096);
		buf_puts(&k->reply.body, w->kept_body);
		met(w);
	}
}

static void before_body(struct call *k, const char *text)
{
	struct buf b = buf_new(k->ctx.arena, k->reply.body.len + 512);

	buf_puts(&b, text);
	buf_add(&b, k->reply.body.text, k->reply.body.len);
	k->reply.body = b;
}

void weather_spoil(struct call *k)
{
	struct weather *w = &k->shop->weather;
	bool            good = k->reply.status < 300;

	if (w->duplicate_page && good && call_reads(k) && (strcmp(k->route, "orders") == 0 || strcmp(k->route, "purchaseOrders") == 0)
	    && w->only != WEATHER_WRITES)
		stale_cache(k);
	if (good && k->gust.noise == NOISE_HTML) {
		host_page(k, 200);
	} else if (good && k->gust.noise == NOISE_NOTICE) {
		before_body(k, "<br />\n<b>Warning</b>:  Undefined array key \"ship_to\" in "
			"<b>/var/www/html/wp-content/plugins/better-checkout/better-checkout.php</b> on line <b>214</b><br />\n");
	} else if (good && k->gust.noise == NOISE_BOM) {
		before_body(k, "\xef\xbb\xbf");
	}
	k->reply.cut = k->gust.cut;
	k->reply.drop = k->gust.drop && good;
}
