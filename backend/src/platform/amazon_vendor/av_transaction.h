#pragma once
#include "lib/json.h"
#include "platform/platform.h"

/* Writes are taken for processing and come true or not later: their transactions. */

enum av_transaction_status { AV_UNHEARD, AV_PROCESSING, AV_SUCCESS, AV_FAILURE }; /* AV_UNHEARD: lost, or Amazon knows none */
extern const char *const av_transaction_names[];

/* So long after it was sent, one that is still processing is asked for no more: what shows of it counts. */
enum { AV_PROCESSING_MAX_S = 1800 };

struct av_transaction {
	enum av_transaction_status status;
	const char                *code, *words; /* of its errors; NULL when it has none */
	const struct json         *errors;
};

/* The result of a write's answer: WRITE_PROCESSING with the transaction as platform_ref, or an error. */
struct step av_taken(struct ctx *c, const struct platform_store *s, const struct http_answer *a);
struct step av_transaction_ask(struct ctx *c, const struct platform_store *s, const char *id, const char *state);
/* False with `e`. That Amazon knows none is AV_UNHEARD. */
bool av_transaction_read(struct ctx *c, const struct platform_store *s, const struct http_answer *a, struct av_transaction *out,
	struct platform_error *e);
/* Its errors as an error: the content is refused. */
struct step av_refused(const struct av_transaction *t);
/* Still under way. */
struct step av_still_processing(struct ctx *c, const char *id, const struct http_answer *a);
