/* A word for its status that is not known counts as one that is under way: it is asked again. */
#include "platform/amazon_vendor/av_transaction.h"
#include "platform/amazon_vendor/av_answer.h"
#include "platform/amazon_vendor/av_request.h"

#include <string.h>

const char *const av_transaction_names[] = { "Unheard", "Processing", "Success", "Failure", NULL };

struct step av_taken(struct ctx *c, const struct platform_store *s, const struct http_answer *a)
{
	struct platform_error e;
	const struct json    *payload = av_payload(c, s, a, true, &e);
	const char           *id = json_scalar(json_member(payload, "transactionId"));

	if (!payload)
		return av_error_step(e);
	/* Without its number nobody can ask what became of it: the next try looks first. */
	if (!av_is_number(id))
		return av_no(CLASS_UNCERTAIN, "unreadable", "Amazon took it and did not say under which transaction");
	return (struct step){
		.kind = STEP_DONE,
		.server_time = a->date,
		.written = WRITE_PROCESSING,
		.platform_ref = id,
		.proof = arena_printf(c->arena, "taken for processing as transaction %s", id),
	};
}

struct step av_transaction_ask(struct ctx *c, const struct platform_store *s, const char *id, const char *state)
{
	struct av_call call = { .route = AV_TRANSACTION, .id = id };

	return av_request(c, s, &call, state);
}

static enum av_transaction_status status_named(const char *name)
{
	for (size_t i = AV_SUCCESS; name && i <= AV_FAILURE; i++)
		if (strcmp(name, av_transaction_names[i]) == 0)
			return (enum av_transaction_status)i;
	return AV_PROCESSING;
}

bool av_transaction_read(struct ctx *c, const struct platform_store *s, const struct http_answer *a, struct av_transaction *out,
	struct platform_error *e)
{
	const struct json *payload = av_payload(c, s, a, false, e), *t = json_member(payload, "transactionStatus");
	const char        *name = json_text(json_member(t, "status")), *code;

	*out = (struct av_transaction){ .status = AV_UNHEARD };
	if (!payload)
		return e->class == CLASS_NOT_FOUND;
	if (!name) {
		*e = av_error(CLASS_PERMANENT, "unreadable", "Amazon's answer has no status of the transaction");
		e->http_status = a->status;
		return false;
	}
	out->status = status_named(name);
	out->errors = json_member(t, "errors");
	code = json_text(json_member(json_first(out->errors), "code"));
	out->code = code ? av_words(c, code, strlen(code), 64) : NULL;
	out->words = av_errors_words(c, s, out->errors);
	return true;
}

struct step av_refused(const struct av_transaction *t)
{
	return av_no(CLASS_VALIDATION, t->code ? t->code : "transaction_failed", t->words ? t->words : "Amazon refuses it without words");
}

struct step av_still_processing(struct ctx *c, const char *id, const struct http_answer *a)
{
	return (struct step){
		.kind = STEP_DONE,
		.server_time = a->date,
		.written = WRITE_PROCESSING,
		.platform_ref = arena_strdup(c->arena, id),
		.proof = arena_printf(c->arena, "transaction %s is still being processed", id),
	};
}
