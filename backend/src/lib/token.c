/* Access tokens through libjwt. The library answers "signed with this key"; everything else a token
 * must be is checked here, before and after, on what our own strict JSON reader sees: the library
 * takes any token when the key is empty, obeys the token's algorithm, ignores exp, nbf, aud and crit,
 * and reads the last of two members with one name. */
#include "lib/token.h"
#include "lib/json.h"
#include "lib/secret.h"

#include <assert.h>
#include <inttypes.h>
#include <jwt.h>
#include <string.h>

enum {
	KEYS_MAX = 8,
	KEY_MIN = 32,
	KEY_MAX = 128,
	KID_MAX = 32,
	SID_MAX = 128,
	SIGNATURE_BYTES = 32,
	KNOWN = 64,
};

/* A time past the year 9999 is nonsense, and keeps the sums below far from overflow. */
#define TIME_MAX INT64_C(253402300799)

static const char audience[] = "gwms-api", use[] = "access";
static const struct json_limits token_json = {
	.size_bytes = TOKEN_MAX_BYTES, .depth = 4, .array = 16, .string_bytes = 512, .values = 64
};

struct token_key {
	char           kid[KID_MAX + 1];
	unsigned char *bytes;
	size_t         len;
};

/* A token that was good. A caller sends the same one for ten minutes, and taking it apart anew for each request was measured
 * at an eighth of what the API does for a list. It is found by its hash, so no token is kept, and what depends on the
 * time is looked at each time. */
struct known {
	unsigned char       hash[BLAKE2B_BYTES];
	struct token_claims claims; /* user_id 0: nothing is here */
	int64_t             not_before;
	char                session[SID_MAX + 1];
};

struct token_keys {
	const char      *issuer;
	struct token_key keys[KEYS_MAX];
	size_t           n;
	struct known    *known; /* KNOWN of them, each where its hash begins to say */
};

/* ---- keys */

static bool bad_keys(struct ctx *c, size_t nth, const char *what)
{
	return problem(c, PROBLEM_INVALID, "GWMS_JWT_KEYS, key %zu: %s", nth, what);
}

static bool kid_char(char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || ch == '-' || ch == '_';
}

static bool key_read(struct ctx *c, const char *text, size_t n, size_t nth, struct token_key *key)
{
	const char *colon = memchr(text, ':', n);
	size_t      kid_len = colon ? (size_t)(colon - text) : 0;

	if (!colon)
		return bad_keys(c, nth, "is not kid:base64");
	if (kid_len == 0 || kid_len > KID_MAX)
		return bad_keys(c, nth, "its name must have 1 to 32 characters");
	for (size_t i = 0; i < kid_len; i++) {
		if (!kid_char(text[i]))
			return bad_keys(c, nth, "its name may hold letters, digits, - and _ alone");
		key->kid[i] = text[i];
	}
	key->bytes = secret_alloc(c->arena, KEY_MAX);
	if (!base64_read(colon + 1, n - kid_len - 1, key->bytes, KEY_MAX, &key->len))
		return bad_keys(c, nth, "is not base64 of at most 128 bytes");
	return key->len >= KEY_MIN || bad_keys(c, nth, "is shorter than 32 bytes");
}

static bool key_is_new(struct ctx *c, const struct token_keys *k, const struct token_key *key)
{
	for (size_t i = 0; i < k->n; i++)
		if (strcmp(k->keys[i].kid, key->kid) == 0
		    || (k->keys[i].len == key->len && same_bytes(k->keys[i].bytes, key->bytes, key->len)))
			return bad_keys(c, k->n + 1, "is there twice");
	return true;
}

struct token_keys *token_keys_new(struct ctx *c, const char *keys, const char *issuer)
{
	struct token_keys *k = NEW(c->arena, struct token_keys);

	k->issuer = arena_strdup(c->arena, issuer);
	k->known = NEW_N(c->arena, struct known, KNOWN);
	if (!issuer || !*issuer) {
		problem(c, PROBLEM_INVALID, "The issuer of access tokens is missing");
		return NULL;
	}
	for (const char *p = keys ? keys : "";; p++) {
		size_t n = strcspn(p, ",");

		if (k->n == KEYS_MAX) {
			bad_keys(c, k->n + 1, "is one too many: at most 8");
			return NULL;
		}
		if (!key_read(c, p, n, k->n + 1, &k->keys[k->n]) || !key_is_new(c, k, &k->keys[k->n]))
			return NULL;
		k->n++;
		p += n;
		if (!*p)
			return k;
	}
}

/* ---- issuing */

static bool sign(jwt_t *jwt, const struct token_keys *k, const struct token_claims *claims, const char *sub)
{
	const struct token_key *key = &k->keys[0];
	int64_t issued_at = claims->issued_at ? claims->issued_at : instant_now().us / INSTANT_SECOND;
	int64_t expires_at = claims->expires_at ? claims->expires_at : issued_at + TOKEN_LIFE_S;

	return jwt_set_alg(jwt, JWT_ALG_HS256, key->bytes, (int)key->len) == 0
	    && jwt_add_header(jwt, "kid", key->kid) == 0
	    && jwt_add_grant(jwt, "iss", k->issuer) == 0
	    && jwt_add_grant(jwt, "aud", audience) == 0
	    && jwt_add_grant(jwt, "use", use) == 0
	    && jwt_add_grant(jwt, "sub", sub) == 0
	    && jwt_add_grant(jwt, "sid", claims->session) == 0
	    && jwt_add_grant_int(jwt, "ver", claims->version) == 0
	    && jwt_add_grant_int(jwt, "iat", issued_at) == 0
	    && jwt_add_grant_int(jwt, "nbf", issued_at) == 0
	    && jwt_add_grant_int(jwt, "exp", expires_at) == 0;
}

char *token_issue(struct ctx *c, const struct token_keys *k, const struct token_claims *claims)
{
	jwt_t *jwt = NULL;
	char  *encoded = NULL, *token = NULL;

	if (jwt_new(&jwt) == 0 && sign(jwt, k, claims, arena_printf(c->arena, "%" PRIu64, claims->user_id)))
		encoded = jwt_encode_str(jwt);
	if (encoded)
		token = arena_strdup(c->arena, encoded);
	else
		problem(c, PROBLEM_INTERNAL, "No access token could be made");
	free(encoded);
	jwt_free(jwt);
	return token;
}

/* ---- verifying */

/* The three parts of a token, decoded. */
struct parts {
	char  *header, *claims;
	size_t header_len, claims_len;
};

static bool part_read(struct ctx *c, const char *text, size_t n, char **out, size_t *len)
{
	*out = arena_alloc(c->arena, n + 1);
	return n > 0 && base64url_read(text, n, *out, n, len);
}

static const char *split(struct ctx *c, const char *token, struct parts *p)
{
	size_t      header, claims, signature_len;
	const char *rest;
	char       *signature;

	if (strnlen(token, TOKEN_MAX_BYTES + 1) > TOKEN_MAX_BYTES)
		return "too long";
	header = strcspn(token, ".");
	rest = token + header;
	if (*rest++ != '.')
		return "not three parts";
	claims = strcspn(rest, ".");
	if (rest[claims] != '.' || strchr(rest + claims + 1, '.'))
		return "not three parts";
	if (!part_read(c, token, header, &p->header, &p->header_len) || !part_read(c, rest, claims, &p->claims, &p->claims_len)
	    || !part_read(c, rest + claims + 1, strlen(rest + claims + 1), &signature, &signature_len))
		return "not base64url";
	return signature_len == SIGNATURE_BYTES ? NULL : "signature of a wrong length";
}

/* Through the strict reader, with its problem left behind: a caller hears "token_invalid" alone. */
static const struct json *object_read(const struct ctx *c, const char *text, size_t n)
{
	struct ctx         quiet = { .arena = c->arena };
	const struct json *j = json_parse(&quiet, text, n, &token_json);

	return json_type(j) == JSON_OBJECT ? j : NULL;
}

static bool text_is(const struct json *object, const char *name, const char *want)
{
	const char *text = json_text(json_member(object, name));

	return text && strcmp(text, want) == 0;
}

static const struct token_key *key_named(const struct token_keys *k, const char *kid)
{
	for (size_t i = 0; kid && i < k->n; i++)
		if (strcmp(k->keys[i].kid, kid) == 0)
			return &k->keys[i];
	return NULL;
}

static const char *check_header(const struct token_keys *k, const struct json *header, const struct token_key **key)
{
	if (!header)
		return "header is not such JSON";
	for (const struct json *m = json_first(header); m; m = json_next(m)) {
		const char *name = json_name(m);

		if (strcmp(name, "alg") != 0 && strcmp(name, "kid") != 0 && strcmp(name, "typ") != 0)
			return "header has another member";
	}
	if (!text_is(header, "alg", "HS256"))
		return "alg is not HS256";
	if (json_member(header, "typ") && !text_is(header, "typ", "JWT"))
		return "typ is not JWT";
	*key = key_named(k, json_text(json_member(header, "kid")));
	return *key ? NULL : "kid is not known";
}

static const char *check_signature(const char *token, const struct token_key *key)
{
	jwt_t    *jwt = NULL;
	jwt_alg_t alg;

	assert(key->len >= KEY_MIN); /* with an empty key the library would take any token */
	if (jwt_decode(&jwt, token, key->bytes, (int)key->len) != 0)
		return "signature does not fit";
	alg = jwt_get_alg(jwt);
	jwt_free(jwt);
	return alg == JWT_ALG_HS256 ? NULL : "decoded as another alg";
}

static bool seconds(const struct json *claims, const char *name, int64_t *out)
{
	const struct json *j = json_member(claims, name);

	return json_type(j) == JSON_NUMBER && json_int(j, out) && *out > 0 && *out <= TIME_MAX;
}

/* A decimal id in its one spelling. */
static bool id_read(const char *text, uint64_t *out)
{
	uint64_t id = 0;

	if (!text || *text < '1' || *text > '9')
		return false;
	for (; *text >= '0' && *text <= '9'; text++)
		if (__builtin_mul_overflow(id, 10, &id) || __builtin_add_overflow(id, (uint64_t)(*text - '0'), &id))
			return false;
	*out = id;
	return *text == '\0';
}

static const char *check_times(const struct token_claims *claims, int64_t not_before, int64_t now_s)
{
	if (claims->issued_at > now_s + TOKEN_SLACK_S || not_before > now_s + TOKEN_SLACK_S)
		return "not valid yet";
	return claims->expires_at + TOKEN_SLACK_S < now_s ? "expired" : NULL;
}

static const char *check_claims(const struct token_keys *k, const struct json *claims, int64_t now_s,
	struct token_claims *out, int64_t *not_before)
{
	const struct json *version = json_member(claims, "ver");
	const char        *wrong;

	if (!claims)
		return "claims are not such JSON";
	if (!text_is(claims, "iss", k->issuer))
		return "iss is not ours";
	if (!text_is(claims, "aud", audience))
		return "aud is not ours";
	if (!text_is(claims, "use", use))
		return "use is not access";
	if (!seconds(claims, "iat", &out->issued_at) || !seconds(claims, "nbf", not_before)
	    || !seconds(claims, "exp", &out->expires_at))
		return "iat, nbf or exp is not a time";
	if (out->expires_at <= out->issued_at || out->expires_at - out->issued_at > TOKEN_LIFE_S)
		return "lives too long";
	if ((wrong = check_times(out, *not_before, now_s)))
		return wrong;
	if (!id_read(json_text(json_member(claims, "sub")), &out->user_id))
		return "sub is not an id";
	out->session = json_text(json_member(claims, "sid"));
	if (!out->session || !*out->session || strlen(out->session) > SID_MAX)
		return "sid is missing";
	if (json_type(version) != JSON_NUMBER || !json_int(version, &out->version) || out->version < 0)
		return "ver is not a version";
	return NULL;
}

static const char *check(struct ctx *c, const struct token_keys *k, const char *token, int64_t now_s,
	struct token_claims *out, int64_t *not_before)
{
	struct parts            parts;
	const struct token_key *key = NULL;
	const char             *wrong;

	if ((wrong = split(c, token, &parts)))
		return wrong;
	if ((wrong = check_header(k, object_read(c, parts.header, parts.header_len), &key)))
		return wrong;
	if ((wrong = check_signature(token, key)))
		return wrong;
	return check_claims(k, object_read(c, parts.claims, parts.claims_len), now_s, out, not_before);
}

static void remember(struct known *known, const unsigned char *hash, const struct token_claims *claims, int64_t not_before)
{
	*known = (struct known){ .claims = *claims, .not_before = not_before };
	memcpy(known->hash, hash, sizeof known->hash);
	memcpy(known->session, claims->session, strlen(claims->session)); /* SID_MAX at most: check_claims */
}

/* As check(), with what is known from before. */
static const char *check_known(struct ctx *c, const struct token_keys *k, const char *token, int64_t now_s, struct token_claims *out)
{
	unsigned char hash[BLAKE2B_BYTES];
	struct known *known;
	int64_t       not_before;
	const char   *wrong;

	if (!token)
		return "missing";
	blake2b(token, strnlen(token, TOKEN_MAX_BYTES + 1), hash);
	known = &k->known[hash[0] % KNOWN];
	if (known->claims.user_id && same_bytes(known->hash, hash, sizeof hash)) {
		*out = known->claims;
		out->session = arena_strdup(c->arena, known->session);
		return check_times(out, known->not_before, now_s);
	}
	wrong = check(c, k, token, now_s, out, &not_before);
	if (!wrong)
		remember(known, hash, out, not_before);
	return wrong;
}

bool token_verify(struct ctx *c, const struct token_keys *k, const char *token, int64_t now_s, struct token_claims *out)
{
	struct token_claims claims = { 0 };
	const char         *wrong = check_known(c, k, token, now_s, &claims);

	if (wrong) {
		problem(c, PROBLEM_TOKEN_INVALID, "The access token is missing, expired or not valid");
		return problem_cause(c, "token: %s", wrong);
	}
	*out = claims;
	return true;
}
