#pragma once
#include "practice/call.h"

/* The shop's consent screen, /{shop}/wc-auth/v1/…: Approve sends the shop's keys to the callback address before the
 * browser is sent back, Deny only sends it back. False when the request is for something else. */
bool consent_serve(struct call *k, const char *inside);
