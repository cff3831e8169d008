#pragma once
#include "lib/db.h"
#include "lib/shape.h"

/* Where a store's platform calls us, as people see it. */
struct store_hook {
	uint64_t       store_id, customer_id;
	const char    *platform, *store_name, *store_status;
	bool           supported;  /* the platform of the store has such calls, and we understand them */
	const char    *topics;     /* JSON array: what to register there */
	const char    *address;    /* NULL while there is none */
	struct instant secret_at, secret_before_until;
	int64_t        received_n;
	int64_t        version;    /* 0 while there is no address */
	struct instant last_received_at, last_repeat_at;
	const char    *last_topic;
	/* never written out */
	const char    *hook_key, *secret_key, *secret_before_key;
	struct bytes   secret, secret_before;
};
extern const struct shape store_hook_shape;

/* `secret` is NULL when it cannot be shown again. */
struct new_store_hook {
	const struct store_hook *webhook;
	const char              *secret;
};
extern const struct shape new_store_hook_shape;

/* One call, as it came. */
struct hook_call {
	const char *key;         /* of the address */
	const char *signature, *topic, *delivery, *content_type; /* headers, NULL when they did not come */
	const char *body;
	size_t      body_len;
};
