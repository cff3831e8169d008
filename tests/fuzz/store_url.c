/* Addresses of shops as people type them: what is taken is https to a public place, in one spelling that is taken again unchanged. */
#include "fuzz/fuzz.h"
#include "lib/store_url.h"

#define PRACTICE "127.0.0.1:18080"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct ctx          c = fuzz_begin();
	const char         *typed = fuzz_text(&c, data, n), *url = NULL, *again = NULL;
	struct store_target target;
	const bool          ok = store_url_normalise(&c, typed, PRACTICE, &url);

	(void)store_target_read(c.arena, typed, PRACTICE, &target);
	fuzz_told(&c, ok);
	if (!ok) {
		MUST(c.problem.code == PROBLEM_STORE_ADDRESS_REFUSED && c.problem.n_fields == 1);
		return 0;
	}
	MUST(strlen(url) <= 255 && url[strlen(url) - 1] != '/');
	for (const char *p = url; *p; p++)
		MUST((unsigned char)*p > 0x20 && (unsigned char)*p < 0x7f && !strchr("?#\\\"<>", *p));
	MUST(store_target_read(c.arena, url, PRACTICE, &target) == NULL);
	MUST(*target.host && !strpbrk(target.host, "@/%"));
	MUST(target.is_private || (target.https && (target.port == 443 || target.port == 8443)));
	MUST(!target.is_literal || target.is_private || address_is_public((const struct sockaddr *)&target.address));
	MUST(store_url_normalise(&c, url, PRACTICE, &again) && strcmp(again, url) == 0);
	return 0;
}
