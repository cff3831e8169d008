/* gwms-practice: shops in memory that speak WooCommerce's wire format and vendor accounts that speak
 * Amazon's, to try everything offline and to test against. See practice/serve.h for what answers and practice/server.h for the sockets. */
#include "base/log.h"
#include "lib/shape.h"
#include "practice/serve.h"
#include "practice/server.h"

#include <stdio.h>

struct practice_config {
	const char *address;
	int32_t port;
	int64_t seed, order_every_s;
};

static const struct field config_fields[] = {
	FIELD(struct practice_config, address, "GWMS_PRACTICE_ADDRESS", .max = 15),
	FIELD(struct practice_config, port, "GWMS_PRACTICE_PORT", .max = 65535),
	FIELD(struct practice_config, seed, "GWMS_PRACTICE_SEED"),
	FIELD(struct practice_config, order_every_s, "GWMS_PRACTICE_ORDER_EVERY_S", .max = 86400), FIELD_END
};
static const struct shape config_shape = SHAPE(struct practice_config, config_fields);

static bool read_config(struct arena *a, struct practice_config *config)
{
	struct ctx c = { .arena = a };

	if (shape_parse_env(&c, &config_shape, config))
		return true;
	for (size_t i = 0; i < c.problem.n_fields; i++)
		fprintf(stderr, "gwms-practice: %s %s\n", c.problem.fields[i].field, c.problem.fields[i].detail);
	return false;
}

static int run(struct arena *arena)
{
	struct world           world = { .arena = arena };
	struct practice_config config = { .address = "127.0.0.1", .port = 18080, .seed = 1 };
	char                   why[200] = "cannot start";
	struct server         *server;
	int                    port;

	if (!read_config(arena, &config))
		return 1;
	port = config.port;
	server = server_open(&world, config.address, &port, why, sizeof why);
	if (!server) {
		fprintf(stderr, "gwms-practice: %s\n", why);
		return 1;
	}
	world.seed = (uint64_t)config.seed;
	world.base_url = arena_printf(arena, "http://%s:%d", config.address, port);
	practice_open(&world, config.order_every_s);
	printf("practice store on %s\n", world.base_url);
	fflush(stdout);
	server_run(server);
	server_close(server);
	while (world.shops)
		world_shop_drop(&world, world.shops);
	return 0;
}

int main(void)
{
	enum { WORLD_LIMIT = 64 * 1024 * 1024 };
	struct arena *arena = arena_new(WORLD_LIMIT);
	int           code;

	log_open("gwms-practice");
	code = run(arena);
	arena_free(arena);
	return code;
}
