/* The control page. Its scripts and style are files of their own, so nothing inline is allowed. */
#include "practice/page.h"

#include <string.h>

extern const unsigned char _binary_control_html_start[], _binary_control_html_end[];
extern const unsigned char _binary_control_css_start[], _binary_control_css_end[];
extern const unsigned char _binary_control_js_start[], _binary_control_js_end[];
extern const unsigned char _binary_base_js_start[], _binary_base_js_end[];
extern const unsigned char _binary_shops_js_start[], _binary_shops_js_end[];
extern const unsigned char _binary_vendors_js_start[], _binary_vendors_js_end[];

static const struct {
	const char          *path, *type;
	const unsigned char *start, *end;
} files[] = {
	{ "/", "text/html; charset=UTF-8", _binary_control_html_start, _binary_control_html_end },
	{ "/control.css", "text/css; charset=UTF-8", _binary_control_css_start, _binary_control_css_end },
	{ "/control.js", "text/javascript; charset=UTF-8", _binary_control_js_start, _binary_control_js_end },
	{ "/base.js", "text/javascript; charset=UTF-8", _binary_base_js_start, _binary_base_js_end },
	{ "/shops.js", "text/javascript; charset=UTF-8", _binary_shops_js_start, _binary_shops_js_end },
	{ "/vendors.js", "text/javascript; charset=UTF-8", _binary_vendors_js_start, _binary_vendors_js_end },
};

static void answer(struct call *k, int status, const char *type, const char *text, size_t n)
{
	k->reply.status = status;
	k->reply.content_type = type;
	k->reply.body = buf_new(k->ctx.arena, n + 1);
	buf_add(&k->reply.body, text, n);
	reply_header(k, "X-Content-Type-Options", "nosniff");
	reply_header(k, "Cache-Control", "no-cache");
}

void page_not_found(struct call *k)
{
	static const char text[] = "There is no such shop or page here. The control page is at /.\n";

	answer(k, 404, "text/plain; charset=UTF-8", text, sizeof text - 1);
}

void page_serve(struct call *k)
{
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		if (call_reads(k) && strcmp(files[i].path, k->path) == 0) {
			answer(k, 200, files[i].type, (const char *)files[i].start, (size_t)(files[i].end - files[i].start));
			reply_header(k, "Content-Security-Policy",
				"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
				"base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
			reply_header(k, "Referrer-Policy", "no-referrer");
			return;
		}
	page_not_found(k);
}
