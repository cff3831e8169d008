/* PDF labels of self-pickup orders. The bytes go through piece by piece, in both directions. */
#include "api/api.h"

#include "domain/label.h"

static bool show(struct req *r)
{
	struct label l;

	return req_no_query(r) && label_get(r->ctx, r->id, &l) && answer_shape(r, 200, &label_shape, &l);
}

/* ---- in ------------------------------------------------------------------------------------------------ */

static bool receive(struct req *r, struct label_upload *u)
{
	char *piece = arena_alloc(r->ctx->arena, LABEL_PIECE);

	for (size_t left = r->in->body_len; left > 0;) {
		const size_t n = left < LABEL_PIECE ? left : LABEL_PIECE;

		if (fcgi_read(piece, n) != n)
			return problem(r->ctx, PROBLEM_MALFORMED, "the file is shorter than its Content-Length");
		if (!label_upload_add(r->ctx, u, piece, n))
			return false;
		left -= n;
	}
	return fcgi_read(piece, 1) == 0 || problem(r->ctx, PROBLEM_MALFORMED, "the file is longer than its Content-Length");
}

static bool accept(struct req *r)
{
	struct label l;
	uint64_t     id;

	return label_accept(r->ctx, r->received, &id) && label_get(r->ctx, id, &l) && answer_shape(r, 201, &label_shape, &l);
}

static bool upload(struct req *r)
{
	struct label_name    in = { 0 };
	struct label_upload *u = NULL;
	struct bytes         hash;
	bool                 ok;

	if (!req_query(r, &label_name_shape, &in) || !req_stream(r, "application/pdf", LABEL_MIN_BYTES, LABEL_MAX_BYTES))
		return false;
	ok = label_upload_begin(r->ctx, in.file_name, &u) && receive(r, u) && label_upload_end(r->ctx, u, &hash);
	r->received = u;
	ok = ok && req_keyed(r, hash, accept);
	if (u)
		label_upload_drop(r->ctx, u);
	return ok;
}

/* ---- out ------------------------------------------------------------------------------------------------ */

struct sending {
	struct ctx  *c;
	struct ctx   piece; /* the lifetime of the piece in hand */
	struct label label;
	int64_t      position;
};

static bool next_piece(void *arg, const char **piece, size_t *n)
{
	struct sending *s = arg;
	struct bytes    data;

	if (s->position)
		ctx_end(&s->piece);
	s->piece = ctx_begin(s->c);
	if (!label_piece(&s->piece, &s->label, s->position++, &data)) {
		problem_take(s->c, &s->piece);
		return false;
	}
	*piece = data.data;
	*n = data.len;
	return true;
}

static void end_piece(void *arg)
{
	struct sending *s = arg;

	if (s->position)
		ctx_end(&s->piece);
}

static bool file(struct req *r)
{
	struct sending *s = NEW(r->ctx->arena, struct sending);
	const char     *name;

	s->c = r->ctx;
	if (!req_no_query(r) || !label_open(r->ctx, r->id, &s->label))
		return false;
	arena_defer(r->ctx->arena, end_piece, s);
	name = s->label.outbound_no ? arena_printf(r->ctx->arena, "label-%s.pdf", s->label.outbound_no)
		: arena_printf(r->ctx->arena, "label-%llu.pdf", (unsigned long long)r->id);
	return answer_stream(r, "application/pdf", name, (size_t)s->label.size_bytes, next_piece, s);
}

const struct route label_routes[] = {
	{ HTTP_POST, "/api/v1/labels",          PERM_ORDER_DISPATCH, upload, ROUTE_STREAM },
	{ HTTP_GET,  "/api/v1/labels/:id",      PERM_OUTBOUND_VIEW,  show,   0            },
	{ HTTP_GET,  "/api/v1/labels/:id/file", PERM_OUTBOUND_VIEW,  file,   0            },
	{ 0 }
};
