#pragma once
#include "practice/call.h"

/* /control/…: makes shops and orders, sets the weather and shows what came of it. For the page and
 * for tests; no adapter uses it. */
void control_serve(struct call *k);

/* A JSON answer, and the context's problem as one. */
struct buf *control_answer(struct call *k, int status);
void        control_problem(struct call *k);
/* The body as JSON, {} when there is none; NULL with the answer given. */
const struct json *control_body(struct call *k);

/* Whether an account may have that name; false with the problem set. */
bool control_name_allowed(struct call *k, const char *name);
/* Reads a weather of that shape; false with the answer given. */
struct shape;
bool control_weather_read(struct call *k, const struct shape *shape, struct weather *in);
/* "requests":[…],"maxInFlight":n */
void control_write_requests(struct buf *b, const struct shop *s);
/* A place in JSON, kept: "line_items[0].sku" and "line_items.0.sku" are the same. */
const char *control_place(struct call *k, const char *path);

/* Handlers of control_orders.c and control_actions.c. */
void control_orders_list(struct call *k);
void control_orders_add(struct call *k);
void control_order_get(struct call *k);
void control_order_edit(struct call *k);
void control_order_status(struct call *k);
void control_order_refund(struct call *k);
void control_order_touch(struct call *k);
void control_order_cancel(struct call *k);
void control_order_pay(struct call *k);
void control_order_trash(struct call *k);

struct order;
void control_write_order(struct buf *b, const struct order *o);
/* Adds the overrides of "omit" and "set". */
struct control_bad_input {
	size_t       n_omit;
	const char **omit;
};
void control_overrides(struct call *k, struct order *o, const struct control_bad_input *bad, const struct json *set);

/* An address as the control API reads it; members that are not given stay NULL. */
struct control_address {
	const char *name; /* "Ada Lovelace" instead of two members */
	const char *first_name, *last_name, *company, *address1, *address2, *city, *state, *postcode, *country, *phone, *email;
};
struct shape;
extern const struct shape control_address_shape;
/* Lays what is given over `to`. */
void control_address_onto(struct call *k, struct address *to, const struct control_address *from);
