#pragma once
#include "base/ctx.h"

/* PDF files of strangers. What they are is judged twice: by their first and last bytes as they come in, and by qpdf
 * (a program of its own, run under limits), which also writes them anew: only what it wrote is ever shown or printed. */

/* Of a file that comes in pieces. */
enum { PDF_TAIL = 2048 };
struct pdf_ends {
	char   head[8];
	char   tail[PDF_TAIL + 1]; /* the last bytes so far */
	size_t n_head, n_tail;
};
void pdf_ends_add(struct pdf_ends *e, const char *piece, size_t n);
/* Begins with %PDF-1. or %PDF-2., has %%EOF in its last KiB and a startxref before it; otherwise what it lacks, in words. */
const char *pdf_ends_fault(const struct pdf_ends *e);

enum { PDF_PAGES_MAX = 50 };
struct pdf_found {
	const char *refusal; /* a clause that ends "The label was refused: …"; NULL: good */
	int         pages;
};
/* Reads <dir>/in.pdf, writes <dir>/out.pdf. Refused: damaged, encrypted, no page or more than PDF_PAGES_MAX, scripts,
 * actions, embedded files, forms that are programs, media; what takes more than 256 MiB, 5 s of CPU or 32 MiB of file.
 * `keep_going` as in lib/child.h. Problems: busy (it was stopped), internal (qpdf cannot be run). */
MUST_CHECK bool pdf_rewrite(struct ctx *c, const char *dir, bool (*keep_going)(void *arg), void *arg, struct pdf_found *out);

/* The names of a PDF's dictionaries that are not taken (an /OpenAction that is an array, a place to open at, is); of its
 * objects as JSON, which comes in pieces. */
struct pdf_scan {
	char        text[32]; /* of the string in hand */
	size_t      n;
	bool        in_string, escaped;
	enum { OPENING_NOT, OPENING_KEY, OPENING_VALUE } opening; /* what follows /OpenAction is awaited */
	const char *found;    /* the first name that is not taken */
};
void pdf_scan_add(struct pdf_scan *s, const char *piece, size_t n);
