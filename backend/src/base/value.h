#pragma once
#include "base/instant.h"
#include "base/money.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A value on its way into SQL. V() picks the kind from the C type; a NULL text, an instant of 0
 * and V_ID(0) bind NULL. */
struct bytes {
	const void *data; /* NULL is SQL NULL */
	size_t      len;
};

enum value_kind { VALUE_NULL, VALUE_INT, VALUE_UINT, VALUE_TEXT, VALUE_BYTES, VALUE_INSTANT, VALUE_MONEY };

struct value {
	enum value_kind kind;
	union {
		int64_t        i;
		uint64_t       u;
		struct bytes   bytes; /* of text too */
		struct instant instant;
		struct money   money;
	};
};

struct value value_int(int64_t v);
struct value value_uint(uint64_t v);
struct value value_bool(bool v);
struct value value_text(const char *v);
struct value value_bytes(struct bytes v);
struct value value_instant(struct instant v);
struct value value_money(struct money v);
struct value value_id(uint64_t v); /* 0 binds NULL */
#define V(...)                                                                                              \
	_Generic((__VA_ARGS__), bool: value_bool, int: value_int, long: value_int, long long: value_int, short: value_int, \
		unsigned: value_uint, unsigned long: value_uint, unsigned long long: value_uint,                    \
		char *: value_text, const char *: value_text, struct bytes: value_bytes,                            \
		struct instant: value_instant, struct money: value_money)(__VA_ARGS__)
#define V_ID(x)  value_id(x)
#define V_NULL   ((struct value){ VALUE_NULL, { 0 } })
