/* What WooCommerce's WC_Auth does, from the parameters it insists on to the words of its mistakes. A real shop makes a new
 * key at each Approve and sends it over https alone; this one has one key, and also takes plain http to this machine. */
#include "practice/consent.h"

#include "lib/http_client.h"
#include "practice/wire.h"

#include <string.h>

static const char *const needed[] = { "app_name", "user_id", "return_url", "callback_url", "scope", NULL };
static const char *const scopes[] = { "read", "write", "read_write", NULL };

static void html(struct buf *b, const char *text)
{
	for (const char *p = text; *p; p++) {
		const char *as = *p == '<' ? "&lt;" : *p == '>' ? "&gt;" : *p == '&' ? "&amp;" : *p == '"' ? "&quot;" : NULL;

		if (as)
			buf_puts(b, as);
		else
			buf_putc(b, *p);
	}
}

static struct buf *page_begin(struct call *k, int status)
{
	struct buf *b = &k->reply.body;

	k->reply.status = status;
	k->reply.content_type = "text/html; charset=UTF-8";
	reply_header(k, "Content-Security-Policy", "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
	reply_header(k, "Referrer-Policy", "no-referrer");
	*b = buf_new(k->ctx.arena, 2048);
	buf_puts(b, "<!DOCTYPE html><html lang=\"en\"><meta name=\"viewport\" content=\"width=device-width\"><link rel=\"stylesheet\" href=\"/control.css\"><title>");
	html(b, k->shop->title);
	buf_puts(b, "</title><main>");
	return b;
}

static void page_error(struct call *k, int status, const char *why)
{
	struct buf *b = page_begin(k, status);

	buf_puts(b, "<h1>Error</h1><p role=\"alert\">");
	html(b, why);
	buf_puts(b, "</p></main>");
}

/* http://127.0.0.1:8080/… and the like: "127.0.0.1:8080", else NULL. */
static const char *loopback_of(struct call *k, const char *url)
{
	static const char *const hosts[] = { "http://127.0.0.1", "http://localhost", NULL };

	for (const char *const *h = hosts; *h; h++) {
		size_t n = strlen(*h), port;

		if (strncmp(url, *h, n) != 0)
			continue;
		port = url[n] == ':' ? strspn(url + n + 1, "0123456789") : 0;
		if (url[n + (port ? port + 1 : 0)] == '/')
			return port ? arena_printf(k->ctx.arena, "127.0.0.1:%.*s", (int)port, url + n + 1) : "127.0.0.1:80";
	}
	return NULL;
}

static bool check(struct call *k)
{
	const char *scope = call_param(k, "scope"), *back = call_param(k, "return_url"), *callback = call_param(k, "callback_url");
	bool known = false;

	for (const char *const *name = needed; *name; name++)
		if (!call_param(k, *name) || !*call_param(k, *name))
			return page_error(k, 401, arena_printf(k->ctx.arena, "Missing parameter %s", *name)), false;
	for (const char *const *s = scopes; *s; s++)
		known = known || strcmp(*s, scope) == 0;
	if (!known)
		return page_error(k, 401, arena_printf(k->ctx.arena, "Invalid scope %s", scope)), false;
	if (strncmp(back, "http://", 7) != 0 && strncmp(back, "https://", 8) != 0)
		return page_error(k, 401, "The return_url is not a valid URL"), false;
	if (strncmp(callback, "https://", 8) != 0 && !loopback_of(k, callback))
		return page_error(k, 401, "The callback_url needs to be over SSL"), false;
	return true;
}

/* return_url?success=…&user_id=…, where the query may have begun already. */
static char *way_back(struct call *k, bool success)
{
	const char *back = call_param(k, "return_url");

	return arena_printf(k->ctx.arena, "%s%csuccess=%d&user_id=%s", back, strchr(back, '?') ? '&' : '?', success,
		url_encoded(k->ctx.arena, call_param(k, "user_id")));
}

static void link_to(struct buf *b, const char *url, const char *words)
{
	buf_puts(b, "<a href=\"");
	html(b, url);
	buf_puts(b, "\">");
	buf_puts(b, words);
	buf_puts(b, "</a>");
}

static void ask(struct call *k)
{
	struct buf *b = page_begin(k, 200);

	buf_puts(b, "<h1>");
	html(b, call_param(k, "app_name"));
	buf_puts(b, " would like to connect to your store</h1><p>This will give it access to ");
	html(b, k->shop->title);
	buf_puts(b, " with the scope ");
	html(b, call_param(k, "scope"));
	buf_puts(b, ".</p><p>");
	link_to(b, arena_printf(k->ctx.arena, "/%s/wc-auth/v1/access_granted?%s", k->shop->name, k->query), "Approve");
	buf_puts(b, " ");
	link_to(b, way_back(k, false), "Deny");
	buf_puts(b, "</p></main>");
}

static const char *keys_json(struct call *k)
{
	struct buf b = buf_new(k->ctx.arena, 512);

	buf_puts(&b, "{\"key_id\":1,\"user_id\":");
	wire_text(&b, call_param(k, "user_id"));
	wire_key(&b, "consumer_key");
	wire_text(&b, k->shop->key);
	wire_key(&b, "consumer_secret");
	wire_text(&b, k->shop->secret);
	wire_key(&b, "key_permissions");
	wire_text(&b, key_permission_names[k->shop->permission]);
	buf_putc(&b, '}');
	return b.text;
}

/* One thread serves everything, so nothing else is served meanwhile: whoever is called must not call this shop first. */
static void grant(struct call *k)
{
	const char *callback = call_param(k, "callback_url");
	struct http_client *h = http_client_new(loopback_of(k, callback), "WooCommerce practice store");
	const struct http_request request = {
		.method = "POST",
		.url = callback,
		.body = keys_json(k),
	};
	struct http_answer answer = http_send(&k->ctx, h, &request, NULL, NULL);

	http_client_free(h);
	if (answer.failure != HTTP_ANSWERED || answer.status != 200)
		return page_error(k, 401, "An error occurred in the request and at the time were unable to send the consumer data");
	k->reply.status = 302;
	reply_header(k, "Location", way_back(k, true));
}

bool consent_serve(struct call *k, const char *inside)
{
	bool asks = strcmp(inside, "/wc-auth/v1/authorize") == 0 || strcmp(inside, "/wc-auth/v1/authorize/") == 0;
	bool granted = strcmp(inside, "/wc-auth/v1/access_granted") == 0 || strcmp(inside, "/wc-auth/v1/access_granted/") == 0;

	if (!asks && !granted)
		return false;
	k->route = asks ? "wc-auth/authorize" : "wc-auth/access_granted";
	if (!call_reads(k))
		page_error(k, 405, "The screen is only looked at");
	else if (check(k)) {
		if (asks)
			ask(k);
		else
			grant(k);
	}
	return true;
}
