#include "base/value.h"

#include <string.h>

struct value value_int(int64_t v)
{
	return (struct value){ .kind = VALUE_INT, .i = v };
}

struct value value_uint(uint64_t v)
{
	return (struct value){ .kind = VALUE_UINT, .u = v };
}

struct value value_bool(bool v)
{
	return value_int(v);
}

struct value value_text(const char *v)
{
	return (struct value){ .kind = v ? VALUE_TEXT : VALUE_NULL, .bytes = { v, v ? strlen(v) : 0 } };
}

struct value value_bytes(struct bytes v)
{
	return (struct value){ .kind = v.data ? VALUE_BYTES : VALUE_NULL, .bytes = v };
}

struct value value_instant(struct instant v)
{
	return (struct value){ .kind = v.us ? VALUE_INSTANT : VALUE_NULL, .instant = v };
}

struct value value_money(struct money v)
{
	return (struct value){ .kind = VALUE_MONEY, .money = v };
}

struct value value_id(uint64_t v)
{
	return (struct value){ .kind = v ? VALUE_UINT : VALUE_NULL, .u = v };
}
