/* Bodies against every shape that a route reads (the list is made from backend/src/api by the Makefile): whatever fits can be
 * written out as JSON, and whatever does not is said field by field. */
#include "fuzz/fuzz.h"
#include "fuzz_shapes.h"
#include "lib/json.h"
#include "lib/shape.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct ctx          c = fuzz_begin();
	const struct shape *s = fuzz_body_shapes[fuzz_choice(data, &n) % (sizeof fuzz_body_shapes / sizeof *fuzz_body_shapes)];
	struct buf          out = buf_new(c.arena, 1024);
	const struct json  *j = json_parse(&c, (const char *)data, n, &json_request);
	void               *in;

	if (json_type(j) != JSON_OBJECT)
		return 0;
	in = arena_alloc(c.arena, s->size);
	if (!shape_parse(&c, s, j, in)) {
		MUST(c.problem.code == PROBLEM_INVALID && c.problem.n_fields > 0 && c.problem.n_fields <= PROBLEM_FIELDS_MAX);
		for (size_t i = 0; i < c.problem.n_fields; i++)
			MUST(c.problem.fields[i].field && c.problem.fields[i].code && c.problem.fields[i].detail);
		return 0;
	}
	fuzz_told(&c, true);
	shape_emit(&out, s, in);
	MUST(strlen(out.text) == out.len && json_parse(&c, out.text, out.len, &json_platform));
	return 0;
}
