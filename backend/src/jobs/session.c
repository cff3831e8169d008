/* A handful of slots, the oldest given up first: a worker serves many stores, and losing a token costs one call. */
#include "jobs/session.h"

#include "lib/secret.h"

#include <time.h>

enum { SLOTS = 128, CALL_MAY_TAKE_S = 60, TOKEN_MAX = 8 * 1024 };

static struct slot {
	uint64_t      store_id;
	unsigned char keys[SHA256_BYTES]; /* hash of address and credentials */
	struct arena *arena;              /* NULL: free */
	const char   *token;
	int64_t       until_s, used_s;
} slots[SLOTS];

static int64_t now_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

static void hash(struct ctx *c, const struct platform_store *s, unsigned char out[SHA256_BYTES])
{
	const char *const  parts[] = { s->url, s->key, s->secret, s->refresh_token };
	struct sha256_sum *sum = sha256_begin(c->arena);
	struct bytes       done;

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) /* each with its NUL, so that none runs into the next */
		sha256_add(sum, parts[i] ? parts[i] : "", parts[i] ? strlen(parts[i]) + 1 : 1);
	done = sha256_end(c->arena, sum);
	memcpy(out, done.data, SHA256_BYTES);
}

static void empty(struct slot *s)
{
	if (s->arena)
		arena_free(s->arena);
	*s = (struct slot){ 0 };
}

static struct slot *slot_of(uint64_t store_id)
{
	for (size_t i = 0; i < SLOTS; i++)
		if (slots[i].arena && slots[i].store_id == store_id)
			return &slots[i];
	return NULL;
}

static struct slot *free_slot(void)
{
	struct slot *oldest = slots;

	for (size_t i = 0; i < SLOTS; i++) {
		if (!slots[i].arena)
			return &slots[i];
		if (slots[i].used_s < oldest->used_s)
			oldest = &slots[i];
	}
	empty(oldest);
	return oldest;
}

const char *session_of(struct ctx *c, const struct platform_store *s)
{
	struct slot  *slot = slot_of(s->id);
	unsigned char keys[SHA256_BYTES];

	if (!slot)
		return NULL;
	hash(c, s, keys);
	if (slot->until_s <= now_s() || !same_bytes(slot->keys, keys, sizeof keys)) {
		empty(slot);
		return NULL;
	}
	slot->used_s = now_s();
	return slot->token;
}

void session_keep(struct ctx *c, const struct platform_store *s, const char *token, int good_s)
{
	struct slot *slot;
	size_t       n = strlen(token) + 1;

	session_drop(s);
	if (good_s <= CALL_MAY_TAKE_S || n > TOKEN_MAX)
		return;
	slot = free_slot();
	slot->arena = arena_new(1024 * 1024);
	slot->store_id = s->id;
	slot->token = memcpy(secret_alloc(slot->arena, n), token, n);
	slot->used_s = now_s();
	slot->until_s = slot->used_s + good_s - CALL_MAY_TAKE_S;
	hash(c, s, slot->keys);
}

void session_drop(const struct platform_store *s)
{
	struct slot *slot = slot_of(s->id);

	if (slot)
		empty(slot);
}
