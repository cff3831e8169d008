#pragma once
#include "lib/json.h"
#include "platform/platform.h"

/* A purchase order's JSON as the common order. */

/* What the status of a purchase order tells beside it: whether anything of it was accepted, rejected or received. */
struct av_facts {
	bool known, accepted, rejected, received;
};
struct av_facts av_facts_read(const struct json *status);

/* Why a closed order was closed stands elsewhere: its facts are needed. */
bool av_order_wants_facts(const struct json *order);
/* It is listed without its details. */
bool av_order_is_bare(const struct json *order);
const char *av_order_number(const struct json *order); /* NULL when it has none that can be asked for */

/* Reads whatever `order` is; never fails. What cannot be read becomes a refusal of this one order. `facts` may be NULL. */
void av_order_read(struct ctx *c, const struct json *order, const struct av_facts *facts, struct incoming_order *out);

/* A quantity as Amazon writes it, in the unit it was ordered in. */
struct av_quantity {
	int64_t        amount;
	enum line_unit unit;
	int64_t        unit_size; /* pieces in one of the unit, at least 1 */
};
/* NULL, or what is wrong with it in words. `usual` fills in what it leaves out, and may be NULL. */
const char *av_quantity_read(const struct json *j, const struct av_quantity *usual, struct av_quantity *out);
static inline int64_t av_pieces(const struct av_quantity *q)
{
	return q->amount * (q->unit == UNIT_CASE ? q->unit_size : 1);
}
/* The unit as Amazon names it. */
const char *av_unit_name(enum line_unit unit);

enum { AV_QUANTITY_MAX = 1000000, AV_UNIT_SIZE_MAX = 100000, AV_LINES_MAX = 1000 };
