/* Times and amounts of platforms: what is read is printed in one spelling, which is read as the same. */
#include "fuzz/fuzz.h"
#include "base/instant.h"
#include "base/money.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct ctx     c = fuzz_begin();
	const char    *text = fuzz_text(&c, data, n);
	struct instant t, t_again;
	struct money   m, m_again;

	if (instant_parse(text, &t) && t.us)
		MUST(instant_parse(instant_text(c.arena, t), &t_again) && t_again.us == t.us);
	if (instant_parse_utc(text, &t) && t.us)
		MUST(instant_parse(instant_text(c.arena, t), &t_again) && t_again.us == t.us);
	if (money_parse(text, &m)) {
		MUST(money_parse(money_text(c.arena, m), &m_again) && m_again.e4 == m.e4);
		(void)money_divided(m, (int64_t)n + 1);
	}
	(void)currency_known(text);
	return 0;
}
