#include "domain/outbound_show.h"

#include "domain/outbound.h"
#include "sql/outbound_sql.h"

#include <ctype.h>

static void hide_recipient(const struct ctx *c, struct outbound *ob)
{
	if (c->actor.kind != ACTOR_STAFF || (ob->status != OUTBOUND_SHIPPED && ob->status != OUTBOUND_INTERCEPTED))
		return;
	ob->recipient_name = ob->recipient_company = ob->recipient_phone = ob->recipient_email = NULL;
	ob->recipient_state = ob->recipient_city = ob->recipient_line1 = ob->recipient_line2 = ob->recipient_zip = NULL;
	ob->buyer_note = ob->note = NULL; /* people write their names and numbers there */
}

void outbound_show_row(struct ctx *c, struct outbound *ob)
{
	hide_recipient(c, ob);
	ob->actions = outbound_actions_json(c, ob);
}

/* Ours are in capitals; people copy them in any case. */
static const char *in_capitals(struct ctx *c, const char *text)
{
	char *copy = arena_strdup(c->arena, text);

	for (char *p = copy; p && *p; p++)
		*p = (char)toupper((unsigned char)*p);
	return copy;
}

static const char *given(const char *text)
{
	return text && *text ? text : NULL;
}

bool outbound_page(struct ctx *c, struct outbound_filter *f, struct outbound **rows, size_t *n, struct page_end *end)
{
	f->outbound_no = in_capitals(c, given(f->outbound_no));
	f->order_no = given(f->order_no);
	if (!page_read(c, &f->page))
		return false;
	*rows = outbound_sql_page(c, f, n);
	if (!*rows || !outbound_sql_count(c, f, &end->total, &end->total_is_exact))
		return false;
	if (*n > (size_t)f->page.limit) {
		*n = (size_t)f->page.limit;
		end->next_cursor = page_cursor(c, (*rows)[*n - 1].created_at, (*rows)[*n - 1].id);
	}
	for (size_t i = 0; i < *n; i++)
		outbound_show_row(c, &(*rows)[i]);
	return true;
}

bool outbound_get(struct ctx *c, uint64_t id, struct outbound_detail *out)
{
	struct outbound *ob = &out->ob;

	*out = (struct outbound_detail){ 0 };
	if (!outbound_sql_get(c, id, ob) || !(out->lines = outbound_sql_lines(c, ob, &out->n_lines))
	    || !outbound_sql_parcels(c, ob, &out->parcels, &out->n_parcels))
		return false;
	outbound_show_row(c, ob);
	out->recipient = NEW(c->arena, struct recipient);
	*out->recipient = (struct recipient){ .name = ob->recipient_name, .company = ob->recipient_company,
		.phone = ob->recipient_phone, .email = ob->recipient_email, .country = ob->recipient_country,
		.state = ob->recipient_state, .city = ob->recipient_city, .line1 = ob->recipient_line1,
		.line2 = ob->recipient_line2, .zip = ob->recipient_zip };
	return true;
}
