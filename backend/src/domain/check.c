#include "domain/check.h"

#include "base/buf.h"
#include "sql/check_sql.h"

enum { EXAMPLES_BYTES = 900 };

static const char *words_of(struct ctx *c, const struct finding *found, size_t n)
{
	struct buf b = buf_new(c->arena, 256);

	for (size_t i = 0; i < n && b.len < EXAMPLES_BYTES; i++)
		buf_printf(&b, "%s%.64s", i ? ", " : "", found[i].subject);
	return b.text;
}

static bool one(struct ctx *c, size_t i, void (*tell)(void *, const char *, const char *, size_t, const char *), void *arg,
	struct check_report *out)
{
	size_t                n;
	const struct finding *found = check_sql_ask(c, i, &n);
	const char           *examples = found && n ? words_of(c, found, n) : NULL;

	if (!found || !check_sql_keep(c, check_sql_name(i), n, examples))
		return false;
	tell(arg, check_sql_name(i), check_sql_sentence(i), n, examples);
	out->asked++;
	out->broken += n > 0;
	return true;
}

bool check_all(struct ctx *c, void (*tell)(void *, const char *, const char *, size_t, const char *), void *arg,
	struct check_report *out)
{
	*out = (struct check_report){ 0 };
	for (size_t i = 0; check_sql_name(i); i++) {
		struct ctx each = ctx_begin(c);
		bool       ok = one(&each, i, tell, arg, out);

		if (!ok)
			problem_take(c, &each);
		ctx_end(&each);
		if (!ok)
			return false;
	}
	return true;
}
