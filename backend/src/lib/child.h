#pragma once
#include "base/ctx.h"

/* Another program, run as a child of this process for work on files from strangers: no shell, next to no
 * environment, no open files but its own, no network where the kernel grants us that, under limits, and killed when
 * its time is over or this process dies. */
struct child {
	const char *const *argv;         /* ends with NULL; argv[0] is a path */
	const char        *dir;          /* its working folder */
	int64_t            memory_bytes; /* address space */
	int64_t            file_bytes;   /* of each file it writes */
	int                cpu_s, wall_s;
	/* What it writes to its standard output, as it comes; NULL: goes nowhere. False: it is killed. */
	bool (*out)(void *arg, const char *piece, size_t n);
	/* Asked several times a second; false: it is killed. NULL: nobody is asked. */
	bool (*keep_going)(void *arg);
	void *out_arg, *keep_going_arg;
};

enum child_end {
	CHILD_EXITED,  /* with out->code */
	CHILD_LIMITED, /* by its CPU time, its file size, the time on the clock, or a signal of its own making */
	CHILD_STOPPED, /* keep_going said so */
	CHILD_HEARD,   /* `out` had enough */
};
struct child_result {
	enum child_end end;
	int            code;
};

/* Problem: internal when it cannot be started at all (the program is not there). */
MUST_CHECK bool child_run(struct ctx *c, const struct child *in, struct child_result *out);
