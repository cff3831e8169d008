#pragma once
#include "base/buf.h"
#include "lib/json.h"
#include "practice/shop.h"

/* JSON as WordPress writes it: slashes and everything beyond ASCII escaped, money as text, times
 * without a zone. */

void wire_text(struct buf *b, const char *text); /* NULL writes null */
void wire_html(struct buf *b, const char *text); /* the same with & as an entity, as product names in orders are */
void wire_money(struct buf *b, struct money m, int decimals);
/* A float of PHP: the shortest digits that read back the same; whole ones without a point. */
void wire_float(struct buf *b, double value);
/* "2026-05-28T10:00:00" shifted by hours; an instant of 0 writes null. */
void wire_time(struct buf *b, struct instant t, int offset_h);
/* "name":null and the like: appends `,"name":` */
void wire_key(struct buf *b, const char *name);

void wire_metas(struct buf *b, const struct metas *metas);
void wire_links(struct buf *b, const struct shop *s, const char *allow, const char *self, const char *collection,
	const char *up); /* paths under /wp-json/wc/v3/; `up` may be NULL */

/* `decimals` is the request's dp, usually 2. Overrides of the order are applied. */
void wire_order(struct ctx *c, struct buf *b, const struct shop *s, const struct order *o, int decimals);
void wire_note(struct buf *b, const struct shop *s, const struct order *o, const struct note *n);
void wire_refund(struct buf *b, const struct shop *s, const struct order *o, const struct refund *r);
/* `listed`: a list says is_fulfilled "1" where the answer to a write says true. */
void wire_fulfillment(struct buf *b, const struct order *o, const struct fulfillment *f, bool listed);
void wire_tracking(struct buf *b, const struct shop *s, const char *ns, const struct order *o, const struct tracking *t);
void wire_product(struct buf *b, const struct shop *s, const struct product *p);
void wire_variation(struct buf *b, const struct shop *s, const struct product *p);

/* Writes the object anew with only the members that a comma list such as "id,billing.phone" names. */
void wire_only_fields(struct buf *b, struct ctx *c, const struct json *object, const char *fields);
