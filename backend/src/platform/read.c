#include "platform/read.h"

#include <stdarg.h>

void read_refuse(struct ctx *c, struct incoming_order *o, const char *code, const char *format, ...)
{
	va_list args;

	if (o->refusal)
		return;
	va_start(args, format);
	o->refusal = arena_vprintf(c->arena, format, args);
	va_end(args);
	o->refusal_code = code;
}

const char *read_text(const struct json *j, const char *path)
{
	const char *text = json_scalar(json_path(j, path));

	return text && *text ? text : NULL;
}

bool read_absent(const struct json *j)
{
	const char *text = json_scalar(j);

	return json_type(j) == JSON_ABSENT || json_type(j) == JSON_NULL || (text && !*text);
}
