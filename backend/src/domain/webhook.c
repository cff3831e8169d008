/* Managing webhooks, and what becomes of a try to deliver; what they are told is in webhook_event.c. */
#include "domain/webhook.h"

#include "domain/staff.h"
#include "lib/secret.h"
#include "lib/store_url.h"
#include "sql/job_sql.h"
#include "sql/user_sql.h"
#include "sql/webhook_sql.h"

#include <string.h>

enum { WEBHOOKS_MAX = 20, FAILURES_TO_REST = 5, REST_MAX_S = 30 * 60, FIRST_WAIT_S = 10 };

static const char *const warning = "This address is a private one, which is allowed for practice only (GWMS_ALLOW_PRIVATE_STORES).";

const char *webhook_words(struct ctx *c, const char *words)
{
	static const char *const of_shops[] = { "shop's ", " of the shop" };
	struct buf b = buf_new(c->arena, 128);

	while (*words) {
		size_t skip = 0;

		for (size_t i = 0; i < sizeof of_shops / sizeof *of_shops; i++)
			if (strncmp(words, of_shops[i], strlen(of_shops[i])) == 0)
				skip = strlen(of_shops[i]);
		if (!skip)
			buf_putc(&b, *words);
		words += skip ? skip : 1;
	}
	return b.text;
}

static bool read_url(struct ctx *c, const char *url, const char *allow_private, struct store_target *to)
{
	const char *wrong = store_target_read(c->arena, url, allow_private, to);

	return !wrong || problem_field(c, "url", "refused", "%s", webhook_words(c, wrong));
}

static void add_warning(struct ctx *c, struct webhook *w, const char *allow_private)
{
	struct store_target to;

	if (!store_target_read(c->arena, w->url, allow_private, &to) && to.is_private)
		w->warning = warning;
}

bool webhook_list(struct ctx *c, const char *allow_private, struct webhook **rows, size_t *n)
{
	if (!webhook_sql_all(c, rows, n))
		return false;
	for (size_t i = 0; i < *n; i++)
		add_warning(c, &(*rows)[i], allow_private);
	return true;
}

bool webhook_get(struct ctx *c, uint64_t id, const char *allow_private, struct webhook *out)
{
	memset(out, 0, sizeof *out);
	if (!webhook_sql_get(c, id, out))
		return false;
	add_warning(c, out, allow_private);
	return true;
}

/* ---- changing --------------------------------------------------------------------------------------- */

static const char *joined(struct ctx *c, const char *const *events, size_t n)
{
	struct buf b = buf_new(c->arena, 128);

	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_putc(&b, ',');
		buf_puts(&b, events[i]);
	}
	return b.text;
}

static bool name_free(struct ctx *c, bool written, const char *name)
{
	return written || taken(c, "uk_name", "name", arena_printf(c->arena, "another webhook is named %s", name));
}

/* Sealed for the workers, who sign: the API can make a secret and never read one. */
static bool make_secret(struct ctx *c, const struct seal_public *key, uint64_t customer_id, uint64_t id, const char **secret, struct bytes *sealed)
{
	*secret = arena_printf(c->arena, "whsec_%s", random_text(c->arena, 32));
	*sealed = seal(c, key, customer_id, id, "webhook", *secret);
	return sealed->data != NULL;
}

static bool insert(struct ctx *c, const struct seal_public *key, const struct add_webhook *in, uint64_t *id, const char **secret)
{
	const struct webhook w = { .customer_id = c->actor.customer_id, .name = in->name, .url = in->url, .created_by = c->actor.name };
	struct bytes sealed;
	uint64_t n;

	return user_sql_lock_side(c, w.customer_id)
	    && webhook_sql_count(c, w.customer_id, &n)
	    && (n < WEBHOOKS_MAX || problem(c, PROBLEM_QUEUE_FULL, "there are %d webhooks already: delete one first", WEBHOOKS_MAX))
	    && name_free(c, webhook_sql_add(c, &w, joined(c, in->events, in->n_events), id), in->name)
	    && make_secret(c, key, w.customer_id, *id, secret, &sealed)
	    && webhook_sql_first_secret(c, *id, sealed, seal_key_id(key))
	    && audit_sql_add(c, "webhook_added", in->name, in->url);
}

bool webhook_add(struct ctx *c, const struct seal_public *key, const char *allow_private, const struct add_webhook *in, uint64_t *id,
	const char **secret)
{
	struct store_target to;

	if (!read_url(c, in->url, allow_private, &to))
		return false;
	if (!c->actor.customer_id)
		return problem(c, PROBLEM_FORBIDDEN, "a webhook belongs to a customer: an administrator of the customer adds it");
	return db_begin(c) && db_end(c, insert(c, key, in, id, secret));
}

static bool get_locked(struct ctx *c, uint64_t id, struct webhook *w)
{
	memset(w, 0, sizeof *w);
	return webhook_sql_lock(c, id) && webhook_sql_get(c, id, w);
}

static const char *events_text(struct ctx *c, const struct webhook *w)
{
	struct buf b = buf_new(c->arena, 128);

	for (const char *p = w->events; *p; p++) /* ["a","b"] as it stands in the column */
		if (!strchr("[]\"", *p))
			buf_putc(&b, *p);
	return b.text;
}

static bool change(struct ctx *c, uint64_t id, int64_t version, const char *allow_private, const struct change_webhook *in)
{
	struct store_target to;
	struct webhook w;
	const char *name, *url, *events;

	if (!get_locked(c, id, &w) || !version_allow(c, version, w.version, arena_printf(c->arena, "webhook %s", w.name))
	    || (in->url && !read_url(c, in->url, allow_private, &to)))
		return false;
	name = in->name ? in->name : w.name;
	url = in->url ? in->url : w.url;
	events = in->events ? joined(c, in->events, in->n_events) : events_text(c, &w);
	return name_free(c, webhook_sql_set(c, id, name, url, events, in->enabled), name)
	    && (in->enabled == w.enabled || delivery_sql_hold(c, &w, !in->enabled))
	    && audit_sql_add(c, "webhook_changed", name, arena_printf(c->arena, "%s %s %s", url, events, in->enabled ? "on" : "off"));
}

bool webhook_change(struct ctx *c, uint64_t id, int64_t version, const char *allow_private, const struct change_webhook *in)
{
	return db_begin(c) && db_end(c, change(c, id, version, allow_private, in));
}

static bool drop(struct ctx *c, uint64_t id, int64_t version)
{
	struct webhook w;

	return get_locked(c, id, &w)
	    && version_allow(c, version, w.version, arena_printf(c->arena, "webhook %s", w.name))
	    && webhook_sql_delete(c, id)
	    && audit_sql_add(c, "webhook_deleted", w.name, w.url);
}

bool webhook_delete(struct ctx *c, uint64_t id, int64_t version)
{
	return db_begin(c) && db_end(c, drop(c, id, version));
}

static bool rotate(struct ctx *c, const struct seal_public *key, uint64_t id, const char **secret)
{
	struct bytes sealed;
	struct webhook w;

	return get_locked(c, id, &w)
	    && make_secret(c, key, w.customer_id, id, secret, &sealed)
	    && webhook_sql_next_secret(c, &w, sealed, seal_key_id(key), WEBHOOK_SECRET_KEPT_S)
	    && audit_sql_add(c, "webhook_secret_rotated", w.name, NULL);
}

bool webhook_rotate(struct ctx *c, const struct seal_public *key, uint64_t id, const char **secret)
{
	return db_begin(c) && db_end(c, rotate(c, key, id, secret));
}

/* ---- deliveries ------------------------------------------------------------------------------------- */

/* Inside a transaction, last: a person waits for it. */
static bool queue(struct ctx *c, uint64_t customer_id, uint64_t webhook_id, int priority)
{
	const unsigned long long id = webhook_id;

	return job_sql_add(c, &(struct job_new){
		.customer_id = customer_id,
		.lane = arena_printf(c->arena, "webhook:%llu", id),
		.kind = "webhook_send",
		.uniq = arena_printf(c->arena, "webhook:%llu", id),
		.priority = priority,
		.payload = arena_printf(c->arena, "{\"webhookId\":\"%llu\"}", id),
	});
}

static bool test(struct ctx *c, uint64_t id, uint64_t *delivery_id)
{
	struct webhook w;
	struct webhook_delivery d = { .webhook_id = id, .delivery_key = random_uuid(c->arena), .event = WEBHOOK_TEST };

	if (!get_locked(c, id, &w))
		return false;
	if (!w.enabled)
		return problem(c, PROBLEM_ACTION_NOT_ALLOWED, "webhook %s is off", w.name);
	d.customer_id = w.customer_id;
	d.body = arena_printf(c->arena, "{\"id\":\"%s\",\"event\":\"%s\",\"at\":\"%s\",\"order\":null}", d.delivery_key, d.event,
		instant_text(c->arena, instant_now()));
	return delivery_sql_add(c, &d, delivery_id) && queue(c, w.customer_id, id, JOB_PRIORITY_PERSON);
}

bool webhook_test(struct ctx *c, uint64_t id, uint64_t *delivery_id)
{
	return db_begin(c) && db_end(c, test(c, id, delivery_id));
}

static bool state_good(struct ctx *c, const char *state)
{
	for (const char *const *s = delivery_state_names; *s; s++)
		if (!state || strcmp(*s, state) == 0)
			return true;
	return problem_field(c, "state", "not_a_choice", "%.16s is not one of the choices", state);
}

bool delivery_page(struct ctx *c, uint64_t webhook_id, const struct delivery_filter *f, struct webhook_delivery **rows, size_t *n,
	struct page_end *end)
{
	struct delivery_filter read = *f;
	struct webhook w = { 0 };

	return state_good(c, f->state)
	    && page_read(c, &read.page)
	    && webhook_sql_get(c, webhook_id, &w)
	    && delivery_sql_page(c, webhook_id, &read, rows, n, end);
}

bool delivery_get(struct ctx *c, uint64_t id, struct webhook_delivery *out)
{
	memset(out, 0, sizeof *out);
	return delivery_sql_get(c, id, out);
}

static bool again(struct ctx *c, uint64_t id)
{
	struct webhook_delivery d = { 0 };
	struct webhook w;

	if (!delivery_sql_get(c, id, &d))
		return false;
	if (!get_locked(c, d.webhook_id, &w))
		return false;
	if (!w.enabled)
		return problem(c, PROBLEM_ACTION_NOT_ALLOWED, "webhook %s is off", w.name);
	return delivery_sql_again(c, id)
	    && audit_sql_add(c, "webhook_redelivered", w.name, d.delivery_key)
	    && queue(c, w.customer_id, w.id, JOB_PRIORITY_PERSON);
}

bool delivery_again(struct ctx *c, uint64_t id)
{
	return db_begin(c) && db_end(c, again(c, id));
}

/* ---- for workers ------------------------------------------------------------------------------------ */

/* The rows of deliveries are written wherever orders change, and the queue is told from here: an order's transaction must
 * not hold a lane's row, or all those of a customer would wait for each other. */
struct wake {
	const struct webhook *w;
};

static bool wake(struct ctx *c, void *arg)
{
	const struct wake *k = arg;

	return queue(c, k->w->customer_id, k->w->id, 0);
}

bool webhook_wake(struct ctx *c)
{
	struct webhook *due;
	size_t n;

	if (!webhook_sql_due(c, &due, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!db_again(c, wake, &(struct wake){ &due[i] }))
			return false;
	return true;
}

bool webhook_sweep(struct ctx *c)
{
	return delivery_sql_prune(c);
}

/* 10 s, 30 s, 90 s … up to two hours: three hours in all. A fifth of it is left to chance, so that many do not come at once. */
static int64_t wait_s(int64_t attempts)
{
	int64_t s = FIRST_WAIT_S;

	for (int64_t i = 1; i < attempts && i < WEBHOOK_TRIES; i++)
		s *= 3;
	return s + random_below((uint32_t)(s / 5 + 1));
}

/* After a row of failures the address rests 1, 2, 4 … 30 minutes between two tries, whatever else waits. */
static int64_t rest_s(int64_t streak)
{
	int64_t s = 60;

	if (streak < FAILURES_TO_REST)
		return 0;
	for (int64_t i = FAILURES_TO_REST; i < streak && s < REST_MAX_S; i++)
		s *= 2;
	return s < REST_MAX_S ? s : REST_MAX_S;
}

bool delivery_tried(struct ctx *c, const struct webhook *w, const struct webhook_delivery *d, struct delivery_try *t, bool gone)
{
	bool silent;

	t->last = !t->delivered && (gone || d->attempts + 1 >= WEBHOOK_TRIES);
	t->delay_s = t->delivered || t->last ? 0 : wait_s(d->attempts + 1);
	if (!delivery_sql_tried(c, d, t) || !webhook_sql_tried(c, w->id, t, rest_s(w->fail_streak + 1)))
		return false;
	if (!t->last)
		return true;
	if (gone)
		return webhook_sql_switch_off(c, w, "the address answered 410: nobody wants to be told there any more");
	return webhook_sql_silent_since(c, d, &silent)
	    && (!silent || webhook_sql_switch_off(c, w, arena_printf(c->arena,
			"nothing could be delivered in %d tries over hours; the last time: %s", WEBHOOK_TRIES, t->problem)));
}
