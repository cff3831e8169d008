/* How a call is put together. */
#include "platform/amazon_vendor/av_request.h"
#include "base/buf.h"

#include <assert.h>
#include <string.h>

void av_with(struct av_call *call, const char *name, const char *value)
{
	assert(call->n < AV_PARAMS_MAX);
	call->params[call->n++] = (struct av_param){ name, value };
}

bool av_is_number(const char *text)
{
	size_t n = text ? strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") : 0;

	return n > 0 && n <= 100 && text[n] == '\0';
}

void av_encode(struct buf *to, const char *text)
{
	static const char hex[] = "0123456789ABCDEF";

	for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
		bool plain = (*p >= '0' && *p <= '9') || ((*p | 0x20) >= 'a' && (*p | 0x20) <= 'z') || strchr("-._~", *p);

		if (plain) {
			buf_putc(to, (char)*p);
		} else {
			char code[3] = { '%', hex[*p >> 4], hex[*p & 15] };

			buf_add(to, code, sizeof code);
		}
	}
}

char *av_time(struct ctx *c, struct instant t)
{
	return instant_text(c->arena, (struct instant){ t.us - t.us % INSTANT_SECOND });
}

struct step av_request(struct ctx *c, const struct platform_store *s, const struct av_call *call, const char *state)
{
	const char *hole = strstr(call->route, "{id}");
	struct buf  url = buf_new(c->arena, 256);

	assert(!hole || av_is_number(call->id));
	buf_puts(&url, s->url);
	if (hole)
		buf_printf(&url, "%.*s%s%s", (int)(hole - call->route), call->route, call->id, hole + 4);
	else
		buf_puts(&url, call->route);
	for (size_t i = 0; i < call->n; i++) {
		buf_putc(&url, i ? '&' : '?');
		av_encode(&url, call->params[i].name);
		buf_putc(&url, '=');
		av_encode(&url, call->params[i].value);
	}
	return (struct step){
		.kind = STEP_REQUEST,
		.request = { .method = call->body ? "POST" : "GET", .url = url.text, .body = call->body },
		.request_is_write = call->body != NULL,
		.path_template = call->route,
		.state = state,
	};
}

static void add_header(struct http_request *r, const char *name, const char *value)
{
	assert(r->n_headers < sizeof r->headers / sizeof *r->headers);
	r->headers[r->n_headers++] = (struct http_header){ name, value };
}

void av_dress(struct ctx *c, struct step *step, const char *token)
{
	struct civil now = instant_civil(instant_now());

	if (token)
		add_header(&step->request, "x-amz-access-token", token);
	add_header(&step->request, "x-amz-date", arena_printf(c->arena, "%04d%02d%02dT%02d%02d%02dZ", now.year, now.month, now.day,
		now.hour, now.minute, now.second));
	add_header(&step->request, "user-agent", "GWMS-Platform-Orders/1.0 (Language=C; Platform=Linux)");
}
