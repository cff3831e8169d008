/* Waves: outbound orders that are picked in one walk. */
#include "api/api.h"

#include "domain/wave.h"

static bool list(struct req *r)
{
	struct wave_filter f = { 0 };
	struct page_end    end = { 0 };
	struct wave       *rows;
	size_t             n;

	return req_query(r, &wave_filter_shape, &f)
	    && wave_page(r->ctx, &f, &rows, &n, &end)
	    && answer_page(r, &wave_shape, rows, n, &end);
}

static bool answer_wave(struct req *r, int status, uint64_t id)
{
	struct wave_detail out;

	return wave_get(r->ctx, id, &out) && answer_shape(r, status, &wave_detail_shape, &out);
}

static bool show(struct req *r)
{
	return req_no_query(r) && answer_wave(r, 200, r->id);
}

static bool add(struct req *r)
{
	struct add_wave in = { 0 };
	uint64_t        id;

	return req_body(r, &add_wave_shape, &in)
	    && wave_add(r->ctx, &in, &id)
	    && answer_wave(r, 201, id);
}

static bool pick(struct req *r)
{
	return req_no_body(r)
	    && wave_pick(r->ctx, r->id)
	    && answer_wave(r, 200, r->id);
}

const struct route wave_routes[] = {
	{ HTTP_GET,  "/api/v1/waves",          PERM_OUTBOUND_WORK, list, 0 },
	{ HTTP_POST, "/api/v1/waves",          PERM_OUTBOUND_WORK, add,  0 },
	{ HTTP_GET,  "/api/v1/waves/:id",      PERM_OUTBOUND_WORK, show, 0 },
	{ HTTP_POST, "/api/v1/waves/:id/pick", PERM_OUTBOUND_WORK, pick, 0 },
	{ 0 }
};
