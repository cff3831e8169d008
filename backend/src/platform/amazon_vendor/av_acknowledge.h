#pragma once
#include "lib/json.h"
#include "platform/platform.h"

/* OP_ACKNOWLEDGE: the order and what Amazon believes of it are read, then all lines are sent in one submission.
 * OP_FIND_ACKNOWLEDGE: the transaction is asked for, and then what shows of it in the order and its status. */
struct step av_acknowledge(struct ctx *c, const struct platform_store *s, const struct acknowledgement *ack, const struct json *state,
	const struct http_answer *a);
struct step av_find_acknowledge(struct ctx *c, const struct platform_store *s, const struct platform_args *args, const struct json *state,
	const struct http_answer *a);
