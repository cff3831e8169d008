#pragma once
#include "practice/call.h"

/* WooCommerce REST API v3 from the server's side: /{shop}/… is answered here. */

/* Finds the route of a request inside k->shop, so that it can be counted before anything answers;
 * `inside` is the path after the shop's name, as sent. Then woo_serve answers it. */
void woo_find(struct call *k, const char *inside);
void woo_serve(struct call *k, const char *inside);

/* {"code":…,"message":…,"data":{"status":…}} */
void woo_error(struct call *k, int status, const char *code, const char *message);
/* 400 rest_invalid_param: one parameter, in WordPress's words. `detail_code` such as rest_not_in_enum. */
void woo_invalid(struct call *k, const char *param, const char *detail_code, const char *message);
void woo_missing(struct call *k, const char *param);

/* A JSON answer: gives the buffer to write into. */
struct buf *woo_answer(struct call *k, int status);
/* After an object was written from byte `start`: keeps what the _fields parameter names. */
void woo_fields(struct call *k, struct buf *b, size_t start);

/* Reads page, per_page and offset; false with the answer given when they are wrong. */
struct woo_page {
	int64_t page, per_page, offset;
	bool    by_offset;
};
bool woo_page(struct call *k, struct woo_page *page);
/* X-WP-Total, X-WP-TotalPages and Link. */
void woo_page_headers(struct call *k, const struct woo_page *page, const char *path, const char *extra, size_t total);
/* Whether the comma list has the number; a NULL list has none. */
bool woo_list_has(const char *list, int64_t n);
/* An integer parameter, `fallback` when absent; false with the answer given when it is none. */
bool woo_int(struct call *k, const char *name, int64_t min, int64_t max, int64_t fallback, int64_t *out);
/* One of the values (ends with NULL), `fallback` when absent. */
bool woo_choice(struct call *k, const char *name, const char *const *values, const char *fallback, const char **out);

/* A date filter as a shop reads it: digits taken as the shop's local time, a zone converted to it
 * first, a fraction making the zone be ignored. `set` is false when the parameter is absent. */
struct woo_date {
	bool    set;
	int64_t digits_s; /* the digits as seconds, in no zone */
};
bool woo_date(struct call *k, const char *name, struct woo_date *out);

/* The order {id} of the route; NULL with the answer given. `on_write` answers 400 as updates do. */
struct order *woo_order(struct call *k, int missing_status, const char *code, const char *message);

/* Handlers, one file each. */
void woo_orders_list(struct call *k);
void woo_order_get(struct call *k);
void woo_order_put(struct call *k);
void woo_notes_list(struct call *k);
void woo_note_get(struct call *k);
void woo_note_add(struct call *k);
void woo_refunds_list(struct call *k);
void woo_refund_get(struct call *k);
void woo_fulfillments_list(struct call *k);
void woo_fulfillment_add(struct call *k);
void woo_fulfillment_get(struct call *k);
void woo_trackings_list(struct call *k);
void woo_tracking_add(struct call *k);
void woo_tracking_get(struct call *k);
void woo_tracking_delete(struct call *k);
void woo_tracking_providers(struct call *k);
void woo_products_list(struct call *k);
void woo_product_get(struct call *k);
void woo_variations_list(struct call *k);
void woo_variation_get(struct call *k);
void woo_all_variations(struct call *k);
