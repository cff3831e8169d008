#include "lib/secret.h"
#include "lib/token.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define NOW INT64_C(1780000000)
/* The page's origin, and 32 printable bytes each: "0123456789abcdef" and "fedcba9876543210", twice. */
#define ISSUER  "http://127.0.0.1:8080"
#define SECRET  "0123456789abcdef0123456789abcdef"
#define OLDER   "fedcba9876543210fedcba9876543210"
#define SECRET64 "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
#define OLDER64  "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA="
#define KEYS     "k2:" SECRET64 ",k1:" OLDER64
/* A public key as an attacker would find it; as an HMAC secret it signs what a careless verifier takes. */
#define PUBLIC_PEM                                                                                            \
	"-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n"

#define HEADER "{\"alg\":\"HS256\",\"kid\":\"k2\",\"typ\":\"JWT\"}"
#define WHO    "\"iss\":\"" ISSUER "\",\"aud\":\"gwms-api\",\"use\":\"access\""
#define WHOM   "\"sub\":\"42\",\"sid\":\"s1\",\"ver\":3"
#define TIMES  "\"iat\":1780000000,\"nbf\":1780000000,\"exp\":1780000600"
#define CLAIMS "{" WHO "," WHOM "," TIMES "}"

static struct ctx         c;
static struct token_keys *keys;

static int begin(void **state)
{
	(void)state;
	c = (struct ctx){ .arena = arena_new(16 << 20) };
	keys = token_keys_new(&c, KEYS, ISSUER);
	return keys ? 0 : 1;
}

static int end(void **state)
{
	(void)state;
	arena_free(c.arena);
	return 0;
}

/* base64 with the alphabet of URLs, made from the standard one. */
static char *to_url(char *text)
{
	for (char *p = text; *p; p++)
		*p = *p == '+' ? '-' : *p == '/' ? '_' : *p;
	text[strcspn(text, "=")] = '\0';
	return text;
}

static char *encode(const char *data, size_t n)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	char *out = arena_alloc(c.arena, n * 2 + 8), *to = out;

	for (size_t i = 0; i < n; i += 3) {
		uint32_t v = (uint32_t)(unsigned char)data[i] << 16;

		v |= i + 1 < n ? (uint32_t)(unsigned char)data[i + 1] << 8 : 0;
		v |= i + 2 < n ? (uint32_t)(unsigned char)data[i + 2] : 0;
		*to++ = alphabet[v >> 18];
		*to++ = alphabet[v >> 12 & 63];
		if (i + 1 < n)
			*to++ = alphabet[v >> 6 & 63];
		if (i + 2 < n)
			*to++ = alphabet[v & 63];
	}
	return out;
}

static char *forged(const char *header, const char *claims, const char *secret)
{
	char *head = arena_printf(c.arena, "%s.%s", encode(header, strlen(header)), encode(claims, strlen(claims)));

	return arena_printf(c.arena, "%s.%s", head, to_url(hmac_sha256_base64(c.arena, secret, head, strlen(head))));
}

static bool good_at(const char *token, int64_t now_s)
{
	struct token_claims out = { .user_id = 1 };

	problem_clear(&c);
	if (token_verify(&c, keys, token, now_s, &out)) {
		assert_int_equal(c.problem.code, PROBLEM_NONE);
		return true;
	}
	assert_int_equal(c.problem.code, PROBLEM_TOKEN_INVALID);
	assert_string_equal(c.problem.detail, "The access token is missing, expired or not valid");
	assert_non_null(c.problem.cause);
	assert_int_equal(out.user_id, 1); /* nothing is handed out with a no */
	return false;
}

static void expect(const char *name, const char *token, bool good)
{
	if (good_at(token, NOW) != good)
		fail_msg("%s: %s (%s)", name, good ? "was refused" : "was taken", c.problem.cause ? c.problem.cause : "-");
}

static void a_token_of_ours_says_who_asks(void **state)
{
	const struct token_claims in = { .user_id = UINT64_MAX, .session = "Xq1_-z", .version = 7, .issued_at = NOW,
		.expires_at = NOW + 600 };
	struct token_claims out;
	char *token = token_issue(&c, keys, &in);

	(void)state;
	assert_non_null(token);
	assert_true(strlen(token) < TOKEN_MAX_BYTES);
	assert_true(token_verify(&c, keys, token, NOW + 599, &out));
	assert_true(out.user_id == UINT64_MAX);
	assert_string_equal(out.session, "Xq1_-z");
	assert_int_equal(out.version, 7);
	assert_int_equal(out.issued_at, NOW);
	assert_int_equal(out.expires_at, NOW + 600);
	/* the short form: now, for ten minutes */
	token = token_issue(&c, keys, &(struct token_claims){ .user_id = 5, .session = "s", .version = 0 });
	assert_true(token_verify(&c, keys, token, instant_now().us / INSTANT_SECOND, &out));
	assert_int_equal(out.expires_at - out.issued_at, TOKEN_LIFE_S);
}

static void headers(void **state)
{
	static const struct {
		const char *name, *header;
		bool        good;
	} cases[] = {
		{ "as it should be", HEADER, true },
		{ "without typ", "{\"alg\":\"HS256\",\"kid\":\"k2\"}", true },
		{ "escaped but the same", "{\"alg\":\"HS\\u0032\\u0035\\u0036\",\"kid\":\"k2\"}", true },
		{ "alg none", "{\"alg\":\"none\",\"kid\":\"k2\"}", false },
		{ "alg None", "{\"alg\":\"None\",\"kid\":\"k2\"}", false },
		{ "alg hs256", "{\"alg\":\"hs256\",\"kid\":\"k2\"}", false },
		{ "alg RS256", "{\"alg\":\"RS256\",\"kid\":\"k2\"}", false },
		{ "alg HS512", "{\"alg\":\"HS512\",\"kid\":\"k2\"}", false },
		{ "alg in an array", "{\"alg\":[\"HS256\"],\"kid\":\"k2\"}", false },
		{ "alg null", "{\"alg\":null,\"kid\":\"k2\"}", false },
		{ "alg with a zero", "{\"alg\":\"HS256\\u0000\",\"kid\":\"k2\"}", false },
		{ "no alg", "{\"kid\":\"k2\"}", false },
		{ "alg twice", "{\"alg\":\"none\",\"alg\":\"HS256\",\"kid\":\"k2\"}", false },
		{ "no kid", "{\"alg\":\"HS256\"}", false },
		{ "unknown kid", "{\"alg\":\"HS256\",\"kid\":\"k3\"}", false },
		{ "rotated out kid", "{\"alg\":\"HS256\",\"kid\":\"k0\"}", false },
		{ "empty kid", "{\"alg\":\"HS256\",\"kid\":\"\"}", false },
		{ "kid of another key", "{\"alg\":\"HS256\",\"kid\":\"k1\"}", false },
		{ "kid as a number", "{\"alg\":\"HS256\",\"kid\":2}", false },
		{ "kid null", "{\"alg\":\"HS256\",\"kid\":null}", false },
		{ "kid as a path", "{\"alg\":\"HS256\",\"kid\":\"../../dev/null\"}", false },
		{ "crit", "{\"alg\":\"HS256\",\"kid\":\"k2\",\"crit\":[\"exp\"]}", false },
		{ "jwk", "{\"alg\":\"HS256\",\"kid\":\"k2\",\"jwk\":{\"kty\":\"oct\",\"k\":\"AA\"}}", false },
		{ "b64", "{\"alg\":\"HS256\",\"kid\":\"k2\",\"b64\":false}", false },
		{ "typ at+jwt", "{\"alg\":\"HS256\",\"kid\":\"k2\",\"typ\":\"at+jwt\"}", false },
		{ "typ null", "{\"alg\":\"HS256\",\"kid\":\"k2\",\"typ\":null}", false },
		{ "not an object", "[\"HS256\"]", false },
		{ "not JSON", "HS256", false },
		{ "cut", "{\"alg\":\"HS256\",\"kid\":\"k2\"", false },
		{ "with a tail", HEADER "x", false },
		{ "empty object", "{}", false },
		{ "deep", "{\"alg\":[[[[[[[[[[[[]]]]]]]]]]]],\"kid\":\"k2\"}", false },
	};
	char *kid = arena_alloc(c.arena, 10240 + 1);

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		expect(cases[i].name, forged(cases[i].header, CLAIMS, SECRET), cases[i].good);
	memset(kid, 'k', 10240);
	expect("kid of 10 KB", forged(arena_printf(c.arena, "{\"alg\":\"HS256\",\"kid\":\"%s\"}", kid), CLAIMS, SECRET), false);
	kid[600] = '\0';
	expect("kid of 600 bytes", forged(arena_printf(c.arena, "{\"alg\":\"HS256\",\"kid\":\"%s\"}", kid), CLAIMS, SECRET),
		false);
	expect("second key", forged("{\"alg\":\"HS256\",\"kid\":\"k1\"}", CLAIMS, OLDER), true);
	expect("another secret", forged(HEADER, CLAIMS, OLDER), false);
	expect("empty secret", forged(HEADER, CLAIMS, ""), false);
	expect("public key as secret", forged(HEADER, CLAIMS, PUBLIC_PEM), false);
	expect("RS256 and public key as secret", forged("{\"alg\":\"RS256\",\"kid\":\"k2\"}", CLAIMS, PUBLIC_PEM), false);
}

static void claims(void **state)
{
	static const struct {
		const char *name, *claims;
		bool        good;
	} cases[] = {
		{ "as they should be", CLAIMS, true },
		{ "and one more", "{" WHO "," WHOM "," TIMES ",\"extra\":true}", true },
		{ "highest id", "{" WHO ",\"sub\":\"18446744073709551615\",\"sid\":\"s1\",\"ver\":3," TIMES "}", true },
		{ "no iss", "{\"aud\":\"gwms-api\",\"use\":\"access\"," WHOM "," TIMES "}", false },
		{ "other iss", "{\"iss\":\"http://127.0.0.1:8081\",\"aud\":\"gwms-api\",\"use\":\"access\"," WHOM "," TIMES "}", false },
		{ "iss as an array", "{\"iss\":[\"" ISSUER "\"],\"aud\":\"gwms-api\",\"use\":\"access\"," WHOM "," TIMES "}", false },
		{ "no aud", "{\"iss\":\"" ISSUER "\",\"use\":\"access\"," WHOM "," TIMES "}", false },
		{ "other aud", "{\"iss\":\"" ISSUER "\",\"aud\":\"gwms-admin\",\"use\":\"access\"," WHOM "," TIMES "}", false },
		{ "aud as an array", "{\"iss\":\"" ISSUER "\",\"aud\":[\"gwms-api\"],\"use\":\"access\"," WHOM "," TIMES "}", false },
		{ "aud in capitals", "{\"iss\":\"" ISSUER "\",\"aud\":\"GWMS-API\",\"use\":\"access\"," WHOM "," TIMES "}", false },
		{ "no use", "{\"iss\":\"" ISSUER "\",\"aud\":\"gwms-api\"," WHOM "," TIMES "}", false },
		{ "other use", "{\"iss\":\"" ISSUER "\",\"aud\":\"gwms-api\",\"use\":\"refresh\"," WHOM "," TIMES "}", false },
		{ "use twice", "{" WHO ",\"use\":\"access\"," WHOM "," TIMES "}", false },
		{ "exp twice", "{" WHO "," WHOM "," TIMES ",\"exp\":1780000600}", false },
		{ "exp twice, one escaped", "{" WHO "," WHOM "," TIMES ",\"\\u0065xp\":1780000600}", false },
		{ "no sub", "{" WHO ",\"sid\":\"s1\",\"ver\":3," TIMES "}", false },
		{ "sub as a number", "{" WHO ",\"sub\":42,\"sid\":\"s1\",\"ver\":3," TIMES "}", false },
		{ "sub 0", "{" WHO ",\"sub\":\"0\",\"sid\":\"s1\",\"ver\":3," TIMES "}", false },
		{ "sub empty", "{" WHO ",\"sub\":\"\",\"sid\":\"s1\",\"ver\":3," TIMES "}", false },
		{ "sub negative", "{" WHO ",\"sub\":\"-42\",\"sid\":\"s1\",\"ver\":3," TIMES "}", false },
		{ "sub with a zero in front", "{" WHO ",\"sub\":\"042\",\"sid\":\"s1\",\"ver\":3," TIMES "}", false },
		{ "sub with a tail", "{" WHO ",\"sub\":\"42 \",\"sid\":\"s1\",\"ver\":3," TIMES "}", false },
		{ "sub too large", "{" WHO ",\"sub\":\"18446744073709551616\",\"sid\":\"s1\",\"ver\":3," TIMES "}", false },
		{ "no sid", "{" WHO ",\"sub\":\"42\",\"ver\":3," TIMES "}", false },
		{ "sid empty", "{" WHO ",\"sub\":\"42\",\"sid\":\"\",\"ver\":3," TIMES "}", false },
		{ "sid as a number", "{" WHO ",\"sub\":\"42\",\"sid\":1,\"ver\":3," TIMES "}", false },
		{ "no ver", "{" WHO ",\"sub\":\"42\",\"sid\":\"s1\"," TIMES "}", false },
		{ "ver as text", "{" WHO ",\"sub\":\"42\",\"sid\":\"s1\",\"ver\":\"3\"," TIMES "}", false },
		{ "ver real", "{" WHO ",\"sub\":\"42\",\"sid\":\"s1\",\"ver\":3.5," TIMES "}", false },
		{ "ver negative", "{" WHO ",\"sub\":\"42\",\"sid\":\"s1\",\"ver\":-3," TIMES "}", false },
		{ "ver huge", "{" WHO ",\"sub\":\"42\",\"sid\":\"s1\",\"ver\":9223372036854775808," TIMES "}", false },
		{ "no iat", "{" WHO "," WHOM ",\"nbf\":1780000000,\"exp\":1780000600}", false },
		{ "no nbf", "{" WHO "," WHOM ",\"iat\":1780000000,\"exp\":1780000600}", false },
		{ "no exp", "{" WHO "," WHOM ",\"iat\":1780000000,\"nbf\":1780000000}", false },
		{ "exp as text", "{" WHO "," WHOM ",\"iat\":1780000000,\"nbf\":1780000000,\"exp\":\"1780000600\"}", false },
		{ "exp real", "{" WHO "," WHOM ",\"iat\":1780000000,\"nbf\":1780000000,\"exp\":1780000600.0}", false },
		{ "exp with an exponent", "{" WHO "," WHOM ",\"iat\":1780000000,\"nbf\":1780000000,\"exp\":17800006e2}", false },
		{ "exp negative", "{" WHO "," WHOM ",\"iat\":1780000000,\"nbf\":1780000000,\"exp\":-1}", false },
		{ "exp huge", "{" WHO "," WHOM ",\"iat\":1780000000,\"nbf\":1780000000,\"exp\":99999999999999999999}", false },
		{ "exp null", "{" WHO "," WHOM ",\"iat\":1780000000,\"nbf\":1780000000,\"exp\":null}", false },
		{ "exp true", "{" WHO "," WHOM ",\"iat\":1780000000,\"nbf\":1780000000,\"exp\":true}", false },
		{ "iat as text", "{" WHO "," WHOM ",\"iat\":\"1780000000\",\"nbf\":1780000000,\"exp\":1780000600}", false },
		{ "iat the least integer", "{" WHO "," WHOM ",\"iat\":-9223372036854775808,\"nbf\":1780000000,\"exp\":1780000600}", false },
		{ "nbf as text", "{" WHO "," WHOM ",\"iat\":1780000000,\"nbf\":\"1780000000\",\"exp\":1780000600}", false },
		{ "lives 601 s", "{" WHO "," WHOM ",\"iat\":1780000000,\"nbf\":1780000000,\"exp\":1780000601}", false },
		{ "ends as it begins", "{" WHO "," WHOM ",\"iat\":1780000000,\"nbf\":1780000000,\"exp\":1780000000}", false },
		{ "iat 30 s ahead", "{" WHO "," WHOM ",\"iat\":1780000030,\"nbf\":1780000000,\"exp\":1780000600}", true },
		{ "iat 31 s ahead", "{" WHO "," WHOM ",\"iat\":1780000031,\"nbf\":1780000000,\"exp\":1780000600}", false },
		{ "nbf 30 s ahead", "{" WHO "," WHOM ",\"iat\":1780000000,\"nbf\":1780000030,\"exp\":1780000600}", true },
		{ "nbf 31 s ahead", "{" WHO "," WHOM ",\"iat\":1780000000,\"nbf\":1780000031,\"exp\":1780000600}", false },
		{ "expired 30 s ago", "{" WHO "," WHOM ",\"iat\":1779999370,\"nbf\":1779999370,\"exp\":1779999970}", true },
		{ "expired 31 s ago", "{" WHO "," WHOM ",\"iat\":1779999369,\"nbf\":1779999369,\"exp\":1779999969}", false },
		{ "not an object", "[]", false },
		{ "nothing", "null", false },
		{ "with a tail", CLAIMS "{}", false },
		{ "single quotes", "{'sub':'42'}", false },
		{ "bad UTF-8", "{" WHO "," WHOM "," TIMES ",\"x\":\"\xff\"}", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		expect(cases[i].name, forged(HEADER, cases[i].claims, SECRET), cases[i].good);
}

static void forms(void **state)
{
	const char *good = forged(HEADER, CLAIMS, SECRET), *signature = strrchr(good, '.') + 1;
	const char *claims_part = strchr(good, '.') + 1;
	size_t      header_len = strcspn(good, "."), len = strlen(good), taken = 0;
	char       *text;

	(void)state;
	expect("good", good, true);
	expect("no token", NULL, false);
	expect("empty", "", false);
	expect("dots", "..", false);
	expect("one part", "abc", false);
	expect("2 parts", arena_strndup(c.arena, good, (size_t)(signature - 1 - good)), false);
	expect("empty signature", arena_strndup(c.arena, good, (size_t)(signature - good)), false);
	expect("4 parts", arena_printf(c.arena, "%s.abcd", good), false);
	expect("5 parts", arena_printf(c.arena, "%s.abcd.abcd", good), false);
	expect("ends with a dot", arena_printf(c.arena, "%s.", good), false);
	expect("starts with a dot", arena_printf(c.arena, ".%s", good), false);
	expect("padded signature", arena_printf(c.arena, "%s=", good), false);
	expect("padded header", arena_printf(c.arena, "%.*s=.%s", (int)header_len, good, claims_part), false);
	expect("space in front", arena_printf(c.arena, " %s", good), false);
	expect("line break behind", arena_printf(c.arena, "%s\n", good), false);
	expect("Bearer in front", arena_printf(c.arena, "Bearer %s", good), false);
	expect("short signature", arena_strndup(c.arena, good, len - 4), false);
	expect("long signature", arena_printf(c.arena, "%sAAAA", good), false);
	/* the same signature bits in the other alphabet; one of many claims has such a character */
	for (int i = 0; i < 64 && !taken; i++) {
		char *other = forged(HEADER, arena_printf(c.arena, "{" WHO "," WHOM "," TIMES ",\"x\":%d}", i), SECRET);
		char *dash = strpbrk(strrchr(other, '.'), "-_");

		if (!dash)
			continue;
		expect("with - or _", other, true);
		*dash = *dash == '-' ? '+' : '/';
		expect("with + or /", other, false);
		taken++;
	}
	assert_int_equal(taken, 1);
	/* stray bits at the end of the signature: another text for the same 32 bytes */
	text = arena_strdup(c.arena, good);
	text[len - 1] = (char)(text[len - 1] + 1);
	expect("stray bits", text, false);
	/* the limit: 2,048 bytes are read, one more is not (what does not divide by 4 cannot be a token of that length) */
	for (size_t pad = 1200; pad < 1400; pad++) {
		char *filler = arena_alloc(c.arena, pad + 1), *token;

		memset(filler, 'x', pad / 3);
		token = forged(HEADER, arena_printf(c.arena, "{" WHO "," WHOM "," TIMES ",\"x\":[\"%s\",\"%s\",\"%s\",\"%.*s\"]}",
			filler, filler, filler, (int)(pad % 3), "xxx"), SECRET);
		if (strlen(token) == TOKEN_MAX_BYTES)
			taken |= 2;
		if (strlen(token) > TOKEN_MAX_BYTES)
			taken |= 4;
		expect("long", token, strlen(token) <= TOKEN_MAX_BYTES);
	}
	assert_int_equal(taken, 7);
	assert_false(good_at(forged(HEADER, arena_printf(c.arena, "{\"x\":\"%0*d\"}", 3000, 0), SECRET), NOW));
}

static void every_bit_counts(void **state)
{
	const char *good = forged(HEADER, CLAIMS, SECRET);

	(void)state;
	for (size_t i = 0; i < strlen(good); i++)
		for (int bit = 0; bit < 7; bit++) {
			char *text = arena_strdup(c.arena, good);

			text[i] = (char)(text[i] ^ 1 << bit);
			expect("a flipped bit", text, false);
		}
	for (size_t n = 0; n < strlen(good); n++)
		expect("cut", arena_strndup(c.arena, good, n), false);
}

/* The second time a token is known, and is judged as the first time. */
static void a_known_token_is_still_judged(void **state)
{
	const char         *good = forged(HEADER, CLAIMS, SECRET), *later = forged(HEADER, "{" WHO "," WHOM
		",\"iat\":1780000000,\"nbf\":1780000020,\"exp\":1780000600}", SECRET);
	struct token_claims first, again;
	char               *flipped;

	(void)state;
	assert_true(token_verify(&c, keys, good, NOW, &first));
	assert_true(token_verify(&c, keys, good, NOW + 1, &again));
	assert_true(again.user_id == first.user_id && again.version == first.version && again.issued_at == first.issued_at
		&& again.expires_at == first.expires_at);
	assert_string_equal(again.session, "s1");
	assert_true(good_at(good, NOW + 630));
	assert_false(good_at(good, NOW + 631)); /* expired meanwhile */
	assert_true(good_at(good, NOW - 30));
	assert_false(good_at(good, NOW - 31)); /* a clock that was set back */
	assert_true(good_at(later, NOW));
	assert_false(good_at(later, NOW - 11));
	for (size_t i = 0; i < strlen(good); i++) {
		flipped = arena_strdup(c.arena, good);
		flipped[i] = (char)(flipped[i] ^ 1);
		expect("a flipped bit", flipped, false);
		expect("the known one beside it", good, true);
	}
	expect("longer than the known one", arena_printf(c.arena, "%sA", good), false);
	/* more than are kept: each says what it says, whoever took whose place */
	for (int round = 0; round < 2; round++)
		for (unsigned id = 1; id <= 300; id++) {
			const char *token = token_issue(&c, keys, &(struct token_claims){ .user_id = id, .session = arena_printf(c.arena, "s%u", id),
				.version = id * 2, .issued_at = NOW });

			assert_true(token_verify(&c, keys, token, NOW, &first));
			assert_true(token_verify(&c, keys, token, NOW, &again));
			assert_true(first.user_id == id && again.user_id == id && again.version == id * 2);
			assert_string_equal(again.session, arena_printf(c.arena, "s%u", id));
		}
}

static void keys_are_checked_at_the_start(void **state)
{
	static const struct {
		const char *keys, *words; /* NULL words: taken */
	} cases[] = {
		{ KEYS, NULL },
		{ "a-_9:" SECRET64, NULL },
		{ NULL, "is not kid:base64" },
		{ "", "is not kid:base64" },
		{ ",", "is not kid:base64" },
		{ "k1", "is not kid:base64" },
		{ SECRET64, "is not kid:base64" },
		{ "k1:", "is shorter than 32 bytes" },
		{ "k1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZQ==", "is shorter than 32 bytes" },
		{ "k1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY", "is not base64" },
		{ "k1: " SECRET64, "is not base64" },
		{ "k1:" SECRET64 "\n", "is not base64" },
		{ "k1:" SECRET64 ",", "is not kid:base64" },
		{ "k1:" SECRET64 ",k1:" OLDER64, "is there twice" },
		{ "k1:" SECRET64 ",k2:" SECRET64, "is there twice" },
		{ ":" SECRET64, "its name must have" },
		{ "a b:" SECRET64, "its name may hold" },
		{ "123456789012345678901234567890123:" SECRET64, "its name must have" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		bool taken;

		problem_clear(&c);
		taken = token_keys_new(&c, cases[i].keys, ISSUER) != NULL;
		if (taken != !cases[i].words || (!taken && !strstr(c.problem.detail, cases[i].words)))
			fail_msg("keys %zu: %s", i, taken ? "taken" : c.problem.detail);
		if (!taken) {
			assert_int_equal(c.problem.code, PROBLEM_INVALID);
			assert_null(strstr(c.problem.detail, "MDEy")); /* no secret in a message */
		}
	}
	problem_clear(&c);
	assert_null(token_keys_new(&c, KEYS, ""));
}

static void rotation(void **state)
{
	const struct token_claims in = { .user_id = 42, .session = "s1", .issued_at = NOW };
	struct token_keys *old = token_keys_new(&c, "k1:" OLDER64, ISSUER), *both = keys;
	char *old_token = token_issue(&c, old, &in), *new_token = token_issue(&c, both, &in);

	(void)state;
	expect("signed with the old key, both known", old_token, true);
	expect("signed with the new key, both known", new_token, true);
	keys = token_keys_new(&c, "k2:" SECRET64, ISSUER);
	expect("signed with the old key, rotated out", old_token, false);
	expect("signed with the new key", new_token, true);
	keys = token_keys_new(&c, KEYS, "http://127.0.0.1:9000");
	expect("of another house", new_token, false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_token_of_ours_says_who_asks, begin, end),
		cmocka_unit_test_setup_teardown(headers, begin, end),
		cmocka_unit_test_setup_teardown(claims, begin, end),
		cmocka_unit_test_setup_teardown(forms, begin, end),
		cmocka_unit_test_setup_teardown(every_bit_counts, begin, end),
		cmocka_unit_test_setup_teardown(a_known_token_is_still_judged, begin, end),
		cmocka_unit_test_setup_teardown(keys_are_checked_at_the_start, begin, end),
		cmocka_unit_test_setup_teardown(rotation, begin, end),
	};

	return secret_start() ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
