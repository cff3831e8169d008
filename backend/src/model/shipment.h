#pragma once
#include "base/instant.h"
#include "lib/shape.h"

/* One shipment to be told to a platform: frozen when its writeback is made. */
struct shipment_line {
	const char *platform_line_id;
	int64_t     quantity; /* in the platform's units */
	/* of purchase orders: */
	const char *platform_sku, *product_id;
	const char *unit;      /* line_unit_names */
	int64_t     unit_size;
};

/* What a buyer's goods-in wants to know of a purchase order's shipment. */
struct shipment_purchase {
	const char *order_no, *selling_party, *ship_to_code;
	const char *ship_from_code; /* the warehouse's code */
	const char *ship_from_name, *ship_from_country;
	int64_t     weight_grams;   /* of this parcel, 0 when it was not weighed */
	struct instant deliver_by;  /* end of the delivery window, 0 if none */
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
	const char    *parcel_no;    /* our number of the parcel, unique for ever; NULL when given by hand */
	struct shipment_purchase *purchase; /* NULL: a buyer's order */
};
extern const struct shape shipment_shape; /* the frozen content of a writeback, in and out */
