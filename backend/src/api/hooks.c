/* What platforms call, outside of the API's contract: each body has its platform's format, and proves itself by what is
 * in it. */
#include "api/api.h"

#include "domain/consent.h"
#include "domain/store_hook.h"
#include "lib/json.h"

enum { CONSENT_BYTES_MAX = 16 * 1024 };

/* {"key_id":1,"user_id":"<state>","consumer_key":"ck_…","consumer_secret":"cs_…","key_permissions":"read_write"}; a
 * shop that is not answered 200 takes its key back and tells the person so. */
static bool woocommerce_consent(struct req *r)
{
	struct consent_keys in;
	const struct json *j;
	const char *text;
	size_t n;

	if (!req_no_query(r) || !req_text(r, "application/json", &text, &n))
		return false;
	if (n > CONSENT_BYTES_MAX)
		return problem(r->ctx, PROBLEM_BODY_TOO_LARGE, "the body is larger than %d KiB", CONSENT_BYTES_MAX / 1024);
	j = json_parse(r->ctx, text, n, &json_request);
	if (!j)
		return false;
	in = (struct consent_keys){
		.state = json_scalar(json_member(j, "user_id")),
		.consumer_key = json_text(json_member(j, "consumer_key")),
		.consumer_secret = json_text(json_member(j, "consumer_secret")),
	};
	if (!consent_take(r->ctx, r->api->seal, &in))
		return false;
	r->out.status = 200;
	return true;
}

/* A call of a store's platform: proved by its signature, answered at once, worked in a job. */
static bool receive(struct req *r)
{
	const struct hook_call call = {
		.key = r->key,
		.signature = r->in->hook_signature,
		.topic = r->in->hook_topic,
		.delivery = r->in->hook_delivery,
		.content_type = r->in->content_type,
		.body = r->in->body ? r->in->body : "",
		.body_len = r->in->body_len,
	};

	if (r->in->body_large)
		return problem(r->ctx, PROBLEM_BODY_TOO_LARGE, "the body is larger than %zu KiB", route_body_limit(r->route) / 1024);
	if (r->in->body_short)
		return problem(r->ctx, PROBLEM_MALFORMED, "the body is shorter than its Content-Length");
	if (!hook_receive(r->ctx, r->api->box, &call))
		return false;
	r->out.status = 200;
	return true;
}

const struct route hook_routes[] = {
	{ HTTP_POST, "/hooks/woocommerce/consent", PERM_NONE, woocommerce_consent, ROUTE_NO_KEY },
	{ HTTP_POST, "/hooks/:key",                PERM_NONE, receive,             ROUTE_NO_KEY | ROUTE_HOOK },
	{ 0 }
};
