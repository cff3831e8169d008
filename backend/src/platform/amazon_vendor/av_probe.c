/* Reads alone: an account is not changed by being looked at. */
#include "platform/amazon_vendor/av_probe.h"
#include "base/buf.h"
#include "platform/amazon_vendor/av_answer.h"
#include "platform/amazon_vendor/av_request.h"
#include "platform/amazon_vendor/av_token.h"

#include <string.h>

enum { STEPS = 5, LOOK_BACK_S = 7 * 24 * 3600 - 10 };

static const char *const steps[STEPS] = { "address", "api", "credentials", "orders", "writeback" };

/* Transactions have ids of Amazon's making, and nobody has this one. */
static const char nobodys[] = "00000000-0000-0000-0000-000000000000";

/* ---- the end --------------------------------------------------------------------------------- */

/* Everything before `failed` passed; NULL: everything. */
static struct step done(struct ctx *c, const struct http_answer *a, const char *account, const char *failed)
{
	struct step step = {
		.kind = STEP_DONE,
		.server_time = a->date,
		.probe = NEW_N(c->arena, struct probe_step, STEPS),
		.account_name = account,
	};

	for (size_t i = 0; i < STEPS && !(failed && strcmp(steps[i], failed) == 0); i++)
		step.probe[step.n_probe++] = (struct probe_step){ steps[i], true, NULL };
	return step;
}

static struct step failed(struct ctx *c, const struct http_answer *a, const char *name, struct platform_error e)
{
	struct step step = done(c, a, NULL, name);

	step.probe[step.n_probe++] = (struct probe_step){ name, false, e.words };
	step.error = e;
	return step;
}

/* ---- the requests ---------------------------------------------------------------------------- */

/* Without proof of who asks: the API says so in its own way, somebody else's server does not. */
static struct step ask_api(struct ctx *c, const struct platform_store *s)
{
	struct av_call call = { .route = AV_ORDERS };
	struct step    step;

	av_with(&call, "limit", "1");
	step = av_request(c, s, &call, "{\"at\":\"api\"}");
	av_dress(c, &step, NULL);
	return step;
}

static struct step ask_orders(struct ctx *c, const struct platform_store *s, const char *token, int good_s)
{
	struct av_call call = { .route = AV_ORDERS };
	struct instant now = instant_now();
	struct step    step;

	av_with(&call, "createdAfter", av_time(c, instant_plus_s(now, -LOOK_BACK_S)));
	av_with(&call, "createdBefore", av_time(c, now));
	av_with(&call, "limit", "1");
	av_with(&call, "includeDetails", "true");
	step = av_request(c, s, &call, "{\"at\":\"orders\"}");
	av_dress(c, &step, token);
	step.session = token;
	step.session_s = good_s;
	return step;
}

static struct step ask_transaction(struct ctx *c, const struct platform_store *s, const char *account)
{
	struct av_call call = { .route = AV_TRANSACTION, .id = nobodys };
	struct buf     state = buf_new(c->arena, 128);
	struct step    step;

	buf_puts(&state, "{\"at\":\"writeback\",\"account\":");
	buf_json(&state, account);
	buf_putc(&state, '}');
	step = av_request(c, s, &call, state.text);
	av_dress(c, &step, s->session);
	return step;
}

/* ---- the answers ----------------------------------------------------------------------------- */

static struct step api_came(struct ctx *c, const struct platform_store *s, const struct http_answer *a)
{
	struct platform_error e;
	struct step           token;

	if (!av_is_api(c, a)) {
		if (av_payload(c, s, a, false, &e))
			e = av_error(CLASS_PERMANENT, "no_api", "");
		if (a->status < 300 || a->status > 399) {
			if (e.class != CLASS_TRANSIENT)
				e.class = CLASS_PERMANENT;
			e.words = arena_printf(c->arena, "At this address no Selling Partner API answers (it answered %d)", a->status);
		}
		return failed(c, a, a->status >= 300 && a->status <= 399 ? "address" : "api", e);
	}
	if (a->status >= 500) {
		av_payload(c, s, a, false, &e);
		return failed(c, a, "api", e);
	}
	token = av_token_ask(c, s, "{\"at\":\"token\"}");
	return token.kind == STEP_ERROR ? failed(c, a, "credentials", token.error) : token;
}

static struct step token_came(struct ctx *c, const struct platform_store *s, const struct http_answer *a)
{
	struct platform_error e;
	int                   good_s = 0;
	const char           *token = av_token_came(c, s, a, &good_s, &e);

	return token ? ask_orders(c, s, token, good_s) : failed(c, a, "credentials", e);
}

static struct step orders_came(struct ctx *c, const struct platform_store *s, const struct http_answer *a)
{
	struct platform_error e;
	const struct json    *payload = av_payload(c, s, a, false, &e);
	const char           *code = json_text(json_path(json_first(json_member(payload, "orders")), "orderDetails.sellingParty.partyId"));

	if (!payload)
		return failed(c, a, "orders", e);
	return ask_transaction(c, s, code && *code ? arena_printf(c->arena, "Vendor %s", av_words(c, code, strlen(code), 40)) : NULL);
}

static struct step writeback_came(struct ctx *c, const struct platform_store *s, const char *account, const struct http_answer *a)
{
	struct platform_error e;
	struct step           step;

	/* That there is no such transaction is said only to those who may ask for one. */
	if (!av_payload(c, s, a, false, &e) && e.class != CLASS_NOT_FOUND && e.class != CLASS_VALIDATION)
		return failed(c, a, "writeback", e);
	step = done(c, a, account, NULL);
	step.probe[STEPS - 1].detail = "Acknowledgements and shipment confirmations are sent with quantities, and count when Amazon says that they are done";
	step.strategy = "vendor";
	step.has_updated_filter = true;
	return step;
}

struct step av_probe(struct ctx *c, const struct platform_store *s, const struct json *state, const struct http_answer *a)
{
	const char *at = json_text(json_member(state, "at"));

	if (!a)
		return ask_api(c, s);
	if (strcmp(at, "api") == 0)
		return api_came(c, s, a);
	if (strcmp(at, "token") == 0)
		return token_came(c, s, a);
	if (strcmp(at, "orders") == 0)
		return orders_came(c, s, a);
	return writeback_came(c, s, json_text(json_member(state, "account")), a);
}
