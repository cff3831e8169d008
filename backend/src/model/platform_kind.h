#pragma once
#include "model/order_state.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The platforms that exist, as data: what the store form asks for and what the pages may offer.
 * The code that speaks to them lives in platform/, which the API never links. */
struct credential_field {
	const char *name;  /* member of the credentials object */
	const char *label;
	bool        secret;
};

/* One of the addresses a platform has, for a part of the world. */
struct platform_endpoint {
	const char *name, *url;
};

struct platform_kind {
	const char     *code;
	const char     *name;
	enum order_kind kind;
	bool            needs_url;     /* the address is the shop's own; else one of the endpoints (or a practice store's) */
	struct credential_field credentials[4]; /* ends with name NULL */
	struct platform_endpoint endpoints[4];  /* ends with name NULL */
	const char     *reject_reasons[4];      /* of a purchase order's line, as it names them; ends with NULL */
	int64_t         acknowledge_within_s;   /* of a purchase order, from its order time; 0: it sets no deadline */
	const char *const      *carriers;       /* the only names of carriers it knows, ends with NULL; NULL: any text will do */
};

extern const struct platform_kind platform_kinds[]; /* ends with code NULL */
const struct platform_kind *platform_kind_named(const char *code); /* NULL when there is none */
