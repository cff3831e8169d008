/* Places in lists as callers send them: one that is taken is, letter by letter, one that we would give out. */
#include "fuzz/fuzz.h"
#include "lib/db.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct ctx  c = fuzz_begin();
	struct page p = { .limit = (int32_t)fuzz_choice(data, &n) - 20 };
	bool        ok;

	p.cursor = fuzz_text(&c, data, n);
	ok = page_read(&c, &p);
	fuzz_told(&c, ok);
	if (!ok)
		return 0;
	MUST(p.limit >= 1 && p.limit <= 200);
	MUST(!p.cursor || strcmp(p.cursor, page_cursor(&c, p.after_t, p.after_id)) == 0);
	return 0;
}
