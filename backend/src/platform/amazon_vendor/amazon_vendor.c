/* The adapter's one door: which file answers which operation, and the access token that all of them need.
 * Every operation is safe to begin anew until its one write was taken, and the write is its last request:
 * so when a token is refused on the way, another one is asked for once and the operation begins again. */
#include "platform/amazon_vendor/amazon_vendor.h"
#include "base/buf.h"
#include "lib/json.h"
#include "platform/amazon_vendor/av_acknowledge.h"
#include "platform/amazon_vendor/av_answer.h"
#include "platform/amazon_vendor/av_orders.h"
#include "platform/amazon_vendor/av_probe.h"
#include "platform/amazon_vendor/av_request.h"
#include "platform/amazon_vendor/av_ship.h"
#include "platform/amazon_vendor/av_token.h"

#include <assert.h>

static const char no_list[] = "Amazon gives vendors no list of their products. What they sell becomes known with the purchase orders: "
	"bind the SKUs of those";

static struct step inner(struct ctx *c, enum platform_op op, const struct platform_store *s, const struct platform_args *args,
	const struct json *state, const struct http_answer *a)
{
	switch (op) {
	case OP_LIST_ORDERS: return av_list_orders(c, s, args, state, a);
	case OP_GET_ORDERS: return av_get_orders(c, s, args, state, a);
	case OP_GET_ORDER: return av_get_order(c, s, args, state, a);
	case OP_LIST_SKUS: return av_no(CLASS_UNSUPPORTED, "no_product_list", no_list);
	case OP_ACKNOWLEDGE: return av_acknowledge(c, s, args->acknowledgement, state, a);
	case OP_FIND_ACKNOWLEDGE: return av_find_acknowledge(c, s, args, state, a);
	case OP_SHIP: return av_ship(c, s, args->shipment, state, a);
	case OP_FIND_SHIP: return av_find_ship(c, s, args, state, a);
	case OP_PROBE:
	case OPS: break;
	}
	return av_no(CLASS_UNSUPPORTED, "no_such_operation", "Amazon Vendor has no such operation");
}

/* The inner state in its envelope: whether the token is of this run. */
static struct step sent(struct ctx *c, struct step step, const char *token, bool renewed)
{
	struct buf state = buf_new(c->arena, 256);

	if (step.kind != STEP_REQUEST)
		return step;
	buf_printf(&state, "{\"renewed\":%s,\"inner\":", renewed ? "true" : "false");
	buf_puts(&state, step.state);
	buf_putc(&state, '}');
	step.state = state.text;
	av_dress(c, &step, token);
	return step;
}

static const char asks_token[] = "{\"token\":true}";

static struct step begin(struct ctx *c, enum platform_op op, const struct platform_store *s, const struct platform_args *args)
{
	struct step step = inner(c, op, s, args, NULL, NULL);

	if (step.kind == STEP_REQUEST && !s->session)
		return av_token_ask(c, s, asks_token);
	return sent(c, step, s->session, false);
}

static struct step token_came(struct ctx *c, enum platform_op op, const struct platform_store *s, const struct platform_args *args,
	const struct http_answer *a)
{
	struct platform_error e;
	int                   good_s = 0;
	const char           *token = av_token_came(c, s, a, &good_s, &e);
	struct step           step;

	if (!token)
		return av_error_step(e);
	step = sent(c, inner(c, op, s, args, NULL, NULL), token, true);
	step.session = token;
	step.session_s = good_s;
	return step;
}

static struct step next(struct ctx *c, enum platform_op op, const struct platform_store *store, const struct platform_args *args,
	const char *state, const struct http_answer *answer)
{
	const struct json *was = av_own(c, state);
	bool               renewed = json_true(json_member(was, "renewed"));

	assert(!answer || (answer->failure == HTTP_ANSWERED && was));
	if (op == OP_PROBE)
		return av_probe(c, store, was, answer);
	if (!answer)
		return begin(c, op, store, args);
	if (json_true(json_member(was, "token")))
		return token_came(c, op, store, args, answer);
	if (!renewed && av_token_refused(c, answer))
		return av_token_ask(c, store, asks_token);
	return sent(c, inner(c, op, store, args, json_member(was, "inner"), answer), store->session, renewed);
}

const struct platform amazon_vendor = {
	.code = "amazon_vendor",
	.also_url = AV_TOKEN_HOST,
	.rate_header = "x-amzn-ratelimit-limit",
	.rate_milli = 10 * 1000, /* as its models say of each of these operations */
	.next = next,
};
