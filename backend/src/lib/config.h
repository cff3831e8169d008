#pragma once
#include "lib/db.h"

/* The settings of all programs, read from the environment in one place. README has the same table. */
struct config {
	struct db_config db;                   /* GWMS_DB_SOCKET, or GWMS_DB_HOST and GWMS_DB_PORT; USER, PASSWORD, NAME; TLS_CA, TLS_CERT, TLS_KEY */
	const char      *db_api_user, *db_api_password;       /* GWMS_DB_API_USER, GWMS_DB_API_PASSWORD: made by gwms-admin grants */
	const char      *db_worker_user, *db_worker_password; /* GWMS_DB_WORKER_USER, GWMS_DB_WORKER_PASSWORD */
	const char      *keys_dir;             /* GWMS_KEYS_DIR: the folder of jwt.keys, seal.pub and seal.key */
	const char      *sql_dir;              /* GWMS_SQL_DIR: the folder of the migrations */
	const char      *jwt_keys;             /* GWMS_JWT_KEYS, else what jwt.keys of keys_dir says; NULL when neither can be read */
	const char      *origin;               /* GWMS_ORIGIN: the page's own address, without a slash at its end */
	const char      *allow_private_stores; /* GWMS_ALLOW_PRIVATE_STORES: address:port pairs, for practice; else NULL */
	const char      *metrics_file;         /* GWMS_METRICS_FILE: where the processes of a host count together; else NULL */
	int32_t          lease_s;              /* GWMS_LEASE_S: how long a job is a worker's without a sign of life */
	int32_t          poll_s;               /* GWMS_POLL_S: a platform that takes a writeback and answers later is asked after so long, then ever less often */
	const char      *practice_password;    /* GWMS_PRACTICE_PASSWORD: of the practice logins */
	const char      *practice_url;         /* GWMS_PRACTICE_URL: where the practice store answers; NULL without one */
};

/* Problem: invalid, naming the variables; its detail names the first. Texts live in the arena. */
MUST_CHECK bool config_read(struct ctx *c, struct config *out);
