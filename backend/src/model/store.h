#pragma once
#include "base/value.h"
#include "lib/shape.h"
#include "model/order_state.h"

/* One account of a customer on a platform. */
enum store_status { STORE_UNTESTED, STORE_AUTHORISED, STORE_EXPIRED, STORE_DISABLED };
extern const char *const store_status_names[];
enum store_health { HEALTH_UNKNOWN, HEALTH_GOOD, HEALTH_TROUBLED, HEALTH_DOWN };
extern const char *const store_health_names[];
enum store_test { TEST_NONE, TEST_QUEUED, TEST_RUNNING, TEST_PASSED, TEST_FAILED };
extern const char *const store_test_names[];

struct store {
	uint64_t       id, customer_id;
	const char    *platform;
	int32_t        kind;   /* enum order_kind */
	const char    *name, *url;
	int32_t        status; /* enum store_status */
	struct bytes   credentials; /* sealed; read by workers alone */
	struct instant authorised_at, expires_at;
	const char    *writeback_strategy;
	bool           has_updated_filter;
	int32_t        health; /* enum store_health */
	const char    *health_detail;
	struct instant health_since;
	int64_t        clock_skew_s;
	int32_t        test_state; /* enum store_test */
	struct instant test_at;
	const char    *test_steps; /* JSON array */
	int64_t        sync_every_s, first_days;
	int64_t        confirm_threshold; /* percent of what is ordered that the buyer wants accepted; 0: none */
	struct instant next_sync_at, last_sync_at, covered_to;
	int64_t        version;
	const char    *warning; /* joined by domain/store */
};
extern const struct shape store_shape; /* rows, and the contract's Store */

/* Of every platform; which of them one wants is data (model/platform_kind.c). */
struct credentials {
	const char *consumer_key, *consumer_secret;
	const char *client_id, *client_secret, *refresh_token;
};
struct add_store {
	const char *name, *platform, *url;
	struct credentials *credentials; /* NULL with `consent` */
	bool consent;                    /* the shop's consent screen brings them */
};
extern const struct shape add_store_shape;
struct authorize_store {
	struct credentials *credentials;
};
extern const struct shape authorize_store_shape;
/* Filled with what stands before the body is read over it. */
struct change_store {
	const char *name;
	bool        enabled;
	int64_t     sync_every_s;
	int64_t     confirm_threshold;
};
extern const struct shape change_store_shape;

/* Payload of the jobs that are about one store. */
struct store_ref {
	uint64_t store_id;
};
extern const struct shape store_ref_shape;
