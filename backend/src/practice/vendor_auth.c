/* Login with Amazon: refresh tokens become access tokens, and calls are known by them. */
#include "practice/list.h"
#include "practice/vendor_api.h"
#include "practice/wire.h"

#include <string.h>

static void refuse(struct call *k, int status, const char *error, const char *description)
{
	struct buf *b = vendor_answer(k, status);

	buf_puts(b, "{\"error_description\":");
	buf_json(b, description);
	buf_printf(b, ",\"error\":\"%s\",\"request_id\":\"%s\"}", error, vendor_guid(k->shop, k->ctx.arena));
}

static const char *form_value(struct call *form, const char *name)
{
	const char *value = call_param(form, name);

	return value && *value ? value : NULL;
}

static const struct vendor_token *new_token(struct shop *s)
{
	struct vendor       *v = s->vendor;
	struct vendor_token *t;
	struct instant       now = instant_now();
	size_t               kept = 0;

	/* An hour after its end nobody asks for one any more. */
	for (size_t i = 0; i < v->tokens.n; i++)
		if (v->tokens.items[i].expires.us + 3600 * INSTANT_SECOND > now.us)
			v->tokens.items[kept++] = v->tokens.items[i];
	v->tokens.n = kept;
	t = LIST_ADD(s->arena, &v->tokens);
	t->text = arena_printf(s->arena, "Atza|%s%s", vendor_guid(s, s->arena), vendor_guid(s, s->arena));
	t->expires = instant_plus_s(now, v->token_lifetime_s);
	return t;
}

static void grant(struct call *k)
{
	const struct vendor       *v = k->shop->vendor;
	const struct vendor_token *t = new_token(k->shop);
	struct buf                *b = vendor_answer(k, 200);

	buf_puts(b, "{\"access_token\":");
	buf_json(b, t->text);
	buf_puts(b, ",\"refresh_token\":");
	buf_json(b, v->refresh_token);
	buf_printf(b, ",\"token_type\":\"bearer\",\"expires_in\":%lld}", (long long)v->token_lifetime_s);
	reply_header(k, "Cache-Control", "no-store");
}

/* Its form is read like a query. */
void vendor_token(struct call *k)
{
	static const char *const needed[] = { "grant_type", "refresh_token", "client_id", "client_secret", NULL };
	const struct vendor *v = k->shop->vendor;
	struct call          form = { .ctx = k->ctx };

	if (!k->content_type || strncmp(k->content_type, "application/x-www-form-urlencoded", 33) != 0)
		return refuse(k, 400, "invalid_request", "Content-Type must be application/x-www-form-urlencoded");
	call_target(&form, arena_printf(k->ctx.arena, "?%s", k->body.text ? k->body.text : ""));
	for (const char *const *name = needed; *name; name++)
		if (!form_value(&form, *name))
			return refuse(k, 400, "invalid_request",
				arena_printf(k->ctx.arena, "The request is missing a required parameter : %s", *name));
	if (strcmp(form_value(&form, "grant_type"), "refresh_token") != 0)
		return refuse(k, 400, "unsupported_grant_type", "The authorization grant type is not supported by the authorization server");
	if (strcmp(form_value(&form, "client_id"), v->client_id) != 0
	    || strcmp(form_value(&form, "client_secret"), v->client_secret) != 0)
		return refuse(k, 401, "invalid_client", "Client authentication failed");
	if (v->revoked || strcmp(form_value(&form, "refresh_token"), v->refresh_token) != 0)
		return refuse(k, 400, "invalid_grant", "The request has an invalid grant parameter : refresh_token. User may have revoked or"
			" didn't grant the permission.");
	grant(k);
}

bool vendor_known(struct call *k)
{
	const struct vendor *v = k->shop->vendor;
	const char          *why = k->access_token ? "The access token you provided is revoked, malformed or invalid."
	                                           : "Access token is missing in the request header.";

	for (size_t i = 0; k->access_token && !v->revoked && i < v->tokens.n; i++) {
		if (strcmp(v->tokens.items[i].text, k->access_token) != 0)
			continue;
		if (v->tokens.items[i].expires.us > instant_now().us)
			return true;
		why = "The access token you provided has expired.";
	}
	vendor_error(k, 403, "Unauthorized", why);
	return false;
}
