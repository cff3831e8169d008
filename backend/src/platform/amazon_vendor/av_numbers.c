/* There is no call for many numbers: each is asked for by itself and is a page of its own. */
#include "base/buf.h"
#include "platform/amazon_vendor/av_answer.h"
#include "platform/amazon_vendor/av_fetch.h"
#include "platform/amazon_vendor/av_orders.h"
#include "platform/amazon_vendor/av_request.h"

#include <string.h>

static bool place_read(struct ctx *c, const struct platform_args *args, size_t *at)
{
	int64_t i;

	*at = 0;
	if (!args->cursor)
		return true;
	if (!json_int(json_member(av_own(c, args->cursor), "at"), &i) || i < 0 || (uint64_t)i > args->n_numbers)
		return false;
	*at = (size_t)i;
	return true;
}

static bool came_before(const struct platform_args *args, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (strcmp(args->numbers[i], args->numbers[at]) == 0)
			return true;
	return false;
}

/* What needs no asking: numbers that came before, and those that cannot be numbers of purchase orders. */
static size_t skip(const struct platform_args *args, size_t at, struct step *page)
{
	for (; at < args->n_numbers; at++) {
		if (came_before(args, at))
			continue;
		if (av_is_number(args->numbers[at]))
			break;
		page->missing[page->n_missing++] = args->numbers[at];
	}
	return at;
}

static struct step page(struct ctx *c, const struct platform_args *args, size_t at, const struct http_answer *a, const struct step *found,
	const char *missing)
{
	struct step page = { .kind = STEP_PAGE, .missing = NEW_N(c->arena, const char *, args->n_numbers + 1) };

	if (a)
		page.server_time = a->date;
	if (found) {
		page.n_orders = found->n_orders;
		page.orders = found->orders;
	}
	if (missing)
		page.missing[page.n_missing++] = missing;
	at = skip(args, at, &page);
	if (at < args->n_numbers)
		page.next_cursor = arena_printf(c->arena, "{\"at\":%zu}", at);
	return page;
}

struct step av_get_orders(struct ctx *c, const struct platform_store *s, const struct platform_args *args,
	const struct json *state, const struct http_answer *a)
{
	size_t      at;
	struct step step;

	if (!place_read(c, args, &at))
		return av_no(CLASS_PERMANENT, "bad_cursor", "The place where the list was left is lost");
	if (at == args->n_numbers || (!a && (!av_is_number(args->numbers[at]) || came_before(args, at))))
		return page(c, args, at, NULL, NULL, NULL);
	if (!a)
		return av_fetch_begin(c, s, args->numbers[at]);
	step = av_fetch_next(c, s, state, a);
	if (step.kind == STEP_PAGE)
		return page(c, args, at + 1, a, &step, NULL);
	/* A number of another form than Amazon's is refused, not missed. */
	if (step.kind == STEP_ERROR && (step.error.class == CLASS_NOT_FOUND || step.error.class == CLASS_VALIDATION))
		return page(c, args, at + 1, a, NULL, args->numbers[at]);
	return step;
}

struct step av_get_order(struct ctx *c, const struct platform_store *s, const struct platform_args *args,
	const struct json *state, const struct http_answer *a)
{
	return a ? av_fetch_next(c, s, state, a) : av_fetch_begin(c, s, args->platform_order_id);
}
