/* The first look at a PDF and the search for forbidden names: what they find does not depend on how the pieces were cut. */
#include "fuzz/fuzz.h"
#include "lib/pdf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const size_t    step = 1 + fuzz_choice(data, &n) % 61;
	const char     *text = (const char *)data;
	struct pdf_ends whole = { 0 }, parts = { 0 };
	struct pdf_scan scan = { 0 }, scan_parts = { 0 };
	const char     *fault;

	if (!n)
		return 0;
	pdf_ends_add(&whole, text, n);
	pdf_scan_add(&scan, text, n);
	for (size_t i = 0; i < n; i += step) {
		const size_t len = n - i < step ? n - i : step;

		pdf_ends_add(&parts, text + i, len);
		pdf_scan_add(&scan_parts, text + i, len);
	}
	MUST(parts.n_head == whole.n_head && memcmp(parts.head, whole.head, whole.n_head) == 0);
	MUST(parts.n_tail == whole.n_tail && memcmp(parts.tail, whole.tail, whole.n_tail) == 0);
	MUST(scan.found == scan_parts.found);
	fault = pdf_ends_fault(&whole);
	MUST(fault == pdf_ends_fault(&parts));
	MUST(fault || (n >= 8 && memcmp(text, "%PDF-", 5) == 0 && memmem(text, n, "startxref", 9)));
	return 0;
}
