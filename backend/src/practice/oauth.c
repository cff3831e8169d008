/* OAuth 1.0a from the server's side. The order of the checks is WooCommerce's, because it decides
 * which message a client with two faults sees: missing parameters, key, signature, time, nonce. */
#include "practice/oauth.h"
#include "practice/list.h"
#include "practice/woo.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdlib.h>
#include <string.h>

enum { WINDOW_S = 15 * 60 };

struct oauth_params {
	struct param *items;
	size_t        n, cap;
};

static const char *const names[] = {
	"oauth_consumer_key", "oauth_timestamp", "oauth_nonce", "oauth_signature", "oauth_signature_method",
};

static void put(struct arena *a, struct oauth_params *all, const char *name, const char *value)
{
	for (size_t i = 0; i < all->n; i++)
		if (strcmp(all->items[i].name, name) == 0) {
			all->items[i].value = value;
			return;
		}
	*LIST_ADD(a, all) = (struct param){ name, value };
}

static const char *get(const struct oauth_params *all, const char *name)
{
	for (size_t i = 0; i < all->n; i++)
		if (strcmp(all->items[i].name, name) == 0 && *all->items[i].value)
			return all->items[i].value;
	return NULL;
}

/* oauth_x="value" pairs of an Authorization header; what else stands there, realm too, is passed over. */
static void add_header(struct arena *a, struct oauth_params *all, const char *header)
{
	const char *p;

	if (!header || strncmp(header, "OAuth ", 6) != 0)
		return;
	for (p = strstr(header, "oauth_"); p; p = strstr(p, "oauth_")) {
		size_t      name = strspn(p, "abcdefghijklmnopqrstuvwxyz_-"), n;
		const char *key = arena_strndup(a, p, name);

		p += name;
		if (*p != '=')
			continue;
		p++;
		if (*p == '"') {
			p++;
			n = strcspn(p, "\"");
		} else {
			n = strcspn(p, ",");
		}
		put(a, all, key, url_decoded(a, p, n, true));
		p += n;
	}
}

static struct oauth_params collect(struct call *k)
{
	struct oauth_params all = { 0 };

	for (size_t i = 0; i < k->n_params; i++)
		put(k->ctx.arena, &all, k->params[i].name, k->params[i].value);
	add_header(k->ctx.arena, &all, k->authorization);
	return all;
}

/* Names and values stand in the base string encoded twice: their % is %25. */
static void encode_twice(struct buf *b, struct arena *a, const char *text)
{
	for (const char *p = url_encoded(a, text); *p; p++)
		if (*p == '%')
			buf_puts(b, "%25");
		else
			buf_putc(b, *p);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct param *)a)->name, ((const struct param *)b)->name);
}

static const char *base_string(struct call *k, struct oauth_params *all)
{
	struct arena *a = k->ctx.arena;
	struct buf    b = buf_new(a, 512);
	const char   *inside = k->path + 1 + strlen(k->shop->name); /* "/wp-json/…" as it was sent */
	bool          first = true;

	buf_puts(&b, k->method);
	buf_putc(&b, '&');
	buf_puts(&b, url_encoded(a, arena_printf(a, "%s%s", k->shop->home, inside)));
	buf_putc(&b, '&');
	qsort(all->items, all->n, sizeof *all->items, by_name);
	for (size_t i = 0; i < all->n; i++) {
		const struct param *p = &all->items[i];

		if (strcmp(p->name, "oauth_signature") == 0)
			continue;
		if (!first)
			buf_puts(&b, "%26");
		first = false;
		encode_twice(&b, a, url_decoded(a, p->name, strlen(p->name), false));
		buf_puts(&b, "%3D");
		encode_twice(&b, a, url_decoded(a, p->value, strlen(p->value), false));
	}
	return b.text;
}

static bool signature_matches(struct call *k, struct oauth_params *all, const EVP_MD *digest)
{
	struct arena *a = k->ctx.arena;
	const char   *base = base_string(k, all), *key = arena_printf(a, "%s&", k->shop->secret), *sent;
	char         *given;
	unsigned char hash[EVP_MAX_MD_SIZE], text[EVP_MAX_MD_SIZE * 2];
	unsigned      n = 0;
	size_t        len;

	if (!HMAC(digest, key, (int)strlen(key), (const unsigned char *)base, strlen(base), hash, &n))
		return false;
	len = (size_t)EVP_EncodeBlock(text, hash, (int)n);
	/* A client that forgot to encode the + of base64 arrives with a space there. */
	given = arena_strdup(a, get(all, "oauth_signature"));
	for (char *p = given; *p; p++)
		if (*p == ' ')
			*p = '+';
	sent = url_decoded(a, given, strlen(given), false);
	return strlen(sent) == len && CRYPTO_memcmp(sent, text, len) == 0;
}

static bool nonce_is_new(struct shop *s, const char *nonce, int64_t timestamp, int64_t now)
{
	size_t        kept = 0;
	struct nonce *n;
	bool          used = false;

	for (size_t i = 0; i < s->nonces.n; i++) {
		used = used || strcmp(s->nonces.items[i].text, nonce) == 0;
		if (s->nonces.items[i].timestamp >= now - WINDOW_S)
			s->nonces.items[kept++] = s->nonces.items[i];
	}
	s->nonces.n = kept;
	if (used)
		return false;
	n = LIST_ADD(s->arena, &s->nonces);
	n->text = shop_text(s, nonce);
	n->timestamp = timestamp;
	return true;
}

static enum oauth refuse(struct call *k, const char *message)
{
	woo_error(k, 401, "woocommerce_rest_authentication_error", message);
	return OAUTH_REFUSED;
}

static enum oauth missing(struct call *k, const struct oauth_params *all, size_t n)
{
	struct buf b = buf_new(k->ctx.arena, 128);
	bool       first = true;

	buf_puts(&b, n == 1 ? "Missing OAuth parameter " : "Missing OAuth parameters ");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (!get(all, names[i])) {
			buf_puts(&b, first ? "" : ", ");
			buf_puts(&b, names[i]);
			first = false;
		}
	woo_error(k, 401, "woocommerce_rest_authentication_missing_parameter", b.text);
	return OAUTH_REFUSED;
}

enum oauth oauth_check(struct call *k)
{
	struct oauth_params all = collect(k);
	const char         *method;
	size_t              n_missing = 0, n_names = sizeof names / sizeof *names;
	int64_t             timestamp, now = instant_now().us / INSTANT_SECOND;

	for (size_t i = 0; i < n_names; i++)
		n_missing += !get(&all, names[i]);
	if (n_missing == n_names)
		return OAUTH_GUEST;
	if (n_missing)
		return missing(k, &all, n_missing);
	if (strcmp(get(&all, "oauth_consumer_key"), k->shop->key) != 0)
		return refuse(k, "Consumer key is invalid.");
	method = get(&all, "oauth_signature_method");
	if (strcmp(method, "HMAC-SHA1") != 0 && strcmp(method, "HMAC-SHA256") != 0)
		return refuse(k, "Invalid signature - signature method is invalid.");
	if (!signature_matches(k, &all, strcmp(method, "HMAC-SHA1") == 0 ? EVP_sha1() : EVP_sha256()))
		return refuse(k, "Invalid signature - provided signature does not match.");
	timestamp = strtoll(get(&all, "oauth_timestamp"), NULL, 10);
	if (timestamp < now - WINDOW_S || timestamp > now + WINDOW_S)
		return refuse(k, "Invalid timestamp.");
	if (!nonce_is_new(k->shop, get(&all, "oauth_nonce"), timestamp, now))
		return refuse(k, "Invalid nonce - nonce has already been used.");
	if (k->shop->permission == KEY_READ && !call_reads(k))
		return refuse(k, "The API key provided does not have write permissions.");
	if (k->shop->permission == KEY_WRITE && call_reads(k))
		return refuse(k, "The API key provided does not have read permissions.");
	return OAUTH_GOOD;
}
