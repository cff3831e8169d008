/* Bodies as the strict reader takes them: whatever it takes can be written, read again, and is then the same. */
#include "fuzz/fuzz.h"
#include "lib/json.h"

static void walk(const struct json *j, int depth)
{
	struct money money;
	int64_t      n;

	MUST(depth <= 64);
	(void)json_int(j, &n);
	(void)json_money(j, &money);
	MUST(!json_number_text(j) || json_type(j) == JSON_NUMBER);
	MUST(!json_text(j) || (json_type(j) == JSON_TEXT && strlen(json_text(j)) <= json_platform.string_bytes));
	for (const struct json *m = json_first(j); m; m = json_next(m)) {
		if (json_type(j) == JSON_OBJECT)
			MUST(json_name(m) && json_member(j, json_name(m)) == m);
		walk(m, depth + 1);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct ctx                c = fuzz_begin();
	const struct json_limits *limits[] = { &json_request, &json_import, &json_platform };
	const struct json        *j, *again;
	const char               *text, *once_more;
	const unsigned            choice = fuzz_choice(data, &n);

	j = json_parse(&c, (const char *)data, n, limits[choice % 3]);
	fuzz_told(&c, j != NULL);
	if (!j)
		return 0;
	walk(j, 0);
	text = json_write(&c, j);
	again = json_parse(&c, text, strlen(text), &json_platform);
	MUST(again);
	once_more = json_write(&c, again);
	MUST(strcmp(text, once_more) == 0);
	return 0;
}
