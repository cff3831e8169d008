/* cJSON behind one strict pass. The pass (json_strict.c) writes the text anew: strings in one
 * canonical spelling, numbers as strings that start with byte 0x01, which no input may contain. So
 * cJSON never sees a number to bend or an escape to cut, and no digit is lost. */
#include "lib/json.h"
#include "base/buf.h"
#include "base/number.h"
#include "lib/json_strict.h"

#include <assert.h>
#include <cjson/cJSON.h>
#include <string.h>

const struct json_limits json_request = { 64 * 1024, 16, 1000, 4096, 20000 };
const struct json_limits json_import = { 1024 * 1024, 16, 50000, 4096, 200000 };
const struct json_limits json_platform = { 8 * 1024 * 1024, 64, 10000, 256 * 1024, 500000 };

/* cJSON's hooks carry no argument. One request at a time per process, so one arena at a time. */
static struct arena *parse_arena;

static void *arena_malloc(size_t size)
{
	return arena_alloc(parse_arena, size);
}

static void arena_leave(void *p)
{
	(void)p; /* goes with the arena */
}

static const cJSON *node(const struct json *j)
{
	return (const cJSON *)(const void *)j;
}

static const struct json *of_node(const cJSON *n)
{
	return (const struct json *)(const void *)n;
}

const struct json *json_parse(struct ctx *c, const char *text, size_t n, const struct json_limits *limits)
{
	cJSON_Hooks hooks = { arena_malloc, arena_leave };
	const char *strict;
	size_t      strict_len;
	cJSON      *root;

	if (!json_strict(c, text, n, limits, &strict, &strict_len))
		return NULL;
	cJSON_InitHooks(&hooks);
	parse_arena = c->arena;
	root = cJSON_ParseWithLength(strict, strict_len);
	parse_arena = NULL;
	if (!root)
		problem(c, PROBLEM_INTERNAL, "the JSON text could not be read");
	return of_node(root);
}

enum json_type json_type(const struct json *j)
{
	const cJSON *n = node(j);

	if (!n)
		return JSON_ABSENT;
	switch (n->type & 0xff) {
	case cJSON_False:
	case cJSON_True: return JSON_BOOL;
	case cJSON_NULL: return JSON_NULL;
	case cJSON_String: return n->valuestring[0] == JSON_STRICT_NUMBER ? JSON_NUMBER : JSON_TEXT;
	case cJSON_Array: return JSON_ARRAY;
	case cJSON_Object: return JSON_OBJECT;
	default: assert(!"a type the strict pass does not let through"); return JSON_ABSENT;
	}
}

const struct json *json_first(const struct json *j)
{
	return j ? of_node(node(j)->child) : NULL;
}

const struct json *json_next(const struct json *j)
{
	return j ? of_node(node(j)->next) : NULL;
}

const char *json_name(const struct json *j)
{
	return j ? node(j)->string : NULL;
}

size_t json_count(const struct json *j)
{
	size_t n = 0;

	for (const struct json *i = json_first(j); i; i = json_next(i))
		n++;
	return n;
}

static const struct json *member_of_length(const struct json *object, const char *name, size_t n)
{
	if (json_type(object) != JSON_OBJECT)
		return NULL;
	for (const struct json *i = json_first(object); i; i = json_next(i))
		if (json_name(i)[0] == name[0] && strncmp(json_name(i), name, n) == 0 && json_name(i)[n] == '\0')
			return i;
	return NULL;
}

const struct json *json_member(const struct json *object, const char *name)
{
	return member_of_length(object, name, strlen(name));
}

const struct json *json_path(const struct json *j, const char *path)
{
	for (;;) {
		size_t n = strcspn(path, ".");

		j = member_of_length(j, path, n);
		if (!j || !path[n])
			return j;
		path += n + 1;
	}
}

const char *json_text(const struct json *j)
{
	return json_type(j) == JSON_TEXT ? node(j)->valuestring : NULL;
}

const char *json_number_text(const struct json *j)
{
	return json_type(j) == JSON_NUMBER ? node(j)->valuestring + 1 : NULL;
}

const char *json_scalar(const struct json *j)
{
	const char *number = json_number_text(j);

	return number ? number : json_text(j);
}

bool json_true(const struct json *j)
{
	return j && (node(j)->type & 0xff) == cJSON_True;
}

bool json_int(const struct json *j, int64_t *out)
{
	return int_parse(json_scalar(j), out);
}

bool json_money(const struct json *j, struct money *out)
{
	return money_parse(json_scalar(j), out);
}

static void write_value(struct buf *b, const struct json *j)
{
	enum json_type type = json_type(j);
	const char    *sep = "";

	switch (type) {
	case JSON_ABSENT:
	case JSON_NULL: buf_puts(b, "null"); return;
	case JSON_BOOL: buf_puts(b, json_true(j) ? "true" : "false"); return;
	case JSON_NUMBER: buf_puts(b, json_number_text(j)); return;
	case JSON_TEXT: buf_json(b, json_text(j)); return;
	case JSON_ARRAY:
	case JSON_OBJECT: break;
	}
	buf_putc(b, type == JSON_ARRAY ? '[' : '{');
	for (const struct json *i = json_first(j); i; i = json_next(i), sep = ",") {
		buf_puts(b, sep);
		if (type == JSON_OBJECT) {
			buf_json(b, json_name(i));
			buf_putc(b, ':');
		}
		write_value(b, i);
	}
	buf_putc(b, type == JSON_ARRAY ? ']' : '}');
}

char *json_write(struct ctx *c, const struct json *j)
{
	struct buf b = buf_new(c->arena, 1024);

	write_value(&b, j);
	return b.text;
}
