/* Amazon shows confirmations to nobody: that one is there is told by its transaction, by the list of shipments when it has
 * it, or by the refusal to take the same number twice. The number makes sending it again harmless. */
#include "platform/amazon_vendor/av_ship.h"
#include "base/buf.h"
#include "platform/amazon_vendor/av_ack_lines.h"
#include "platform/amazon_vendor/av_answer.h"
#include "platform/amazon_vendor/av_fetch.h"
#include "platform/amazon_vendor/av_request.h"
#include "platform/amazon_vendor/av_ship_body.h"
#include "platform/amazon_vendor/av_transaction.h"

#include <string.h>

/* What it says when the number was used before. Ends with NULL. */
static const char *const used_before[][4] = {
	{ "duplicate", "shipment", NULL },
	{ "already", "shipmentIdentifier", NULL },
	{ "already", "shipment identifier", NULL },
	{ "already", "shipment id", NULL },
};

static bool is_used(const struct json *errors)
{
	for (size_t i = 0; i < sizeof used_before / sizeof *used_before; i++)
		if (av_errors_say(errors, used_before[i]))
			return true;
	return false;
}

/* What was told to the buyer, in words. */
static const char *told(struct ctx *c, const struct shipment *sh)
{
	struct buf to = buf_new(c->arena, 128);

	buf_printf(&to, "shipment %s, tracking number %s", av_ship_number(sh), sh->tracking_no);
	for (size_t i = 0; i < sh->n_lines && to.len < 600; i++)
		buf_printf(&to, "%s %lld of line %s", i ? "," : ":", (long long)sh->lines[i].quantity, sh->lines[i].platform_line_id);
	return to.text;
}

static struct step result(struct ctx *c, const struct shipment *sh, enum write_result written, const char *ref, const struct http_answer *a,
	const char *what)
{
	const char *proof = arena_printf(c->arena, "%s: %s", what, told(c, sh));

	return (struct step){
		.kind = STEP_DONE,
		.server_time = a->date,
		.written = written,
		.platform_ref = ref,
		.proof = av_words(c, proof, strlen(proof), 1000),
	};
}

/* ---- writing --------------------------------------------------------------------------------- */

static struct step order_came(struct ctx *c, const struct platform_store *s, const struct shipment *sh, const struct http_answer *a)
{
	struct av_call        call = { .route = AV_SHIPMENTS };
	struct platform_error e;
	const struct json    *order = av_payload(c, s, a, false, &e);
	const char           *wrong;

	if (!order)
		return av_error_step(e);
	if (!av_is_order(order, sh->platform_order_id))
		return av_no(CLASS_PERMANENT, "other_order", "Amazon answered with something else than the purchase order");
	wrong = av_order_over(order);
	if (wrong)
		return av_no(CLASS_CONFLICT, "order_closed", wrong);
	wrong = av_ship_differs(c, sh, order);
	if (wrong)
		return av_no(CLASS_CONFLICT, "lines_changed", av_words(c, wrong, strlen(wrong), 300));
	call.body = av_ship_body(c, s, sh, order, &wrong);
	if (!call.body)
		return av_no(CLASS_VALIDATION, "shipment_unfit", wrong);
	return av_request(c, s, &call, "{\"at\":\"written\"}");
}

static struct step written(struct ctx *c, const struct platform_store *s, const struct shipment *sh, const struct http_answer *a)
{
	if (a->status >= 400 && a->status < 500 && is_used(json_member(av_body(c, a), "errors")))
		return result(c, sh, WRITE_ALREADY, NULL, a, "Amazon has it already");
	return av_taken(c, s, a);
}

struct step av_ship(struct ctx *c, const struct platform_store *s, const struct shipment *sh, const struct json *state,
	const struct http_answer *a)
{
	const char *wrong = av_ship_unfit(c, sh);

	if (wrong)
		return av_no(CLASS_VALIDATION, "shipment_unfit", wrong);
	if (!a) {
		struct av_call call = { .route = AV_ORDER, .id = sh->platform_order_id };

		return av_request(c, s, &call, "{\"at\":\"order\"}");
	}
	if (strcmp(json_text(json_member(state, "at")), "order") == 0)
		return order_came(c, s, sh, a);
	return written(c, s, sh, a);
}

/* ---- finding --------------------------------------------------------------------------------- */

static struct step ask_list(struct ctx *c, const struct platform_store *s, const struct shipment *sh, enum av_transaction_status status)
{
	struct av_call call = { .route = AV_SHIPMENT_LIST };

	av_with(&call, "vendorShipmentIdentifier", av_ship_number(sh));
	return av_request(c, s, &call, arena_printf(c->arena, "{\"at\":\"list\",\"transaction\":%d}", (int)status));
}

static struct step transaction_came(struct ctx *c, const struct platform_store *s, const struct platform_args *args,
	const struct http_answer *a)
{
	const struct shipment *sh = args->shipment;
	struct av_transaction  t;
	struct platform_error  e;

	if (!av_transaction_read(c, s, a, &t, &e))
		return av_error_step(e);
	switch (t.status) {
	case AV_SUCCESS:
		return result(c, sh, WRITE_CONFIRMED, args->platform_ref, a, arena_printf(c->arena, "transaction %s: Success", args->platform_ref));
	case AV_FAILURE:
		return is_used(t.errors) ? result(c, sh, WRITE_CONFIRMED, args->platform_ref, a, "Amazon had it already") : av_refused(&t);
	case AV_PROCESSING:
		if (args->waited_s <= AV_PROCESSING_MAX_S)
			return av_still_processing(c, args->platform_ref, a);
		break;
	case AV_UNHEARD: break;
	}
	return ask_list(c, s, sh, t.status);
}

static bool is_listed(const struct json *payload, const struct shipment *sh)
{
	for (const struct json *row = json_first(json_member(payload, "shipments")); row; row = json_next(row)) {
		const char *number = json_text(json_member(row, "vendorShipmentIdentifier"));

		if (number && strcmp(number, av_ship_number(sh)) == 0)
			return true;
	}
	return false;
}

/* That it is not listed proves nothing, but its number does: sent again, it is taken once. One that Amazon has
 * in hand is left there. */
static struct step list_came(struct ctx *c, const struct platform_store *s, const struct platform_args *args, const struct json *state,
	const struct http_answer *a)
{
	struct platform_error e;
	const struct json    *payload = av_payload(c, s, a, false, &e);
	int64_t               status = AV_UNHEARD;

	json_int(json_member(state, "transaction"), &status);
	/* Whoever may not see the list may still send. */
	if (!payload && e.class != CLASS_NOT_FOUND && e.class != CLASS_PERMISSION && e.class != CLASS_VALIDATION)
		return av_error_step(e);
	if (is_listed(payload, args->shipment))
		return result(c, args->shipment, WRITE_CONFIRMED, args->platform_ref, a, "Amazon lists it");
	if (status == AV_PROCESSING)
		return result(c, args->shipment, WRITE_CANNOT_TELL, args->platform_ref, a, "Amazon neither finishes it nor lists it");
	return result(c, args->shipment, WRITE_NOT_THERE, args->platform_ref, a, "Amazon does not list it, and takes its number once");
}

struct step av_find_ship(struct ctx *c, const struct platform_store *s, const struct platform_args *args, const struct json *state,
	const struct http_answer *a)
{
	const char *wrong = av_ship_unfit(c, args->shipment);

	if (wrong)
		return av_no(CLASS_VALIDATION, "shipment_unfit", wrong);
	if (!a && av_is_number(args->platform_ref))
		return av_transaction_ask(c, s, args->platform_ref, "{\"at\":\"transaction\"}");
	if (!a)
		return ask_list(c, s, args->shipment, AV_UNHEARD);
	if (strcmp(json_text(json_member(state, "at")), "transaction") == 0)
		return transaction_came(c, s, args, a);
	return list_came(c, s, args, state, a);
}
