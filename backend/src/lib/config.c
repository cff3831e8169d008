/* The environment through a shape. A variable that is set but empty is absent. */
#include "lib/config.h"

#include "lib/secret.h"
#include "lib/shape.h"

#include <string.h>
#include <unistd.h>

enum { PATH_BYTES = 1000, NAME_BYTES = 64, SECRET_BYTES = 4096, LIST_BYTES = 4000 };

static const struct field config_fields[] = {
	FIELD(struct config, db.socket, "GWMS_DB_SOCKET", .max = 107), /* what a socket's address holds */
	FIELD(struct config, db.host, "GWMS_DB_HOST", .max = LIST_BYTES),
	FIELD(struct config, db.port, "GWMS_DB_PORT", .min = 1, .max = 65535, .fallback = 3306),
	FIELD(struct config, db.user, "GWMS_DB_USER", .max = 128),
	FIELD(struct config, db.password, "GWMS_DB_PASSWORD", .flags = FIELD_SECRET, .max = SECRET_BYTES),
	FIELD(struct config, db.name, "GWMS_DB_NAME", .max = NAME_BYTES),
	FIELD(struct config, db.tls_ca, "GWMS_DB_TLS_CA", .max = PATH_BYTES),
	FIELD(struct config, db.tls_cert, "GWMS_DB_TLS_CERT", .max = PATH_BYTES),
	FIELD(struct config, db.tls_key, "GWMS_DB_TLS_KEY", .max = PATH_BYTES),
	FIELD(struct config, db_api_user, "GWMS_DB_API_USER", .max = 80),
	FIELD(struct config, db_api_password, "GWMS_DB_API_PASSWORD", .flags = FIELD_SECRET, .max = 255),
	FIELD(struct config, db_worker_user, "GWMS_DB_WORKER_USER", .max = 80),
	FIELD(struct config, db_worker_password, "GWMS_DB_WORKER_PASSWORD", .flags = FIELD_SECRET, .max = 255),
	FIELD(struct config, keys_dir, "GWMS_KEYS_DIR", .max = PATH_BYTES),
	FIELD(struct config, sql_dir, "GWMS_SQL_DIR", .max = PATH_BYTES),
	FIELD(struct config, jwt_keys, "GWMS_JWT_KEYS", .flags = FIELD_SECRET, .max = SECRET_BYTES),
	FIELD(struct config, origin, "GWMS_ORIGIN", .max = 255),
	FIELD(struct config, allow_private_stores, "GWMS_ALLOW_PRIVATE_STORES", .max = LIST_BYTES),
	FIELD(struct config, metrics_file, "GWMS_METRICS_FILE", .max = PATH_BYTES),
	FIELD(struct config, lease_s, "GWMS_LEASE_S", .min = 2, .max = 3600, .fallback = 60),
	FIELD(struct config, poll_s, "GWMS_POLL_S", .min = 1, .max = 3600, .fallback = 30),
	FIELD(struct config, practice_password, "GWMS_PRACTICE_PASSWORD", .flags = FIELD_SECRET, .min = 10, .max = 128),
	FIELD(struct config, practice_url, "GWMS_PRACTICE_URL", .max = 255),
	FIELD_END
};
static const struct shape config_shape = SHAPE(struct config, config_fields);

static const struct config defaults = {
	.db = { .user = "gwms", .name = "gwms" },
	.keys_dir = "var/keys",
	.sql_dir = "sql",
	.origin = "http://127.0.0.1:8080",
	.practice_password = "practice-makes-perfect",
};

/* Only the API signs and checks tokens, and `gwms-admin keys-init` runs before there are any, so a
 * file that this process may not read is not a fault here: token_keys_new says what is missing. */
static bool jwt_keys_from_file(struct ctx *c, struct config *out)
{
	const char *path = arena_printf(c->arena, "%s/jwt.keys", out->keys_dir);

	if (out->jwt_keys || access(path, R_OK) != 0)
		return true;
	out->jwt_keys = secret_file(c, out->keys_dir, "jwt.keys");
	return out->jwt_keys != NULL;
}

/* An address as a browser sends it in Origin: scheme, host, maybe a port, and nothing behind. */
static bool origin_is_bare(struct ctx *c, const struct config *out)
{
	const char *host = strncmp(out->origin, "https://", 8) == 0 ? out->origin + 8
		: strncmp(out->origin, "http://", 7) == 0 ? out->origin + 7 : NULL;

	return (host && *host && !strpbrk(host, "/?#@ ,"))
	    || problem_field(c, "GWMS_ORIGIN", "malformed", "must be like https://orders.example.com, without a path");
}

bool config_read(struct ctx *c, struct config *out)
{
	*out = defaults;
	return shape_parse_env(c, &config_shape, out) && origin_is_bare(c, out) && jwt_keys_from_file(c, out);
}
