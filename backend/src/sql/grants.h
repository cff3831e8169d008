#pragma once
#include "base/ctx.h"

/* The rights of the two programs on the database: each has a user of its own that may do what it does and no more. Neither
 * may change the schema, read a file or see the server's users; the API may not read what is sealed for the workers, and
 * nobody may change or take back a line of the timeline. See grants.c for who may what. */
enum grants_program { GRANTS_API, GRANTS_WORKER };

struct grants_user {
	const char *name, *host, *password;
};

/* Makes the user when there is none, sets its password, and gives it exactly the rights of that program on the tables there
 * are: what is missing first, then what is too much goes (on tables, schemas and the server), so that the program may be at
 * work meanwhile. For the administrator's connection, after each migration. Problems: invalid (a name or password that is none),
 * unavailable. */
MUST_CHECK bool grants_make(struct ctx *c, enum grants_program program, const struct grants_user *user);
