/* Telling a partner's tool: one delivery after the other, oldest first, each recorded before the next one is sent. */
#include "jobs/kinds.h"

#include "base/log.h"
#include "domain/webhook.h"
#include "lib/db.h"
#include "lib/http_client.h"
#include "lib/secret.h"
#include "sql/webhook_sql.h"

#include <string.h>
#include <time.h>

enum { TURN_S = 10, CALL_LIMIT_S = 30 };

struct telling {
	struct job_run         *run;
	struct webhook          webhook;
	struct webhook_delivery delivery;
	struct delivery_try     tried;
	bool                    gone;
};

/* "t=1764028800,v1=<hex>", and a second v1 while two secrets are good. */
static const char *signature(struct ctx *c, const struct worker *w, const struct webhook *h, const char *body)
{
	const long long now = (long long)time(NULL);
	const char *text = arena_printf(c->arena, "%lld.%s", now, body);
	const struct bytes secrets[] = { h->secret, h->secret_before };
	struct buf b = buf_new(c->arena, 192);

	buf_printf(&b, "t=%lld", now);
	for (size_t i = 0; i < 2; i++) {
		const char *secret;

		if (!secrets[i].data)
			continue;
		secret = seal_open(c, w->seal, h->customer_id, h->id, "webhook", secrets[i]);
		if (!secret)
			return NULL;
		buf_puts(&b, ",v1=");
		buf_puts(&b, hmac_sha256_hex(c->arena, secret, text, strlen(text)));
	}
	return b.text;
}

/* In words for the delivery log: never the address that was resolved, never what the body of the answer said. */
static const char *failure(struct ctx *c, const struct http_answer *a)
{
	if (a->failure != HTTP_ANSWERED)
		return webhook_words(c, a->failure_words);
	if (a->status >= 300 && a->status < 400)
		return arena_printf(c->arena, "it answered %d, and redirects are not followed", a->status);
	return arena_printf(c->arena, "it answered %d", a->status);
}

static bool record(struct ctx *c, void *arg)
{
	struct telling *t = arg;

	return delivery_tried(c, &t->webhook, &t->delivery, &t->tried, t->gone) && job_fence(t->run);
}

static bool send_one(struct telling *t)
{
	struct ctx *c = t->run->ctx;
	const struct webhook_delivery *d = &t->delivery;
	const char *signed_with = signature(c, t->run->worker, &t->webhook, d->body);
	struct http_request q = {
		.method = "POST",
		.url = t->webhook.url,
		.n_headers = 3,
		.headers = { { "GWMS-Signature", signed_with }, { "GWMS-Delivery", d->delivery_key }, { "GWMS-Event", d->event } },
		.body = d->body,
	};
	struct http_answer a;

	if (!signed_with || !job_lease_for(t->run, CALL_LIMIT_S))
		return false;
	a = http_send(c, t->run->worker->http, &q, job_keep_going, t->run);
	if (a.failure == HTTP_STOPPED) {
		t->run->free_try = true;
		return problem(c, PROBLEM_BUSY, "the worker stopped");
	}
	t->tried = (struct delivery_try){
		.delivered = a.failure == HTTP_ANSWERED && a.status >= 200 && a.status < 300,
		.status = a.failure == HTTP_ANSWERED ? a.status : 0,
		.ms = a.ms > 0 ? a.ms : 1,
	};
	t->tried.problem = t->tried.delivered ? NULL : failure(c, &a);
	t->gone = a.failure == HTTP_ANSWERED && a.status == 410;
	log_info("webhook_sent", KV("webhook", t->webhook.id), KV("delivery", d->id), KV("event", d->event), KV("attempt", d->attempts + 1),
		KV("status", t->tried.status), KV("ms", t->tried.ms), KV("problem", t->tried.problem));
	return db_again(c, record, t);
}

/* One in a lifetime of its own, so that a long row stays flat. The webhook is looked at each time: it may have been
 * switched off, or have to rest. */
static bool next(struct job_run *r, uint64_t webhook_id, bool *sent)
{
	struct ctx *job = r->ctx, c = ctx_begin(job);
	struct telling t = { .run = r };
	bool ok, found = false;

	*sent = false;
	r->ctx = &c;
	ok = webhook_sql_open(&c, webhook_id, &t.webhook, &found)
	  && (!found || delivery_sql_next(&c, &t.webhook, &t.delivery, &found))
	  && (!found || send_one(&t));
	*sent = ok && found;
	r->ctx = job;
	if (!ok)
		problem_take(job, &c);
	ctx_end(&c);
	return ok;
}

static bool work(struct job_run *r)
{
	const struct webhook_ref *in = r->payload;
	const time_t until = time(NULL) + TURN_S;
	bool sent;

	do
		if (!next(r, in->webhook_id, &sent))
			return false;
	while (sent && time(NULL) < until && job_keep_going(r));
	r->more = sent;
	return true;
}

const struct job_kind webhook_job = { "webhook_send", &webhook_ref_shape, sizeof(struct webhook_ref), work, NULL, NULL };
