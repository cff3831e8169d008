/* Access tokens. As they come: none is taken that was not issued, letter by letter. And header and claims of the fuzzer's
 * making, rightly signed, as if a key had leaked into another program of ours: what is taken keeps every rule. */
#include "fuzz/fuzz.h"
#include "lib/secret.h"
#include "lib/token.h"

#include <sodium.h>

#define KEY "0123456789abcdef0123456789abcdef"
#define KEY_BASE64 "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
enum { NOW = 1790000000 };

static const struct token_keys *keys(void)
{
	static struct ctx         c;
	static struct token_keys *k;

	if (!k) {
		MUST(sodium_init() >= 0);
		c.arena = arena_new(1024 * 1024);
		k = token_keys_new(&c, "one:" KEY_BASE64, "https://orders.example");
		MUST(k);
	}
	return k;
}

static char *base64url(struct ctx *c, const void *bytes, size_t n)
{
	const size_t size = sodium_base64_encoded_len(n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);

	return sodium_bin2base64(arena_alloc(c->arena, size), size, bytes, n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

/* The input is header, line break, claims. */
static char *signed_token(struct ctx *c, const uint8_t *data, size_t n)
{
	const uint8_t *end = n ? memchr(data, '\n', n) : NULL;
	const size_t   header = end ? (size_t)(end - data) : n;
	const uint8_t *claims = end ? end + 1 : data + n;
	char          *text = arena_printf(c->arena, "%s.%s", base64url(c, data, header),
		base64url(c, claims, (size_t)(data + n - claims)));
	unsigned char  mac[crypto_auth_hmacsha256_BYTES];

	crypto_auth_hmacsha256(mac, (const unsigned char *)text, strlen(text), (const unsigned char *)KEY);
	return arena_printf(c->arena, "%s.%s", text, base64url(c, mac, sizeof mac));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct ctx          c = fuzz_begin();
	const bool          sign = fuzz_choice(data, &n) & 1;
	const char         *token = sign ? signed_token(&c, data, n) : fuzz_text(&c, data, n);
	struct token_claims claims = { 0 };
	const bool          ok = token_verify(&c, keys(), token, NOW, &claims);

	fuzz_told(&c, ok);
	MUST(ok || c.problem.code == PROBLEM_TOKEN_INVALID);
	if (!ok)
		return 0;
	MUST(strlen(token) <= TOKEN_MAX_BYTES && claims.user_id > 0 && claims.session && *claims.session && claims.version >= 0);
	MUST(claims.expires_at > claims.issued_at && claims.expires_at - claims.issued_at <= TOKEN_LIFE_S);
	MUST(claims.issued_at <= NOW + TOKEN_SLACK_S && claims.expires_at + TOKEN_SLACK_S >= NOW);
	if (!sign)
		MUST(strcmp(token, token_issue(&c, keys(), &claims)) == 0);
	return 0;
}
