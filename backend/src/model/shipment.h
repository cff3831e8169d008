#pragma once
#include "base/instant.h"
#include "lib/shape.h"

/* One shipment to be told to a platform: frozen when its writeback is made. */
struct shipment_line {
	const char *platform_line_id;
	int64_t     quantity; /* in the platform's units */
};

struct shipment {
	const char    *platform_order_id;
	const char    *marker;       /* our key of this writeback: the same at every try */
	const char    *tracking_no;
	const char    *carrier;
	const char    *service_type; /* or NULL */
	const char    *tracking_url; /* or NULL */
	struct instant shipped_at;
	size_t         n_lines;
	struct shipment_line *lines;
	bool           final;        /* after this nothing shippable is left */
};
extern const struct shape shipment_shape; /* the frozen content of a writeback, in and out */
