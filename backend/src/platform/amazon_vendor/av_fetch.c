/* The order as it was read travels in the state to the answer about its status. */
#include "platform/amazon_vendor/av_fetch.h"
#include "base/buf.h"
#include "platform/amazon_vendor/av_answer.h"
#include "platform/amazon_vendor/av_order.h"
#include "platform/amazon_vendor/av_request.h"

#include <string.h>
#include <strings.h>

static struct step done(struct ctx *c, const struct json *order, const struct av_facts *facts, const struct http_answer *a)
{
	struct step step = { .kind = STEP_PAGE, .server_time = a->date, .n_orders = 1, .orders = NEW(c->arena, struct incoming_order) };

	av_order_read(c, order, facts, step.orders);
	return step;
}

struct step av_fetch_begin(struct ctx *c, const struct platform_store *s, const char *number)
{
	struct av_call call = { .route = AV_ORDER, .id = number };
	struct buf     state = buf_new(c->arena, 128);

	if (!av_is_number(number))
		return av_no(CLASS_NOT_FOUND, "bad_number", "Amazon has no purchase orders of such a number");
	buf_puts(&state, "{\"fetch\":\"order\",\"number\":");
	buf_json(&state, number);
	buf_putc(&state, '}');
	return av_request(c, s, &call, state.text);
}

bool av_fetch_is(const struct json *state)
{
	return json_member(state, "fetch") != NULL;
}

struct step av_status_ask(struct ctx *c, const struct platform_store *s, const char *number, const char *state)
{
	struct av_call call = { .route = AV_STATUS };

	av_with(&call, "purchaseOrderNumber", number);
	return av_request(c, s, &call, state);
}

const struct json *av_status_row(const struct json *payload, const char *number)
{
	for (const struct json *row = json_first(json_member(payload, "ordersStatus")); row; row = json_next(row))
		if (av_is_order(row, number))
			return row;
	return NULL;
}

bool av_is_order(const struct json *order, const char *number)
{
	const char *its = json_text(json_member(order, "purchaseOrderNumber"));

	return its && strcasecmp(its, number) == 0;
}

static struct step order_came(struct ctx *c, const struct platform_store *s, const char *number, const struct http_answer *a)
{
	struct platform_error e;
	const struct json    *order = av_payload(c, s, a, false, &e);
	struct buf            state;

	if (!order)
		return av_error_step(e);
	if (!av_is_order(order, number))
		return av_no(CLASS_PERMANENT, "other_order", "Amazon answered with something else than the purchase order");
	if (!av_order_wants_facts(order))
		return done(c, order, NULL, a);
	state = buf_new(c->arena, 4096);
	buf_puts(&state, "{\"fetch\":\"status\",\"number\":");
	buf_json(&state, number);
	buf_puts(&state, ",\"order\":");
	buf_puts(&state, json_write(c, order));
	buf_putc(&state, '}');
	return av_status_ask(c, s, number, state.text);
}

static struct step status_came(struct ctx *c, const struct platform_store *s, const struct json *state, const char *number,
	const struct http_answer *a)
{
	struct platform_error e;
	const struct json    *payload = av_payload(c, s, a, false, &e);
	struct av_facts       facts;

	if (!payload && e.class != CLASS_NOT_FOUND)
		return av_error_step(e);
	facts = av_facts_read(payload ? av_status_row(payload, number) : NULL);
	return done(c, json_member(state, "order"), &facts, a);
}

struct step av_fetch_next(struct ctx *c, const struct platform_store *s, const struct json *state, const struct http_answer *a)
{
	const char *number = json_text(json_member(state, "number")), *at = json_text(json_member(state, "fetch"));

	if (strcmp(at, "order") == 0)
		return order_came(c, s, number, a);
	return status_came(c, s, state, number, a);
}
