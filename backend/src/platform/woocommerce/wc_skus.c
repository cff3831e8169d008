/* A variation carries the options alone ("L, Blau"), older shops not even those: its name is made of
 * its product's name and its options, as order lines show it. */
#include "platform/woocommerce/wc_skus.h"
#include "base/buf.h"
#include "platform/woocommerce/wc_answer.h"
#include "platform/woocommerce/wc_request.h"
#include "platform/woocommerce/wc_text.h"
#include "platform/woocommerce/wc_walk.h"

#include <string.h>

/* A group is a shelf of other products, an external product is sold elsewhere: neither is ever in an order. */
static const char *const unsold[] = { "grouped", "external" };

static const char *text_at(const struct json *j, const char *path)
{
	const char *text = json_scalar(json_path(j, path));

	return text && *text ? text : NULL;
}

static bool is_variable(const struct json *product)
{
	const char *type = json_text(json_member(product, "type"));

	return json_first(json_member(product, "variations")) || (type && strncmp(type, "variable", 8) == 0);
}

static bool is_sold(const struct json *product)
{
	const char *type = json_text(json_member(product, "type"));

	for (size_t i = 0; type && i < sizeof unsold / sizeof *unsold; i++)
		if (strcmp(type, unsold[i]) == 0)
			return false;
	return true;
}

static const char *name_of(struct ctx *c, const struct json *thing)
{
	const char *name = text_at(thing, "name");

	return name ? wc_decode(c->arena, name) : NULL;
}

static const char *image_of(const struct json *product)
{
	return text_at(json_first(json_member(product, "images")), "src");
}

static void read_product(struct ctx *c, const struct json *product, const char *id, struct incoming_sku *sku)
{
	const char *name = name_of(c, product);

	*sku = (struct incoming_sku){
		.sku_key = id,
		.platform_sku = text_at(product, "sku"),
		.name = name ? name : "(no name)",
		.image_url = image_of(product),
		.shippable = !json_true(json_member(product, "virtual")),
	};
}

/* `parent` is a state: its name is decoded already. */
static void read_variation(struct ctx *c, const struct json *variation, const char *product_id, const char *id,
	const struct json *parent, struct incoming_sku *sku)
{
	struct buf  name = buf_new(c->arena, 128);
	const char *parent_name = text_at(parent, "name"), *image = text_at(variation, "image.src"), *sep = " - ";

	buf_puts(&name, parent_name ? parent_name : "(no name)");
	for (const struct json *at = json_first(json_member(variation, "attributes")); at; at = json_next(at)) {
		const char *option = text_at(at, "option");

		buf_printf(&name, "%s%s", sep, option ? wc_decode(c->arena, option) : "any");
		sep = ", ";
	}
	*sku = (struct incoming_sku){
		.sku_key = arena_printf(c->arena, "%s:%s", product_id, id),
		.platform_sku = text_at(variation, "sku"),
		.name = name.text,
		.image_url = image ? image : text_at(parent, "image"),
		.shippable = !json_true(json_member(variation, "virtual")),
	};
}

static struct step page(struct ctx *c, const struct wc_walk *w, const struct http_answer *a, size_t n_unreadable)
{
	struct step step = { .kind = STEP_PAGE, .server_time = a->date };

	step.next_cursor = w->over && !w->n_later ? NULL : wc_walk_write(c, w);
	if (n_unreadable)
		step.note = arena_printf(c->arena, "Products left out because their id cannot be read: %zu", n_unreadable);
	return step;
}

/* ---- products -------------------------------------------------------------------------------- */

static struct step ask_products(struct ctx *c, const struct platform_store *s, const struct wc_walk *w)
{
	struct wc_call call = { .route = "wc/v3/products" };

	wc_walk_ask(c, w, &call.query);
	wc_with(&call.query, "status", "publish");
	return wc_request(c, s, &call, "{\"at\":\"products\"}");
}

static struct step products_came(struct ctx *c, const struct platform_store *s, struct wc_walk *w,
	const struct http_answer *a)
{
	struct platform_error e;
	const struct json    *rows = wc_read_list(c, s, a, &e);
	struct incoming_sku  *skus;
	bool                  fresh[WC_PAGE];
	size_t                n = 0, i = 0, n_unreadable = 0;
	struct step           step;

	if (!rows || !wc_walk_page(c, w, rows, http_header_of(a, "x-wp-total"), fresh, &e))
		return wc_error_step(e);
	skus = NEW_N(c->arena, struct incoming_sku, json_count(rows));
	for (const struct json *row = json_first(rows); row; row = json_next(row), i++) {
		const char *id = json_scalar(json_member(row, "id"));

		if (!wc_is_id(id))
			n_unreadable++;
		else if (fresh[i] && is_variable(row))
			w->later[w->n_later++] = id;
		else if (fresh[i] && is_sold(row))
			read_product(c, row, id, &skus[n++]);
	}
	step = page(c, w, a, n_unreadable);
	step.skus = skus;
	step.n_skus = n;
	return step;
}

/* ---- variations ------------------------------------------------------------------------------ */

/* First the product for its name, which is too long for a cursor, then its variations, a page of them a run;
 * `leg` counts those already read. */
static struct step ask_parent(struct ctx *c, const struct platform_store *s, const struct wc_walk *w)
{
	struct wc_call call = { .route = "wc/v3/products/{id}", .id = w->later[0] };

	wc_with(&call.query, "_fields", "id,name,images");
	return wc_request(c, s, &call, "{\"at\":\"parent\"}");
}

/* It was deleted since its page was listed: there is nothing left of it. */
static struct step parent_gone(struct ctx *c, struct wc_walk *w, const struct http_answer *a)
{
	wc_walk_later_done(w);
	w->leg = 0;
	return page(c, w, a, 0);
}

static struct step parent_came(struct ctx *c, const struct platform_store *s, struct wc_walk *w,
	const struct http_answer *a)
{
	struct wc_call       call = { .route = "wc/v3/products/{id}/variations", .id = w->later[0] };
	struct wc_walk       variations = { .offset = w->leg };
	struct platform_error e;
	const struct json    *parent = wc_read(c, s, a, &e);
	struct buf            state = buf_new(c->arena, 512);

	if (!parent)
		return e.class == CLASS_NOT_FOUND ? parent_gone(c, w, a) : wc_error_step(e);
	wc_walk_ask(c, &variations, &call.query);
	buf_puts(&state, "{\"at\":\"variations\",\"name\":");
	buf_json(&state, name_of(c, parent));
	buf_puts(&state, ",\"image\":");
	buf_json(&state, image_of(parent));
	buf_putc(&state, '}');
	return wc_request(c, s, &call, state.text);
}

static struct step variations_came(struct ctx *c, const struct platform_store *s, struct wc_walk *w,
	const struct json *parent, const struct http_answer *a)
{
	const char           *product_id = w->later[0];
	struct platform_error e;
	const struct json    *rows = wc_read_list(c, s, a, &e);
	struct incoming_sku  *skus;
	size_t                n = 0, n_rows = json_count(rows), n_unreadable = 0;
	struct step           step;

	if (!rows)
		return e.class == CLASS_NOT_FOUND ? parent_gone(c, w, a) : wc_error_step(e);
	skus = NEW_N(c->arena, struct incoming_sku, n_rows);
	for (const struct json *row = json_first(rows); row; row = json_next(row)) {
		const char *id = json_scalar(json_member(row, "id")), *status = json_text(json_member(row, "status"));

		if (!wc_is_id(id))
			n_unreadable++;
		else if (!status || strcmp(status, "publish") == 0)
			read_variation(c, row, product_id, id, parent, &skus[n++]);
	}
	w->leg += (int64_t)n_rows;
	if (n_rows < WC_PAGE) {
		wc_walk_later_done(w);
		w->leg = 0;
	}
	step = page(c, w, a, n_unreadable);
	step.skus = skus;
	step.n_skus = n;
	return step;
}

struct step wc_list_skus(struct ctx *c, const struct platform_store *s, const struct platform_args *args,
	const char *state, const struct http_answer *a)
{
	const struct json *was = wc_own(c, state);
	const char        *at = json_text(json_member(was, "at"));
	struct wc_walk    w;

	if (!wc_walk_read(c, args->cursor, &w))
		return wc_error_step(wc_error(CLASS_PERMANENT, "bad_cursor", "The place where the list was left is lost"));
	if (!a)
		return w.n_later ? ask_parent(c, s, &w) : ask_products(c, s, &w);
	if (strcmp(at, "parent") == 0)
		return parent_came(c, s, &w, a);
	if (strcmp(at, "variations") == 0)
		return variations_came(c, s, &w, was, a);
	return products_came(c, s, &w, a);
}
