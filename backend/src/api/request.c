/* Reading a request and building its answer. */
#include "api/request.h"

#include "lib/json.h"

#include <string.h>

enum { HOOK_BYTES_MAX = 256 * 1024 };

/* Without parameters, or with the only charset there is. */
static bool is_type(const char *type, const char *wanted)
{
	size_t n = strlen(wanted);

	if (!type || strncasecmp(type, wanted, n) != 0)
		return false;
	type += n;
	while (*type == ' ')
		type++;
	return *type == '\0' || strncasecmp(type, ";charset=utf-8", strlen(";charset=utf-8")) == 0
	    || strncasecmp(type, "; charset=utf-8", strlen("; charset=utf-8")) == 0;
}

size_t route_body_limit(const struct route *route)
{
	if (route && route->flags & ROUTE_STREAM)
		return 0;
	if (route && route->flags & ROUTE_HOOK)
		return HOOK_BYTES_MAX;
	return route && route->flags & ROUTE_IMPORT ? json_import.size_bytes : json_request.size_bytes;
}

static bool body_read(struct req *r)
{
	if (r->in->body_large)
		return problem(r->ctx, PROBLEM_BODY_TOO_LARGE, "the body is larger than %zu KiB", route_body_limit(r->route) / 1024);
	if (r->in->body_short)
		return problem(r->ctx, PROBLEM_MALFORMED, "the body is shorter than its Content-Length");
	return true;
}

bool req_body(struct req *r, const struct shape *s, void *out)
{
	const struct json *j;

	if (!body_read(r))
		return false;
	if (r->in->body_len == 0)
		return problem(r->ctx, PROBLEM_MALFORMED, "a JSON body is needed");
	if (!is_type(r->in->content_type, "application/json"))
		return problem(r->ctx, PROBLEM_UNSUPPORTED_MEDIA, "the body must be application/json");
	j = json_parse(r->ctx, r->in->body, r->in->body_len, &json_request);
	if (!j)
		return false;
	if (json_type(j) != JSON_OBJECT)
		return problem(r->ctx, PROBLEM_MALFORMED, "the body must be a JSON object");
	return shape_parse(r->ctx, s, j, out);
}

bool req_text(struct req *r, const char *type, const char **text, size_t *n)
{
	if (!body_read(r))
		return false;
	if (r->in->body_len == 0)
		return problem(r->ctx, PROBLEM_MALFORMED, "the file is empty");
	if (!is_type(r->in->content_type, type))
		return problem(r->ctx, PROBLEM_UNSUPPORTED_MEDIA, "the body must be %s", type);
	*text = r->in->body;
	*n = r->in->body_len;
	return true;
}

bool req_stream(struct req *r, const char *type, size_t min_bytes, size_t max_bytes)
{
	if (r->in->body_short)
		return problem(r->ctx, PROBLEM_MALFORMED, "the Content-Length cannot be read");
	if (!is_type(r->in->content_type, type))
		return problem(r->ctx, PROBLEM_UNSUPPORTED_MEDIA, "the body must be %s", type);
	if (r->in->body_len > max_bytes)
		return problem(r->ctx, PROBLEM_BODY_TOO_LARGE, "the file is larger than %zu MiB", max_bytes >> 20);
	return r->in->body_len >= min_bytes
	    || problem(r->ctx, PROBLEM_MALFORMED, "the file must have at least %zu bytes, and its Content-Length must be said", min_bytes);
}

bool req_no_body(struct req *r)
{
	static const struct field none[] = { FIELD_END };
	static const struct shape empty = { 0, none };
	char nothing;

	if (!body_read(r))
		return false;
	return r->in->body_len == 0 || req_body(r, &empty, &nothing);
}

bool req_query(struct req *r, const struct shape *s, void *out)
{
	return shape_parse_query(r->ctx, s, r->in->query ? r->in->query : "", out);
}

bool req_no_query(struct req *r)
{
	static const struct field none[] = { FIELD_END };
	static const struct shape empty = { 0, none };
	char nothing;

	return req_query(r, &empty, &nothing);
}

bool answer_json(struct req *r, int status, const struct buf *body)
{
	r->out.status = status;
	r->out.content_type = "application/json";
	r->out.body = body->text;
	r->out.body_len = body->len;
	return true;
}

bool answer_shape(struct req *r, int status, const struct shape *s, const void *in)
{
	struct buf b = buf_new(r->ctx->arena, 4096);

	shape_emit(&b, s, in);
	return answer_json(r, status, &b);
}

bool answer_secret(struct req *r, int status, const struct shape *s, const void *shown, const void *kept)
{
	struct buf b = buf_new(r->ctx->arena, 1024);

	shape_emit(&b, s, kept);
	r->kept = (struct bytes){ b.text, b.len };
	return answer_shape(r, status, s, shown);
}

bool answer_items(struct req *r, int status, const struct shape *s, const void *items, size_t n)
{
	struct buf b = buf_new(r->ctx->arena, 4096);

	buf_puts(&b, "{\"items\":");
	shape_emit_list(&b, s, items, n);
	buf_putc(&b, '}');
	return answer_json(r, status, &b);
}

bool answer_page(struct req *r, const struct shape *s, const void *items, size_t n, const struct page_end *end)
{
	struct buf b = buf_new(r->ctx->arena, 32 * 1024);

	buf_puts(&b, "{\"items\":");
	shape_emit_list(&b, s, items, n);
	buf_puts(&b, ",\"nextCursor\":");
	buf_json(&b, end->next_cursor);
	buf_puts(&b, ",\"total\":");
	buf_uint(&b, end->total);
	buf_puts(&b, end->total_is_exact ? ",\"totalIsExact\":true}" : ",\"totalIsExact\":false}");
	return answer_json(r, 200, &b);
}

bool answer_file(struct req *r, const char *type, const char *name, const struct buf *body)
{
	answer_json(r, 200, body);
	r->out.content_type = type;
	return fcgi_header(&r->out, "Content-Disposition", arena_printf(r->ctx->arena, "attachment; filename=\"%s\"", name));
}

bool answer_stream(struct req *r, const char *type, const char *name, size_t n, bool (*more)(void *arg, const char **piece, size_t *n),
	void *arg)
{
	r->out.status = 200;
	r->out.content_type = type;
	r->out.body_len = n;
	r->out.more = more;
	r->out.more_arg = arg;
	return fcgi_header(&r->out, "Content-Disposition", arena_printf(r->ctx->arena, "attachment; filename=\"%s\"", name))
	    && fcgi_header(&r->out, "Content-Security-Policy", "default-src 'none'; sandbox");
}

bool answer_nothing(struct req *r)
{
	r->out.status = 204;
	return true;
}

void answer_version(struct req *r, int64_t version)
{
	r->etag = arena_printf(r->ctx->arena, "\"%lld\"", (long long)version);
}
