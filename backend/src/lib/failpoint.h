#pragma once
#include "base/ctx.h"

/* Places where a test makes this process fail: FP(c, "dispatch.after_reserve") stands between two statements and is true,
 * unless the folder that GWMS_FAILPOINTS names holds a file of that name. The file says what happens and at which hit
 * ("kill 1", "abort 2", "sleep=3000 1", "error=1213 1"), fires once, and is then renamed to NAME.fired, so that a test can
 * tell that the fault happened. error=… is what the database would answer, and happens inside transactions alone.
 * Programs that are shipped (built without GWMS_TEST) have none of it. */
#ifdef GWMS_TEST
MUST_CHECK bool failpoint(struct ctx *c, const char *name);
#define FP(c, name) failpoint((c), "" name)
/* The same where there is nothing to refuse: between two transactions. */
#define FP_HERE(c, name) do { if (!failpoint((c), "" name)) abort(); } while (0)
#else
#define FP(c, name)      true
#define FP_HERE(c, name) ((void)0)
#endif
