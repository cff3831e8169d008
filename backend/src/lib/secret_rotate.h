#pragma once
#include "base/ctx.h"

/* Keys in turn. Each of jwt.keys, box.keys and seal.key may hold several keys, the first is used and all are good, so a new
 * one comes in three steps with a restart of all programs after each: it is added (everybody can open with it), it is used
 * (everybody locks with it), and when nothing is left that needs an old one, those are dropped. Which is the new one stands
 * in the file `rotation` of the folder while it lasts. Each step may be interrupted and run again. */

/* Adds a new key to each file, as the last. A rotation that is under way already is left as it is. */
MUST_CHECK bool secret_rotation_add(struct ctx *c, const char *dir);
/* Puts the new keys first, and seal.pub with it. Problem: action_not_allowed (none was added). */
MUST_CHECK bool secret_rotation_use(struct ctx *c, const char *dir);
/* Leaves the new keys alone. Whether rows need the old ones is for the caller to know. Problem: action_not_allowed (the new
 * ones are not in use, or not for as long as an access token may live). */
MUST_CHECK bool secret_rotation_drop(struct ctx *c, const char *dir);
