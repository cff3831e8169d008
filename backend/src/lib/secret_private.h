#pragma once
#include "lib/secret.h"

/* Shared by the files of secrets: the key files and what is done to them. */

/* Records "path: what" as PROBLEM_UNAVAILABLE and returns false. */
bool secret_file_problem(struct ctx *c, const char *path, const char *what);
/* Writes, flushes to the disk and makes it readable for its owner alone; false with errno. */
bool secret_write_whole(int fd, const char *text, size_t n);
/* Head and key in base64, as one line in wiped memory. */
char *secret_key_line(struct ctx *c, const char *head, const unsigned char *key, size_t n);
/* Which pair of seal.key the public key belongs to, from 0; -1: none. */
int seal_pair_of(const struct seal_secret *secret, const struct seal_public *public);
