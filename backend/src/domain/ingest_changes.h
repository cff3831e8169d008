#pragma once
#include "base/ctx.h"
#include "model/incoming.h"
#include "model/order.h"

/* What differs between the stored order and one that came in, field by field. */
struct order_changes {
	bool        any;
	bool        address;      /* where the parcel goes */
	bool        lines;        /* what is in it */
	bool        beyond_echo;  /* more than the platform's status word and parcels: not our own writeback coming back */
	const char *json;         /* [{"field","before","after"}], for the revision */
	const char *words;        /* "city, quantity of Ceramic Mug", for the timeline; cut */
};
void order_changes_find(struct ctx *c, const struct order *o, const struct order_line *lines, size_t n_lines,
	const struct incoming_order *in, struct order_changes *out);
