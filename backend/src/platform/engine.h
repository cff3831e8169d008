#pragma once
#include "platform/platform.h"

/* The one engine that drives every adapter: it sends the requests an adapter asks for, one after the
 * other, and owns what is hard to get right twice: limits, what a lost call means, and the log. It
 * reaches no database; what needs one comes in through the hooks. */

/* One request as it is logged and shown: a path template, never a query, a body or an id of a buyer. */
struct platform_call {
	enum platform_op op;
	const char *method, *path;
	bool        is_write;
	int         status; /* 0: no answer came */
	int64_t     ms;
	size_t      sent_bytes, received_bytes; /* of the bodies */
	const char *platform_request_id;        /* as the platform named it, or NULL */
	const char *words;                      /* why there was no answer, or NULL */
};

/* Each may be NULL. */
struct platform_hooks {
	/* Asked before each request: takes one from the store's bucket and, before a write, makes sure
	 * that the lease outlasts the call. False ends the run without sending: with *wait_s > 0 as
	 * CLASS_RATE_LIMITED for so long, else as stopped. */
	bool (*may_send)(void *arg, bool is_write, int *wait_s);
	/* Told after each request, answered or not; the texts last until it returns. */
	void (*on_request)(void *arg, const struct platform_call *call);
	/* Asked about once a second during a call; false aborts it. */
	bool (*keep_going)(void *arg);
	void *arg;
};

/* At most so many requests and so many bytes of answers in one run, so that neither a mistake in an
 * adapter nor a hostile shop goes on for ever. A caller with many order numbers asks for a few dozen at a time. */
enum { PLATFORM_REQUESTS_MAX = 200, PLATFORM_ANSWERS_MAX = 64 * 1024 * 1024 };

/* Runs `op` to its end; the result lives in the context's arena. True with a STEP_PAGE or STEP_DONE in *out (its server_time is that of the
 * last answer that named one), false with a STEP_ERROR: an answer to act upon, not a problem of the
 * context. Either way *out has the session that this run was given, in memory that is wiped with the context, and the
 * slowest rate that an answer allowed. What the adapter never has to judge:
 *  - no connection                        CLASS_TRANSIENT, no_effect
 *  - a read without a whole answer        CLASS_TRANSIENT, no_effect (as every failed read)
 *  - a write without a whole answer       CLASS_UNCERTAIN
 *  - an address our own rules forbid      CLASS_PERMANENT, code "store_address_refused"
 *  - an answer over the limits            CLASS_PERMANENT; CLASS_UNCERTAIN when it was a write's
 *  - keep_going said no                   CLASS_TRANSIENT with `stopped`; CLASS_UNCERTAIN with it when a
 *                                         write may have left
 *  - 429, or 503 to a read that says when CLASS_RATE_LIMITED, with the time; without one, what the rate allows
 *  - a request beside the store's address (and the platform's also_url) CLASS_PERMANENT: credentials go nowhere else
 * A redirect is not followed; it reaches the adapter, which names its target by http_redirect_host.
 * Once a write of this run was answered, a later failure that would be CLASS_TRANSIENT is
 * CLASS_UNCERTAIN and no failure is no_effect: something did happen, look before you write again. */
bool platform_run(struct ctx *c, struct http_client *client, const struct platform *platform, enum platform_op op,
	const struct platform_store *store, const struct platform_args *args, const struct platform_hooks *hooks,
	struct step *out);

/* What a class means to whoever runs the work. */
struct platform_class_rule {
	enum problem_code problem; /* as a problem, an exception, a job's reason */
	bool retried;      /* run again by itself */
	bool uses_try;     /* false: put back without using up one of the tries */
	bool look_first;   /* OP_FIND_SHIP before it is sent again */
	bool pauses_store; /* every lane of the store waits: until the time given, or until a person acts */
};
extern const struct platform_class_rule platform_class_rules[CLASSES];
enum problem_code platform_class_problem(enum platform_class class);

/* The error as the problem of the context, in the platform's words. Always returns false. */
bool platform_problem(struct ctx *c, const struct platform_error *error);
