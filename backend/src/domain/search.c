#include "domain/search.h"

#include "domain/order_show.h"
#include "domain/outbound_show.h"
#include "domain/product.h"
#include "domain/staff.h"
#include "domain/warehouse_sku.h"

#include <string.h>

enum { NUMBER_MAX = 128, OUTBOUND_NO_MAX = 64, NAME_MAX = 128, SKU_Q_MAX = 100, PREFIX_MIN = 3 };

/* ---- what was asked ---------------------------------------------------------------------------------- */

struct words {
	const char **list;
	size_t       n;
};

static bool has_digit(const char *text)
{
	return strpbrk(text, "0123456789") != NULL;
}

static struct words split(struct ctx *c, const char *text, const char *at)
{
	struct words w = { .list = NEW_N(c->arena, const char *, strlen(text) / 2 + 1) };

	for (const char *p = text; *p; p += *p != '\0') {
		const size_t whole = strcspn(p, at), skip = strspn(p, " ");
		const char  *word = p + (skip < whole ? skip : whole);
		size_t       n = (size_t)(p + whole - word);
		bool         known = false;

		while (n && word[n - 1] == ' ')
			n--;
		for (size_t i = 0; i < w.n; i++)
			known = known || (strlen(w.list[i]) == n && strncmp(w.list[i], word, n) == 0);
		if (n && !known)
			w.list[w.n++] = arena_strndup(c->arena, word, n);
		p += whole;
	}
	return w;
}

/* A pasted list; one word when it is none. Names have spaces too, so spaces part numbers alone. */
static struct words words_of(struct ctx *c, const char *text)
{
	struct words w = split(c, text, ",;"), spaced;
	bool         numbers = true;

	if (w.n != 1)
		return w;
	spaced = split(c, text, " ");
	for (size_t i = 0; i < spaced.n; i++)
		numbers = numbers && has_digit(spaced.list[i]);
	return numbers ? spaced : w;
}

/* ---- orders ------------------------------------------------------------------------------------------ */

static bool has_order(const struct found *f, uint64_t id)
{
	for (size_t i = 0; i < f->n_orders; i++)
		if (f->orders[i].id == id)
			return true;
	return false;
}

static void keep_orders(struct found *f, const struct order *rows, size_t n)
{
	for (size_t i = 0; i < n && f->n_orders < SEARCH_MOST; i++)
		if (!has_order(f, rows[i].id))
			f->orders[f->n_orders++] = rows[i];
}

static bool orders_where(struct ctx *c, struct order_filter f, struct found *out, size_t *n)
{
	struct page_end end;
	struct order   *rows;

	if (!f.page.limit)
		f.page.limit = SEARCH_MOST;
	if (!order_page(c, &f, &rows, n, &end))
		return false;
	keep_orders(out, rows, *n);
	return true;
}

static bool order_numbers(struct ctx *c, const char *no, struct found *out)
{
	const char *prefix = strlen(no) >= PREFIX_MIN ? arena_printf(c->arena, "%s*", no) : no;
	size_t      n;

	if (strlen(no) > NUMBER_MAX || strpbrk(no, ",*"))
		return true;
	for (int kind = ORDER_B2C; kind <= ORDER_B2B; kind++)
		if (!orders_where(c, (struct order_filter){ .kind = kind, .order_no = no }, out, &n)
		    || !orders_where(c, (struct order_filter){ .kind = kind, .order_no = prefix }, out, &n))
			return false;
	return true;
}

static bool orders_of(struct ctx *c, const char *text, struct found *out)
{
	size_t n;

	return order_numbers(c, text, out)
	    && (strlen(text) > NUMBER_MAX || orders_where(c, (struct order_filter){ .tracking_no = text }, out, &n))
	    && (strlen(text) > NAME_MAX || strlen(text) < 2 || c->actor.kind == ACTOR_STAFF
		|| orders_where(c, (struct order_filter){ .recipient_name = text }, out, &n));
}

/* ---- the other kinds --------------------------------------------------------------------------------- */

/* Outbound numbers are ASCII, and their column refuses to be compared with anything else. */
static bool is_ascii(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text >= 0x80)
			return false;
	return true;
}

static bool outbound_of(struct ctx *c, const char *text, struct found *out, size_t *n)
{
	struct outbound_filter f = { .outbound_no = text, .page = { .limit = SEARCH_MOST } };
	struct page_end        end;
	struct outbound       *rows;

	*n = 0;
	if (strlen(text) > OUTBOUND_NO_MAX || !is_ascii(text))
		return true;
	if (!outbound_page(c, &f, &rows, n, &end))
		return false;
	for (size_t i = 0; i < *n && out->n_outbound < SEARCH_MOST; i++)
		out->outbound[out->n_outbound++] = rows[i];
	return true;
}

static bool skus_of(struct ctx *c, const char *text, struct found *out)
{
	struct warehouse_sku_filter f = { .q = text, .page = { .limit = SEARCH_MOST } };
	struct page_end             end;

	return strlen(text) > SKU_Q_MAX || warehouse_sku_page(c, &f, &out->skus, &out->n_skus, &end);
}

static bool platform_skus_of(struct ctx *c, const char *text, struct found *out)
{
	struct platform_sku_filter f = { .q = text, .page = { .limit = SEARCH_MOST } };
	struct page_end            end;

	return strlen(text) > SKU_Q_MAX || platform_sku_page(c, &f, &out->platform_skus, &out->n_platform_skus, &end);
}

static bool search_one(struct ctx *c, const char *text, struct found *out)
{
	size_t n;

	return (!may(c, PERM_ORDER_VIEW) || orders_of(c, text, out))
	    && (!may(c, PERM_OUTBOUND_VIEW) || outbound_of(c, text, out, &n))
	    && (!may(c, PERM_SKU_VIEW) || skus_of(c, text, out))
	    && (!may(c, PERM_STORE_VIEW) || platform_skus_of(c, text, out));
}

/* ---- a list ------------------------------------------------------------------------------------------ */

/* Whether anything has exactly this number. */
static bool number_found(struct ctx *c, const char *no, struct found *out, bool *found)
{
	size_t n = 0, n_b2b = 0, n_tracking = 0, n_outbound = 0;

	*found = false;
	if (strlen(no) > NUMBER_MAX || strchr(no, '*'))
		return true;
	if (may(c, PERM_ORDER_VIEW)
	    && !(orders_where(c, (struct order_filter){ .kind = ORDER_B2C, .order_no = no }, out, &n)
		 && (n || orders_where(c, (struct order_filter){ .kind = ORDER_B2B, .order_no = no }, out, &n_b2b))
		 && (n || n_b2b || orders_where(c, (struct order_filter){ .tracking_no = no }, out, &n_tracking))))
		return false;
	if (!(n || n_b2b || n_tracking) && may(c, PERM_OUTBOUND_VIEW) && !outbound_of(c, no, out, &n_outbound))
		return false;
	*found = n || n_b2b || n_tracking || n_outbound;
	return true;
}

static bool search_list(struct ctx *c, const struct words *w, struct found *out)
{
	if (w->n > SEARCH_LIST_MOST)
		return problem_field(c, "q", "too_many", "must name at most %d numbers", SEARCH_LIST_MOST);
	out->not_found = NEW_N(c->arena, const char *, w->n);
	for (size_t i = 0; i < w->n; i++) {
		bool found;

		if (!number_found(c, w->list[i], out, &found))
			return false;
		if (!found)
			out->not_found[out->n_not_found++] = w->list[i];
	}
	return true;
}

bool search(struct ctx *c, const struct search_query *in, struct found *out)
{
	struct words w = words_of(c, in->q);

	*out = (struct found){
		.orders = NEW_N(c->arena, struct order, SEARCH_MOST),
		.outbound = NEW_N(c->arena, struct outbound, SEARCH_MOST),
	};
	if (!w.n)
		return true;
	return w.n == 1 ? search_one(c, w.list[0], out) : search_list(c, &w, out);
}
