/* Send, ask the adapter, send again. What a failed call means is decided here, once, by one question:
 * may the other side have acted on it? Each answer is read in a context of its own, dropped when the
 * next one comes, so that two hundred large answers cost the memory of one. */
#include "platform/engine.h"
#include "lib/secret.h"

enum { RATE_MILLI_MAX = 1000 * 1000, RATE_LIMITED_MAX_S = 3600 };

struct run {
	struct ctx                    c; /* of the turn */
	const struct ctx             *parent;
	struct http_client           *client;
	const struct platform        *platform;
	enum platform_op              op;
	struct platform_store         store; /* with the session that the run was given */
	const struct platform_args   *args;
	const struct platform_hooks  *hooks;
	int            session_s;   /* 0: none was given */
	int            rate_milli;
	unsigned       requests;
	size_t         received;
	bool           wrote;       /* an earlier write of this run may have had its effect */
	bool           last_wrote;  /* the last request was a write, and may have */
	struct instant server_time;
};

/* ---- what a class means */

const struct platform_class_rule platform_class_rules[CLASSES] = {
	/*                       problem                          retried uses_try look_first pauses_store */
	[CLASS_NONE] =         { PROBLEM_NONE,                    false,  false,   false,     false },
	[CLASS_AUTH_EXPIRED] = { PROBLEM_PLATFORM_AUTH_EXPIRED,   true,   false,   false,     true },
	[CLASS_PERMISSION] =   { PROBLEM_PLATFORM_PERMISSION,     false,  true,    false,     false },
	[CLASS_RATE_LIMITED] = { PROBLEM_PLATFORM_RATE_LIMITED,   true,   false,   false,     true },
	[CLASS_TRANSIENT] =    { PROBLEM_PLATFORM_SILENT,         true,   true,    false,     false },
	[CLASS_UNCERTAIN] =    { PROBLEM_WRITEBACK_UNCERTAIN,     true,   true,    true,      false },
	[CLASS_NOT_FOUND] =    { PROBLEM_NOT_ON_PLATFORM,         false,  true,    false,     false },
	[CLASS_VALIDATION] =   { PROBLEM_PLATFORM_REFUSED,        false,  true,    false,     false },
	[CLASS_CONFLICT] =     { PROBLEM_PLATFORM_CONFLICT,       false,  true,    false,     false },
	[CLASS_UNSUPPORTED] =  { PROBLEM_PLATFORM_UNSUPPORTED,    false,  true,    false,     false },
	[CLASS_PERMANENT] =    { PROBLEM_PLATFORM_REFUSED,        false,  true,    false,     false },
};

enum problem_code platform_class_problem(enum platform_class class)
{
	return platform_class_rules[class].problem;
}

static const char address_refused[] = "store_address_refused", too_large[] = "answer_too_large";

bool platform_problem(struct ctx *c, const struct platform_error *e)
{
	enum problem_code code = platform_class_problem(e->class);

	if (e->class == CLASS_PERMANENT && e->code && strcmp(e->code, address_refused) == 0)
		code = PROBLEM_STORE_ADDRESS_REFUSED;
	else if (e->class == CLASS_PERMANENT
		 && ((e->http_status >= 200 && e->http_status < 300) || (e->code && strcmp(e->code, too_large) == 0)))
		code = PROBLEM_PLATFORM_UNREADABLE;
	problem(c, code, "%s", e->words && *e->words ? e->words : problem_kinds[code].title);
	if (c->problem.code == code && !c->problem.retry_after_s)
		c->problem.retry_after_s = e->retry_after_s;
	return false;
}

/* ---- one request */

static struct step error_step(enum platform_class class, const char *code, const char *words)
{
	return (struct step){ .kind = STEP_ERROR, .error = { .class = class, .code = code, .words = words } };
}

static struct step stopped_step(bool no_effect)
{
	struct step s = error_step(CLASS_TRANSIENT, NULL, "The work was stopped on our side and goes on later");

	s.error.no_effect = no_effect;
	s.error.stopped = true;
	return s;
}

static bool goes_on(struct run *r)
{
	return !r->hooks->keep_going || r->hooks->keep_going(r->hooks->arg);
}

static bool is_below(const char *base, const char *url)
{
	size_t n = strlen(base);

	return strncmp(url, base, n) == 0 && (url[n] == '/' || url[n] == '?' || url[n] == '\0');
}

/* Credentials go to the shop they were entered for: an adapter's request lies below its address, or below the one
 * other that the platform itself has. */
static bool is_at_store(const struct run *r, const char *url)
{
	return !r->store.url || is_below(r->store.url, url) || (r->platform->also_url && is_below(r->platform->also_url, url));
}

/* Whether the request may be sent; if not, *out says why. */
static bool may_send(struct run *r, const struct step *ask, struct step *out)
{
	int wait_s = 0;

	if (r->requests == PLATFORM_REQUESTS_MAX)
		*out = error_step(CLASS_PERMANENT, "too_many_requests", "The platform was asked too often for one piece of work");
	else if (r->received > PLATFORM_ANSWERS_MAX)
		*out = error_step(CLASS_PERMANENT, too_large, "The platform's answers are too large");
	else if (!is_at_store(r, ask->request.url))
		*out = error_step(CLASS_PERMANENT, address_refused, "The request would have gone to another address than the store's");
	else if (!goes_on(r))
		*out = stopped_step(true);
	else if (!r->hooks->may_send || r->hooks->may_send(r->hooks->arg, ask->request_is_write, &wait_s))
		return true;
	else if (wait_s > 0) {
		*out = error_step(CLASS_RATE_LIMITED, NULL, "The store's calls are spread over time; it goes on by itself");
		out->error.retry_after_s = wait_s;
	} else
		*out = stopped_step(true);
	out->error.no_effect = true;
	return false;
}

/* Requests per 1000 s that the answer allows; 0: it does not say. */
static int rate_of(const struct platform *platform, const struct http_answer *a)
{
	const char  *text = platform->rate_header ? http_header_of(a, platform->rate_header) : NULL;
	struct money per_second;

	if (!money_parse(text, &per_second) || per_second.e4 < 10)
		return 0;
	return per_second.e4 / 10 > RATE_MILLI_MAX ? RATE_MILLI_MAX : (int)(per_second.e4 / 10);
}

/* A store has one bucket for all it is asked, so the slowest of what it is asked counts. */
static void note_rate(struct run *r, const struct http_answer *a)
{
	int milli = rate_of(r->platform, a);

	if (milli && (!r->rate_milli || milli < r->rate_milli))
		r->rate_milli = milli;
}

/* Told to slow down and not for how long: the time of one request, and up to as much again, so that
 * those who were told so at once do not come back at once. */
static int spread_wait_s(const struct run *r)
{
	int milli = r->rate_milli ? r->rate_milli : r->store.rate_milli ? r->store.rate_milli : r->platform->rate_milli;
	int one_s = milli ? (1000 + milli - 1) / milli : 0;

	if (one_s > RATE_LIMITED_MAX_S)
		return RATE_LIMITED_MAX_S;
	return one_s ? one_s + (int)random_below((uint32_t)one_s + 1) : 0;
}

/* A call without a whole answer, or with one that no adapter needs to see. False: it is for the adapter. */
static bool settled(const struct run *r, const struct http_answer *a, bool is_write, struct step *out)
{
	bool lost_write = is_write && a->may_have_left;

	switch (a->failure) {
	case HTTP_ANSWERED:
		if (a->status != 429 && (a->status != 503 || is_write || !a->retry_after_s))
			return false;
		*out = error_step(CLASS_RATE_LIMITED, NULL, a->status == 429 ? "The platform asks us to slow down"
			: "The platform is not available now and says when to come again");
		out->error.no_effect = true;
		break;
	case HTTP_REFUSED: *out = error_step(CLASS_PERMANENT, address_refused, a->failure_words); break;
	case HTTP_NOT_SENT:
	case HTTP_LOST: *out = error_step(lost_write ? CLASS_UNCERTAIN : CLASS_TRANSIENT, NULL, a->failure_words); break;
	case HTTP_TOO_LARGE:
		*out = error_step(lost_write ? CLASS_UNCERTAIN : CLASS_PERMANENT, too_large, a->failure_words);
		break;
	case HTTP_STOPPED:
		*out = stopped_step(false);
		if (lost_write)
			out->error.class = CLASS_UNCERTAIN;
		break;
	}
	if (a->failure != HTTP_ANSWERED)
		out->error.no_effect = !lost_write;
	out->error.http_status = a->status;
	out->error.retry_after_s = a->retry_after_s;
	if (out->error.class == CLASS_RATE_LIMITED && !a->retry_after_s)
		out->error.retry_after_s = spread_wait_s(r);
	return true;
}

static const char *request_id_of(const struct http_answer *a)
{
	static const char *const names[] = { "x-request-id", "x-amzn-requestid", "x-correlation-id", NULL };
	const char *id = NULL;

	for (const char *const *name = names; *name && !id; name++)
		id = http_header_of(a, *name);
	return id && strlen(id) <= 100 ? id : NULL;
}

static void tell(struct run *r, const struct step *ask, const struct http_answer *a, const struct step *next)
{
	const struct http_request *request = &ask->request;

	if (!r->hooks->on_request)
		return;
	r->hooks->on_request(r->hooks->arg, &(struct platform_call){
		.op = r->op,
		.method = request->method,
		.path = ask->path_template ? ask->path_template : "",
		.is_write = ask->request_is_write,
		.status = a->status,
		.ms = a->ms,
		.sent_bytes = request->body ? strlen(request->body) : 0,
		.received_bytes = a->body_len,
		.platform_request_id = request_id_of(a),
		.words = a->failure_words ? a->failure_words : next->kind == STEP_ERROR ? next->error.words : NULL,
	});
}

/* An adapter's own error, made whole. What a write's answer leaves in doubt is never "transient". */
static void complete(struct step *s, const struct http_answer *a, bool is_write)
{
	struct platform_error *e = &s->error;

	if (s->kind != STEP_ERROR)
		return;
	if (!e->http_status)
		e->http_status = a->status;
	if (!e->retry_after_s)
		e->retry_after_s = a->retry_after_s;
	if (!is_write)
		e->no_effect = true;
	else if (e->class == CLASS_TRANSIENT && !e->no_effect)
		e->class = CLASS_UNCERTAIN;
}

static struct step next_step(struct run *r, const struct step *ask)
{
	struct http_answer a;
	struct step        next;

	r->wrote = r->wrote || r->last_wrote;
	r->last_wrote = false;
	if (!may_send(r, ask, &next))
		return next;
	r->requests++;
	a = http_send(&r->c, r->client, &ask->request, r->hooks->keep_going, r->hooks->arg);
	r->received += a.body_len;
	r->last_wrote = ask->request_is_write && a.may_have_left && !(a.status >= 400 && a.status < 500);
	if (a.date.us)
		r->server_time = a.date;
	note_rate(r, &a);
	if (!settled(r, &a, ask->request_is_write, &next)) {
		next = r->platform->next(&r->c, r->op, &r->store, r->args, ask->state, &a);
		complete(&next, &a, ask->request_is_write);
	}
	tell(r, ask, &a, &next);
	return next;
}

/* Keys are left where they are: in memory that is wiped. */
static const char *kept(struct run *r, const char *text)
{
	const struct platform_store *s = &r->store;

	return text == s->key || text == s->secret || text == s->session ? text : arena_strdup(r->c.arena, text);
}

static const char *kept_secret(struct arena *a, const char *text)
{
	size_t n = strlen(text) + 1;

	return memcpy(secret_alloc(a, n), text, n);
}

/* What the platform gave us for the calls to come outlives the turn. */
static void keep_session(struct run *r, struct step *s)
{
	const char *given = s->session;

	if (!given)
		return;
	s->session = r->store.session = kept_secret(r->parent->arena, given);
	r->session_s = s->session_s;
	for (size_t i = 0; i < s->request.n_headers; i++)
		if (s->request.headers[i].value == given)
			s->request.headers[i].value = s->session;
}

/* Starts a turn with what it needs of the turn before, whose memory then goes. */
static void turn(struct run *r, struct step *ask)
{
	struct ctx before = r->c;
	struct http_request *request = &ask->request;

	r->c = ctx_begin(r->parent);
	request->method = kept(r, request->method);
	request->url = kept(r, request->url);
	for (size_t i = 0; i < request->n_headers; i++)
		request->headers[i] = (struct http_header){ kept(r, request->headers[i].name), kept(r, request->headers[i].value) };
	request->user = kept(r, request->user);
	request->password = kept(r, request->password);
	request->body = request->body && request->has_keys ? kept_secret(r->c.arena, request->body) : kept(r, request->body);
	ask->path_template = kept(r, ask->path_template);
	ask->state = kept(r, ask->state);
	ctx_end(&before);
}

static void close_arena(void *arena)
{
	arena_free(arena);
}

bool platform_run(struct ctx *c, struct http_client *client, const struct platform *platform, enum platform_op op,
	const struct platform_store *store, const struct platform_args *args, const struct platform_hooks *hooks,
	struct step *out)
{
	static const struct platform_hooks none = { 0 };
	struct run r = { .c = ctx_begin(c), .parent = c, .client = client, .platform = platform, .op = op, .store = *store, .args = args,
		.hooks = hooks ? hooks : &none };
	struct step s = platform->next(&r.c, op, &r.store, args, NULL, NULL);

	while (s.kind == STEP_REQUEST) {
		struct step ask = s;

		turn(&r, &ask);
		s = next_step(&r, &ask);
		keep_session(&r, &s);
	}
	arena_defer(c->arena, close_arena, r.c.arena); /* the result lives there */
	/* The last request was judged with its own answer; this is about the writes before it. */
	if (s.kind == STEP_ERROR && r.wrote) {
		s.error.no_effect = false;
		if (s.error.class == CLASS_TRANSIENT)
			s.error.class = CLASS_UNCERTAIN;
	}
	if (!s.server_time.us)
		s.server_time = r.server_time;
	s.session = r.session_s ? r.store.session : NULL;
	s.session_s = r.session_s;
	s.rate_milli = r.rate_milli;
	*out = s;
	return s.kind != STEP_ERROR;
}
