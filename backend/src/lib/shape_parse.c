/* A body becomes a struct. Nothing is skipped on the first fault: whoever filled in the form sees
 * all of them at once. */
#include "lib/json.h"
#include "lib/shape_private.h"
#include "lib/unicode.h"

static bool parse_object(struct ctx *c, const struct place *p, const struct shape *s, const struct json *j, void *out);

static bool refuse_type(struct ctx *c, const struct place *p, const struct field *f)
{
	static const char *const words[] = {
		[FIELD_BOOL] = "must be true or false",
		[FIELD_INT32] = "must be a whole number",
		[FIELD_INT64] = "must be a whole number",
		[FIELD_UINT64] = "must be an id in quotes, such as \"17\"",
		[FIELD_TEXT] = "must be a text",
		[FIELD_INSTANT] = "must be a time in quotes, such as \"2026-05-28T10:00:00Z\"",
		[FIELD_MONEY] = "must be a decimal number in quotes, such as \"12.50\"",
		[FIELD_CHOICE_] = "must be a text",
		[FIELD_OBJECT_] = "must be an object",
		[FIELD_LIST_] = "must be a list",
		[FIELD_TEXTS_] = "must be a list of texts",
		[FIELD_IDS_] = "must be a list of ids in quotes",
	};

	return shape_fault(c, p, "type", "%s", words[f->type]);
}

static bool parse_list(struct ctx *c, const struct place *p, const struct field *f, const struct json *j, void *out)
{
	size_t i = 0, n = json_count(j);
	bool   ok = true;

	if (json_type(j) != JSON_ARRAY)
		return refuse_type(c, p, f);
	if (!shape_list_size(c, p, f, n))
		return false;
	shape_list_new(c, f, n, out);
	for (const struct json *item = json_first(j); item; item = json_next(item), i++) {
		struct place here = { .up = p, .index = i };

		if (f->type == FIELD_LIST_)
			ok = parse_object(c, &here, f->of, item, *(char **)field_at(f, out) + i * f->of->size) && ok;
		else if (json_type(item) != JSON_TEXT)
			ok = shape_fault(c, &here, "type", f->type == FIELD_IDS_ ? "must be an id in quotes" : "must be a text");
		else
			ok = shape_set_item(c, &here, f, json_text(item), i, out) && ok;
	}
	return ok;
}

/* What a person fills in is ours: it is kept in one spelling, and shows what it says. (A platform's own words come by other
 * ways and are kept as they came, so what is searched for in a query is left alone.) */
static bool set_typed(struct ctx *c, const struct place *p, const struct field *f, const char *text, void *out)
{
	if ((f->flags & FIELD_TRIM) && !(f->flags & FIELD_SECRET)) {
		text = unicode_nfc(c->arena, text);
		if (unicode_turns(text))
			return shape_fault(c, p, "control_character", "must not contain characters that turn the text around");
	}
	return shape_set_text(c, p, f, text, out);
}

static bool parse_field(struct ctx *c, const struct place *p, const struct field *f, const struct json *j, void *out)
{
	void *to;

	if (json_type(j) == JSON_ABSENT || json_type(j) == JSON_NULL)
		return shape_absent(c, p, f, out);
	switch (f->type) {
	case FIELD_BOOL:
		return json_type(j) == JSON_BOOL ? shape_set_bool(f, json_true(j), out) : refuse_type(c, p, f);
	case FIELD_INT32:
	case FIELD_INT64:
		return json_type(j) == JSON_NUMBER ? shape_set_int(c, p, f, json_number_text(j), out) : refuse_type(c, p, f);
	case FIELD_OBJECT_:
		to = arena_alloc(c->arena, f->of->size);
		*(void **)field_at(f, out) = to;
		return parse_object(c, p, f->of, j, to);
	case FIELD_LIST_:
	case FIELD_TEXTS_:
	case FIELD_IDS_:
		return parse_list(c, p, f, j, out);
	case FIELD_RAW_:
		*(const char **)field_at(f, out) = json_write(c, j);
		return true;
	default:
		return json_type(j) == JSON_TEXT ? set_typed(c, p, f, json_text(j), out) : refuse_type(c, p, f);
	}
}

/* `p` is NULL at the top. */
static bool parse_object(struct ctx *c, const struct place *p, const struct shape *s, const struct json *j, void *out)
{
	bool ok = true;

	if (json_type(j) != JSON_OBJECT)
		return shape_fault(c, p ? p : &(struct place){ .name = "body" }, "type", "must be an object");
	for (const struct field *f = s->fields; f->member; f++) {
		struct place here = { .up = p, .name = f->name };

		if (field_takes_input(f))
			ok = parse_field(c, &here, f, json_member(j, f->name), out) && ok;
	}
	for (const struct json *m = json_first(j); m; m = json_next(m))
		if (!shape_input_named(s, json_name(m)))
			ok = shape_unknown(c, p, json_name(m));
	return ok;
}

bool shape_parse(struct ctx *c, const struct shape *s, const struct json *j, void *out)
{
	return parse_object(c, NULL, s, j, out);
}
