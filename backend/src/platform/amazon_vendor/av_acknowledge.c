/* Nothing here waits: a submission is taken for processing, and later runs ask what became of it. Amazon's transactions are
 * known not to tell always, so what shows of it in the order and its status has the last word: whatever a transaction
 * says, quantities that stand there are there, and a success that does not show is waited for. */
#include "platform/amazon_vendor/av_acknowledge.h"
#include "base/buf.h"
#include "platform/amazon_vendor/av_ack_lines.h"
#include "platform/amazon_vendor/av_answer.h"
#include "platform/amazon_vendor/av_fetch.h"
#include "platform/amazon_vendor/av_request.h"
#include "platform/amazon_vendor/av_transaction.h"

#include <string.h>

/* A submission whose answer was lost may still be on its way for so long. The same one sent twice does no harm: the
 * second replaces the first, or fails and is found standing there. */
enum { LOST_SETTLES_S = 60 };

struct found {
	const char                *at;
	struct av_transaction      t;
	const struct json         *order;
};

static const char *write_state(struct ctx *c, const char *at, const struct found *f)
{
	struct buf to = buf_new(c->arena, 4096);

	buf_printf(&to, "{\"at\":\"%s\",\"transaction\":%d,\"code\":", at, (int)f->t.status);
	buf_json(&to, f->t.code);
	buf_puts(&to, ",\"words\":");
	buf_json(&to, f->t.words);
	buf_puts(&to, ",\"order\":");
	buf_puts(&to, f->order ? json_write(c, f->order) : "null");
	buf_putc(&to, '}');
	return to.text;
}

static void read_state(const struct json *j, struct found *f)
{
	int64_t status = AV_UNHEARD;

	json_int(json_member(j, "transaction"), &status);
	*f = (struct found){
		.at = json_text(json_member(j, "at")),
		.t = { .status = (enum av_transaction_status)status, .code = json_text(json_member(j, "code")), .words = json_text(json_member(j, "words")) },
		.order = json_member(j, "order"),
	};
}

static struct step conflict(struct ctx *c, const char *code, const char *words)
{
	return av_no(CLASS_CONFLICT, code, av_words(c, words, strlen(words), 300));
}

static const char *state_of(const struct json *order)
{
	const char *state = json_text(json_member(order, "purchaseOrderState"));

	return state ? state : "without a state";
}

static bool is_acknowledged(const struct json *order)
{
	return strcmp(state_of(order), "Acknowledged") == 0;
}

static struct step ask_order(struct ctx *c, const struct platform_store *s, const struct acknowledgement *ack, const struct found *f)
{
	struct av_call call = { .route = AV_ORDER, .id = ack->platform_order_id };

	return av_request(c, s, &call, write_state(c, "order", f));
}

/* The order, and then its status. */
static struct step order_came(struct ctx *c, const struct platform_store *s, const struct acknowledgement *ack, struct found *f,
	const struct http_answer *a, bool may_write)
{
	struct platform_error e;
	const char           *over, *differs;

	f->order = av_payload(c, s, a, false, &e);
	if (!f->order)
		return av_error_step(e);
	if (!av_is_order(f->order, ack->platform_order_id))
		return av_no(CLASS_PERMANENT, "other_order", "Amazon answered with something else than the purchase order");
	over = av_order_over(f->order);
	if (may_write && over)
		return conflict(c, "order_closed", over);
	differs = av_ack_differs(c, ack, f->order);
	if (may_write && differs)
		return conflict(c, "lines_changed", differs);
	return av_status_ask(c, s, ack->platform_order_id, write_state(c, "status", f));
}

/* The row of the status; true also without one. */
static bool status_read(struct ctx *c, const struct platform_store *s, const struct acknowledgement *ack, const struct http_answer *a,
	const struct json **row, struct platform_error *e)
{
	const struct json *payload = av_payload(c, s, a, false, e);

	*row = payload ? av_status_row(payload, ack->platform_order_id) : NULL;
	return payload || e->class == CLASS_NOT_FOUND;
}

static struct step result(struct ctx *c, enum write_result written, const char *ref, const struct http_answer *a, const struct found *f,
	const char *seen)
{
	struct buf proof = buf_new(c->arena, 256);

	if (f->t.status != AV_UNHEARD && ref)
		buf_printf(&proof, "transaction %s: %s; ", ref, av_transaction_names[f->t.status]);
	buf_printf(&proof, "the purchase order is %s; %s", state_of(f->order), seen);
	return (struct step){
		.kind = STEP_DONE,
		.server_time = a->date,
		.written = written,
		.platform_ref = ref,
		.proof = av_words(c, proof.text, proof.len, 1000),
	};
}

/* ---- writing --------------------------------------------------------------------------------- */

static struct step write(struct ctx *c, const struct platform_store *s, const struct acknowledgement *ack, const struct found *f)
{
	struct av_call call = { .route = AV_ACKNOWLEDGEMENTS };
	const char    *wrong = NULL;

	call.body = av_ack_body(c, ack, f->order, &wrong);
	if (!call.body)
		return av_no(CLASS_VALIDATION, "acknowledgement_unfit", wrong);
	return av_request(c, s, &call, "{\"at\":\"written\"}");
}

static struct step status_came(struct ctx *c, const struct platform_store *s, const struct acknowledgement *ack, const struct found *f,
	const struct http_answer *a)
{
	struct platform_error e;
	const struct json    *row;
	const char           *seen;
	enum av_standing      standing;

	if (!status_read(c, s, ack, a, &row, &e))
		return av_error_step(e);
	standing = av_ack_standing(c, ack, row, &seen);
	/* The status counts what comes later as accepted: an earlier revision of ours may look like this one. */
	if (standing == AV_MATCH && ack->revision <= 1)
		return result(c, WRITE_ALREADY, NULL, a, f, seen);
	/* Ours was the first, and somebody else has answered. A later one of ours replaces what stands there. */
	if (ack->revision <= 1 && (standing == AV_DIFFERENT || is_acknowledged(f->order)))
		return conflict(c, "already_acknowledged", arena_printf(c->arena, "It is acknowledged on Amazon already: %s", seen));
	return write(c, s, ack, f);
}

struct step av_acknowledge(struct ctx *c, const struct platform_store *s, const struct acknowledgement *ack, const struct json *state,
	const struct http_answer *a)
{
	const char  *wrong = av_ack_unfit(c, ack);
	struct found f = { 0 };

	if (wrong)
		return av_no(CLASS_VALIDATION, "acknowledgement_unfit", wrong);
	if (!a)
		return ask_order(c, s, ack, &f);
	read_state(state, &f);
	if (strcmp(f.at, "order") == 0)
		return order_came(c, s, ack, &f, a, true);
	if (strcmp(f.at, "status") == 0)
		return status_came(c, s, ack, &f, a);
	return av_taken(c, s, a);
}

/* ---- finding --------------------------------------------------------------------------------- */

static struct step transaction_came(struct ctx *c, const struct platform_store *s, const struct platform_args *args, struct found *f,
	const struct http_answer *a)
{
	struct platform_error e;

	if (!av_transaction_read(c, s, a, &f->t, &e))
		return av_error_step(e);
	if (f->t.status == AV_PROCESSING && args->waited_s <= AV_PROCESSING_MAX_S)
		return av_still_processing(c, args->platform_ref, a);
	return ask_order(c, s, args->acknowledgement, f);
}

/* It succeeded, but does not show as we said it. */
static struct step success_unseen(struct ctx *c, const struct platform_args *args, const struct found *f, enum av_standing standing,
	const char *seen, const struct http_answer *a)
{
	if (args->waited_s <= AV_PROCESSING_MAX_S)
		return result(c, WRITE_PROCESSING, args->platform_ref, a, f, seen);
	if (standing == AV_UNCONFIRMED)
		return result(c, is_acknowledged(f->order) || av_order_over(f->order) ? WRITE_CONFIRMED : WRITE_CANNOT_TELL, args->platform_ref, a, f, seen);
	return conflict(c, "other_quantities", arena_printf(c->arena, "Amazon took the acknowledgement and shows other quantities: %s", seen));
}

static enum write_result unheard(const struct platform_args *args, const struct found *f, enum av_standing standing)
{
	bool settled = args->waited_s >= LOST_SETTLES_S, ours_is_first = args->acknowledgement->revision <= 1;

	if (standing == AV_UNCONFIRMED && !is_acknowledged(f->order))
		return settled ? WRITE_NOT_THERE : WRITE_CANNOT_TELL;
	/* Of a later revision, what stands there may be the one before it. */
	return standing != AV_UNCONFIRMED && !ours_is_first && settled ? WRITE_NOT_THERE : WRITE_CANNOT_TELL;
}

static struct step shown(struct ctx *c, const struct platform_store *s, const struct platform_args *args, const struct found *f,
	const struct http_answer *a)
{
	const struct acknowledgement *ack = args->acknowledgement;
	struct platform_error         e;
	const struct json            *row;
	const char                   *seen;
	enum av_standing              standing;

	if (!status_read(c, s, ack, a, &row, &e))
		return av_error_step(e);
	standing = av_ack_standing(c, ack, row, &seen);
	if (standing == AV_MATCH && (ack->revision <= 1 || f->t.status == AV_SUCCESS || f->t.status == AV_PROCESSING))
		return result(c, WRITE_CONFIRMED, args->platform_ref, a, f, seen);
	switch (f->t.status) {
	case AV_FAILURE: return av_refused(&f->t);
	case AV_SUCCESS: return success_unseen(c, args, f, standing, seen, a);
	case AV_PROCESSING:
		return result(c, standing == AV_UNCONFIRMED && ack->revision <= 1 && is_acknowledged(f->order) ? WRITE_CONFIRMED : WRITE_CANNOT_TELL,
			args->platform_ref, a, f, seen);
	case AV_UNHEARD: break;
	}
	return result(c, unheard(args, f, standing), args->platform_ref, a, f, seen);
}

struct step av_find_acknowledge(struct ctx *c, const struct platform_store *s, const struct platform_args *args, const struct json *state,
	const struct http_answer *a)
{
	const struct acknowledgement *ack = args->acknowledgement;
	const char                   *wrong = av_ack_unfit(c, ack);
	struct found                  f = { 0 };

	if (wrong)
		return av_no(CLASS_VALIDATION, "acknowledgement_unfit", wrong);
	if (!a && args->platform_ref && av_is_number(args->platform_ref))
		return av_transaction_ask(c, s, args->platform_ref, write_state(c, "transaction", &f));
	if (!a)
		return ask_order(c, s, ack, &f);
	read_state(state, &f);
	if (strcmp(f.at, "transaction") == 0)
		return transaction_came(c, s, args, &f, a);
	if (strcmp(f.at, "order") == 0)
		return order_came(c, s, ack, &f, a, false);
	return shown(c, s, args, &f, a);
}
