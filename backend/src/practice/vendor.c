/* A vendor account's memory, and how its writes are worked: taken in at once, judged later. */
#include "practice/vendor.h"
#include "practice/list.h"

#include <ctype.h>
#include <string.h>

const char *const po_state_names[] = { "New", "Acknowledged", "Closed", NULL };
const char *const po_type_names[] = { "RegularOrder", "ConsignedOrder", "NewProductIntroduction", "RushOrder", NULL };
const char *const po_unit_names[] = { "Eaches", "Cases", NULL };
const char *const transaction_status_names[] = { "Processing", "Success", "Failure", NULL };
const char *const vendor_effect_names[] = { "acknowledgement", "shipment", NULL };

/* Amazon's vendor codes are five capitals: of harbor-vendor it is HARBO. */
static const char *code_of(struct shop *s)
{
	char  *code = arena_strdup(s->arena, "VNDOR");
	size_t n = 0;

	for (const char *p = s->name; *p && n < 5; p++)
		if (isalnum((unsigned char)*p))
			code[n++] = (char)toupper((unsigned char)*p);
	return code;
}

void vendor_open(struct shop *s)
{
	struct vendor *v = NEW(s->arena, struct vendor);

	v->client_id = arena_printf(s->arena, "amzn1.application-oa2-client.practice-%s", s->name);
	v->client_secret = arena_printf(s->arena, "amzn1.oa2-cs.v1.practice-%s", s->name);
	v->refresh_token = arena_printf(s->arena, "Atzr|practice-%s", s->name);
	v->code = code_of(s);
	v->token_lifetime_s = 3600;
	v->acknowledge_within_s = 24 * 3600;
	v->refill_ms = 100;
	v->burst = 10;
	s->vendor = v;
}

struct po *vendor_po(const struct shop *s, const char *number)
{
	for (size_t i = 0; number && i < s->vendor->orders.n; i++)
		if (strcmp(s->vendor->orders.items[i]->number, number) == 0)
			return s->vendor->orders.items[i];
	return NULL;
}

struct po_item *po_item_named(const struct po *po, const char *sequence)
{
	size_t zeros = sequence ? strspn(sequence, "0") : 0;

	for (size_t i = 0; sequence && i < po->items.n; i++)
		if (strcmp(po->items.items[i].sequence, sequence + zeros) == 0)
			return &po->items.items[i];
	return NULL;
}

struct transaction *vendor_transaction(const struct shop *s, const char *id)
{
	for (size_t i = 0; i < s->vendor->transactions.n; i++)
		if (strcmp(s->vendor->transactions.items[i]->id, id) == 0)
			return s->vendor->transactions.items[i];
	return NULL;
}

struct vendor_shipment *vendor_shipment(const struct shop *s, const char *id)
{
	for (size_t i = 0; i < s->vendor->shipments.n; i++)
		if (strcmp(s->vendor->shipments.items[i].id, id) == 0)
			return &s->vendor->shipments.items[i];
	return NULL;
}

const char *vendor_guid(struct shop *s, struct arena *a)
{
	return arena_printf(a, "%08llx-%04llx-%04llx-%04llx-%012llx", (unsigned long long)shop_random(s, UINT64_C(1) << 32),
		(unsigned long long)shop_random(s, 1 << 16), (unsigned long long)shop_random(s, 1 << 16),
		(unsigned long long)shop_random(s, 1 << 16), (unsigned long long)shop_random(s, UINT64_C(1) << 48));
}

struct instant vendor_now(void)
{
	struct instant now = instant_now();

	now.us -= now.us % INSTANT_SECOND;
	return now;
}

void vendor_record(struct shop *s, enum vendor_effect effect, const char *order, const char *reference, const char *detail)
{
	struct vendor_entry *e = LIST_ADD(s->arena, &s->vendor->ledger);

	e->seq = (int64_t)s->vendor->ledger.n;
	e->at = instant_now();
	e->effect = effect;
	e->order = shop_text(s, order);
	e->reference = shop_text(s, reference);
	e->detail = shop_text(s, detail);
}

/* ---- transactions ---------------------------------------------------------------------------- */

void vendor_fail(struct shop *s, struct transaction *t, const char *where, const char *format, ...)
{
	struct vendor_error *e = LIST_ADD(s->arena, &t->errors);
	va_list              args;

	va_start(args, format);
	e->message = arena_vprintf(s->arena, format, args);
	va_end(args);
	e->details = shop_text(s, where);
}

/* The JSON was read once when it came in, so reading it again cannot fail. */
static void judge(struct shop *s, struct transaction *t)
{
	enum { JUDGE_LIMIT = 256 * 1024 * 1024 };
	struct ctx         c = { .arena = arena_new(JUDGE_LIMIT) };
	const struct json *body = json_parse(&c, t->body, strlen(t->body), &json_platform);

	if (t->kind == EFFECT_ACKNOWLEDGEMENT)
		vendor_work_acknowledgements(s, t, &c, body);
	else
		vendor_work_shipments(s, t, &c, body);
	arena_free(c.arena);
}

static void work(struct shop *s, struct transaction *t)
{
	t->over = true;
	judge(s, t);
	if (t->fate == FATE_SUCCESS)
		t->status = t->errors.n ? TRANSACTION_FAILURE : TRANSACTION_SUCCESS;
}

static void fail_as_told(struct shop *s, struct transaction *t, const struct transaction_weather *w)
{
	t->code = shop_text(s, w->code && *w->code ? w->code : "InvalidInput");
	vendor_fail(s, t, "", "%s", w->message && *w->message ? w->message : "The submission could not be processed.");
}

/* Unless something holds it up still. A failure that was told has its words ready. */
static void go_on(struct shop *s, struct transaction *t)
{
	if (t->over || t->polls_left > 0 || t->due.us > instant_now().us)
		return;
	if (t->fate == FATE_FAILURE) {
		t->over = true;
		t->status = TRANSACTION_FAILURE;
	} else {
		work(s, t);
	}
}

struct transaction *vendor_take_in(struct shop *s, enum vendor_effect kind, const char *body, const struct transaction_weather *w)
{
	struct transaction *t = NEW(s->arena, struct transaction);
	struct civil        now = instant_civil(instant_now());

	*LIST_ADD(s->arena, &s->vendor->transactions) = t;
	t->id = arena_printf(s->arena, "%04d%02d%02d%02d%02d%02d-%s", now.year, now.month, now.day, now.hour, now.minute, now.second,
		vendor_guid(s, s->arena));
	t->kind = kind;
	t->body = shop_text(s, body);
	t->at = instant_now();
	t->code = "InvalidInput";
	t->fate = w->fate;
	t->polls_left = w->polls;
	if (w->seconds)
		t->due = instant_plus_s(t->at, w->seconds);
	if (w->fate == FATE_FAILURE)
		fail_as_told(s, t, w);
	else if (w->fate == FATE_LOST)
		t->over = true;
	go_on(s, t);
	return t;
}

void vendor_polled(struct shop *s, struct transaction *t)
{
	go_on(s, t);
	if (t->polls_left > 0)
		t->polls_left--;
}

struct instant vendor_tick(struct shop *s)
{
	struct vendor *v = s->vendor;
	struct instant next = { 0 };

	while (v->n_over < v->transactions.n && v->transactions.items[v->n_over]->over)
		v->n_over++;
	for (size_t i = v->n_over; i < v->transactions.n; i++) {
		struct transaction *t = v->transactions.items[i];

		go_on(s, t);
		if (!t->over && !t->polls_left && (!next.us || t->due.us < next.us))
			next = t->due;
	}
	return next;
}
