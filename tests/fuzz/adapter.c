/* A platform's adapter against a shop of the fuzzer's making; built once for every folder of backend/src/platform, which
 * ADAPTER names. The input is a chain of bodies, parted by NUL, and at its end what is asked and how the shop answers. */
#include "fuzz/fuzz.h"
#include "lib/secret.h"
#include "model/acknowledgement.h"
#include "platform/platform.h"

enum { STEPS_MAX = 60, CONTROL = 4 };
#define SHOP "https://shop.example"

static const int statuses[] = { 200, 200, 200, 201, 202, 204, 301, 400, 401, 403, 404, 409, 422, 429, 500, 503 };

static const struct platform_store store = { .id = 1, .customer_id = 1, .url = SHOP, .key = "key", .secret = "secret",
	.refresh_token = "refresh", .has_updated_filter = true };

static struct shipment_line shipped[] = { { .platform_line_id = "1", .quantity = 1, .platform_sku = "A", .product_id = "B0",
	.unit = "each", .unit_size = 1 } };
static struct shipment_purchase purchase = { .order_no = "PO1", .selling_party = "VENDOR", .ship_to_code = "FC1",
	.ship_from_code = "WH1", .ship_from_name = "Warehouse", .ship_from_country = "US", .weight_grams = 100 };
static const struct shipment shipment = { .platform_order_id = "11", .marker = "m-1", .tracking_no = "1Z", .carrier = "UPS",
	.shipped_at = { INT64_C(1790000000000000) }, .n_lines = 1, .lines = shipped, .final = true, .parcel_no = "P1", .purchase = &purchase };

static struct acknowledgement_line answered[] = {
	{ .platform_line_id = "1", .platform_sku = "A", .product_id = "B0", .unit = "each", .unit_size = 1, .ordered = 5, .accepted = 2,
	  .backordered = 2, .rejected = 1, .reason = "TemporarilyUnavailable", .unit_price = "1.50" },
	{ .platform_line_id = "2", .unit = "case", .unit_size = 6, .ordered = 1, .accepted = 1 },
};
static const struct acknowledgement acknowledgement = { .platform_order_id = "PO1", .order_no = "PO1", .marker = "m-2",
	.selling_party = "VENDOR", .currency = "USD", .revision = 1, .at = { INT64_C(1790000000000000) },
	.ship_at = { INT64_C(1790100000000000) }, .backorder_at = { INT64_C(1790900000000000) }, .n_lines = 2, .lines = answered };

/* Goes out as it is: nothing may break a line, and nobody but the shop may be asked. */
static void check_request(const struct http_request *r)
{
	MUST(r->method && r->url && r->n_headers <= 8);
	MUST(strncmp(r->url, "https://", 8) == 0 && strlen(r->url) < 64 * 1024);
	for (const char *p = r->url; *p; p++)
		MUST((unsigned char)*p > 0x20 && (unsigned char)*p < 0x7f);
	for (size_t i = 0; i < r->n_headers; i++)
		MUST(r->headers[i].value && !strpbrk(r->headers[i].value, "\r\n"));
}

static void check_page(const struct step *s)
{
	MUST(!s->next_cursor || strlen(s->next_cursor) <= 4096);
	for (size_t i = 0; i < s->n_orders; i++) {
		const struct incoming_order *o = &s->orders[i];

		MUST(o->platform_order_id || o->order_no || o->refusal);
		if (o->refusal_code)
			continue;
		MUST(o->platform_order_id && o->order_no && o->state >= 0 && o->state < INCOMING_STATES && o->raw.data);
		for (size_t k = 0; k < o->n_lines; k++)
			MUST(o->lines[k].platform_line_id && o->lines[k].quantity >= 0);
	}
	for (size_t i = 0; i < s->n_skus; i++)
		MUST(s->skus[i].sku_key && s->skus[i].name);
}

static struct http_answer answer_of(struct ctx *c, const uint8_t **data, size_t *n, unsigned status)
{
	const uint8_t     *end = *n ? memchr(*data, 0, *n) : NULL;
	const size_t       len = end ? (size_t)(end - *data) : *n;
	struct http_answer a = { .failure = HTTP_ANSWERED, .status = statuses[status % 16], .body_len = len };

	a.body = arena_strndup(c->arena, (const char *)*data, len);
	a.headers = NEW(c->arena, struct http_header);
	a.headers[0] = (struct http_header){ "content-type", status & 16 ? "text/html" : "application/json" };
	a.n_headers = 1;
	*data += end ? len + 1 : len;
	*n -= end ? len + 1 : len;
	return a;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct ctx              c = fuzz_begin();
	const struct platform  *p = platform_named(ADAPTER);
	const char             *numbers[] = { "1001", "R-1002" };
	struct platform_store   s = store;
	struct platform_args    args = { .from = { INT64_C(1789000000000000) }, .to = { INT64_C(1790000000000000) }, .n_numbers = 2,
		.numbers = numbers, .platform_order_id = "11", .shipment = &shipment,
		.acknowledgement = &acknowledgement };
	static const char *const strategies[] = { "note", "fulfillments", "tracking", "advanced_tracking", "unheard", NULL, "note", "note" };
	const enum platform_op  op = (enum platform_op)(fuzz_choice(data, &n) % OPS);
	const unsigned          status = fuzz_choice(data, &n), later = fuzz_choice(data, &n), how = fuzz_choice(data, &n);
	struct http_answer      answer;
	struct step             step;

	MUST(p && secret_start());
	s.strategy = strategies[how & 7];
	s.has_updated_filter = how & 8;
	s.session = how & 32 ? "session" : NULL;
	args.platform_ref = how & 64 ? "reference" : NULL;
	args.by = how & 16 ? WINDOW_CREATED : WINDOW_UPDATED;
	s.session = how & 32 ? NULL : "session";
	args.platform_ref = how & 64 ? NULL : "T-1";
	args.waited_s = how & 128 ? 3600 : 0;
	step = p->next(&c, op, &s, &args, NULL, NULL);
	for (int i = 0; i < STEPS_MAX; i++) {
		MUST(c.problem.code == PROBLEM_NONE || step.kind == STEP_ERROR);
		if (step.kind == STEP_REQUEST) {
			check_request(&step.request);
			answer = answer_of(&c, &data, &n, i ? later : status);
			step = p->next(&c, op, &s, &args, step.state, &answer);
			s.session = step.session ? step.session : s.session;
		} else if (step.kind == STEP_PAGE) {
			check_page(&step);
			if (!step.next_cursor || !n)
				return 0;
			args.cursor = step.next_cursor;
			step = p->next(&c, op, &s, &args, NULL, NULL);
		} else {
			MUST(step.kind == STEP_DONE || (step.error.class > CLASS_NONE && step.error.class < CLASSES));
			return 0;
		}
	}
	return 0;
}
