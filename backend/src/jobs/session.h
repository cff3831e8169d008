#pragma once
#include "base/ctx.h"
#include "platform/platform.h"

/* Access tokens of stores, kept by this process from one job to the next, in memory that is locked and wiped. A token
 * belongs to a store and the credentials it was given for: with new credentials it is not found. */

/* The store's token that is still good, or NULL. It lasts until the next call to this module. */
const char *session_of(struct ctx *c, const struct platform_store *s);
/* Keeps it for good_s seconds, less what a call may take. */
void session_keep(struct ctx *c, const struct platform_store *s, const char *token, int good_s);
/* The platform does not take it any more. */
void session_drop(const struct platform_store *s);
