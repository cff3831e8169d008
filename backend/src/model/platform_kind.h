#pragma once
#include "model/order_state.h"
#include <stdbool.h>
#include <stddef.h>

/* The platforms that exist, as data: what the store form asks for and what the pages may offer.
 * The code that speaks to them lives in platform/, which the API never links. */
struct credential_field {
	const char *name;  /* member of the credentials object */
	const char *label;
	bool        secret;
};

struct platform_kind {
	const char     *code;
	const char     *name;
	enum order_kind kind;
	bool            needs_url;
	struct credential_field credentials[4]; /* ends with name NULL */
	const char *const      *carriers;       /* the only names of carriers it knows, ends with NULL; NULL: any text will do */
};

extern const struct platform_kind platform_kinds[]; /* ends with code NULL */
const struct platform_kind *platform_kind_named(const char *code); /* NULL when there is none */
