#pragma once
#include "base/ctx.h"

/* A script in steps: statements parted by a ';' at the end of a line (a '-- comment' may follow it).
 * Strings, quoted names and comments may hold anything. */
struct script_step {
	const char *text; /* without the ';' and without comments in front */
	size_t      len;
};
/* Moves *at behind the next step; false at the end. */
bool script_next(const char **at, struct script_step *step);

/* Runs one step as it is: the server is asked to do whatever the script says. Nothing that came in
 * from outside may be in it. */
MUST_CHECK bool script_run(struct ctx *c, struct script_step step);
/* The text of a script's file; NULL with a problem (unavailable) when it cannot be read or is not text. */
char *script_file(struct ctx *c, const char *dir, const char *name);
