#pragma once
#include "lib/json.h"
#include "platform/platform.h"

/* The lines of an acknowledgement against those of the purchase order. */

/* NULL, or what is wrong with it before anybody is asked: sums, reasons, dates. */
const char *av_ack_unfit(struct ctx *c, const struct acknowledgement *ack);
/* NULL, or how the order stands differently there: lines and quantities that are not the ones we answered to. */
const char *av_ack_differs(struct ctx *c, const struct acknowledgement *ack, const struct json *order);
/* The submission, with everything that repeats the order taken from the order; NULL with *wrong when it cannot be made. */
char *av_ack_body(struct ctx *c, const struct acknowledgement *ack, const struct json *order, const char **wrong);

/* How the acknowledgement shows in the order's status. */
enum av_standing {
	AV_UNCONFIRMED, /* no line is acknowledged */
	AV_MATCH,       /* every line as we said, or less where the buyer took back some */
	AV_DIFFERENT,
};
/* `seen` says in numbers what stands there. `row` may be NULL. */
enum av_standing av_ack_standing(struct ctx *c, const struct acknowledgement *ack, const struct json *row, const char **seen);

/* "001" and "1" are the same line. */
bool av_same_line(const char *a, const char *b);
/* The item of that number in a list, or NULL. */
const struct json *av_item(const struct json *items, const char *line_id);
/* The whole order is closed or taken back; NULL: it is not. */
const char *av_order_over(const struct json *order);
