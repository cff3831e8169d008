#include "lib/pdf.h"

#include "lib/child.h"

#include <stdlib.h>
#include <string.h>

#define QPDF "/usr/bin/qpdf"
enum { IN_LAST = 1024, PDF_PAGES_TOLD = 1000000 };
enum { QPDF_SAYS_NO = 2, QPDF_WARNED = 3 };                                     /* exit codes */
enum { MEMORY_BYTES = 256 << 20, FILE_BYTES = 32 << 20, CPU_S = 5, WALL_S = 20 }; /* of each run */

/* ---- first and last bytes ------------------------------------------------------------------------ */

void pdf_ends_add(struct pdf_ends *e, const char *piece, size_t n)
{
	const size_t first = n < sizeof e->head - e->n_head ? n : sizeof e->head - e->n_head;
	const size_t last = n < PDF_TAIL ? n : PDF_TAIL;
	const size_t kept = e->n_tail < PDF_TAIL - last ? e->n_tail : PDF_TAIL - last;

	memcpy(e->head + e->n_head, piece, first);
	e->n_head += first;
	memmove(e->tail, e->tail + e->n_tail - kept, kept);
	memcpy(e->tail + kept, piece + n - last, last);
	e->n_tail = kept + last;
}

const char *pdf_ends_fault(const struct pdf_ends *e)
{
	const size_t beyond = e->n_tail > IN_LAST ? e->n_tail - IN_LAST : 0;

	if (e->n_head < sizeof e->head || (memcmp(e->head, "%PDF-1.", 7) != 0 && memcmp(e->head, "%PDF-2.", 7) != 0))
		return "does not begin like a PDF";
	if (!memmem(e->tail + beyond, e->n_tail - beyond, "%%EOF", 5) || !memmem(e->tail, e->n_tail, "startxref", 9))
		return "does not end like a PDF: it may have been cut off";
	return NULL;
}

/* ---- names that are not taken --------------------------------------------------------------------- */

#define OPEN_ACTION "/OpenAction"

static const struct {
	const char *name, *why;
} refused[] = {
	{ "/JavaScript", "it holds a script (/JavaScript)" },
	{ "/JS", "it holds a script (/JS)" },
	{ "/Launch", "it would start a program (/Launch)" },
	{ OPEN_ACTION, "it does something when it is opened (/OpenAction)" },
	{ "/AA", "it does something by itself (/AA)" },
	{ "/EmbeddedFile", "a file is embedded in it (/EmbeddedFile)" },
	{ "/XFA", "it is an XFA form (/XFA)" },
	{ "/RichMedia", "it holds rich media (/RichMedia)" },
	{ "/SubmitForm", "it would send a form (/SubmitForm)" },
};

static const char *judged(const char *text, size_t n)
{
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		if (strlen(refused[i].name) == n && memcmp(refused[i].name, text, n) == 0)
			return refused[i].why;
	return NULL;
}

/* What stands behind /OpenAction: an array is a destination, [page /Fit] say, which many programs write; a dictionary is an
 * action, and a reference may be one. */
static void judge_opening(struct pdf_scan *s, char ch)
{
	if (strchr(" \t\r\n", ch))
		return;
	if (s->opening == OPENING_KEY && ch == ':') {
		s->opening = OPENING_VALUE;
		return;
	}
	if (s->opening == OPENING_KEY || ch != '[')
		s->found = judged(OPEN_ACTION, strlen(OPEN_ACTION));
	s->opening = OPENING_NOT;
}

static void judge_string(struct pdf_scan *s)
{
	if (s->n == strlen(OPEN_ACTION) && memcmp(s->text, OPEN_ACTION, s->n) == 0)
		s->opening = OPENING_KEY;
	else
		s->found = judged(s->text, s->n);
}

/* A name is a string that begins with a slash; a text's begins with u: or b:. */
void pdf_scan_add(struct pdf_scan *s, const char *piece, size_t n)
{
	for (size_t i = 0; i < n && !s->found; i++) {
		const char ch = piece[i];

		if (!s->in_string) {
			if (s->opening)
				judge_opening(s, ch);
			s->in_string = ch == '"';
			s->n = 0;
		} else if (!s->escaped && ch == '"') {
			s->in_string = false;
			judge_string(s);
		} else {
			s->escaped = !s->escaped && ch == '\\';
			if (s->n < sizeof s->text)
				s->text[s->n] = ch;
			s->n++;
		}
	}
}

/* ---- qpdf ------------------------------------------------------------------------------------------- */

/* A step is false when there is nothing more to do: the file is refused, or there is a problem. */
struct work {
	const char       *dir;
	bool            (*keep_going)(void *arg);
	void             *arg;
	struct pdf_found *found;
};

static bool refuse(struct work *w, const char *why)
{
	w->found->refusal = why;
	return false;
}

#define ARGS(...) ((const char *const[]){ QPDF, __VA_ARGS__, NULL })

static bool qpdf(struct ctx *c, struct work *w, const char *const *argv, bool (*out)(void *, const char *, size_t), void *out_arg,
	int *code)
{
	const struct child child = { .argv = argv, .dir = w->dir, .memory_bytes = MEMORY_BYTES, .file_bytes = FILE_BYTES, .cpu_s = CPU_S,
		.wall_s = WALL_S, .out = out, .out_arg = out_arg, .keep_going = w->keep_going, .keep_going_arg = w->arg };
	struct child_result result;

	if (!child_run(c, &child, &result))
		return false;
	*code = result.code;
	if (result.end == CHILD_STOPPED)
		return problem(c, PROBLEM_BUSY, "Checking the file was stopped.");
	return result.end != CHILD_LIMITED || refuse(w, "it takes too much time or memory to read");
}

static bool not_encrypted(struct ctx *c, struct work *w)
{
	int code;

	return qpdf(c, w, ARGS("--is-encrypted", "in.pdf"), NULL, NULL, &code)
	    && (code == QPDF_SAYS_NO || refuse(w, "it is encrypted; save it without a password"));
}

static bool readable(struct ctx *c, struct work *w, const char *const *argv)
{
	int code;

	return qpdf(c, w, argv, NULL, NULL, &code) && (code == 0 || code == QPDF_WARNED || refuse(w, "it is damaged"));
}

static bool hear_number(void *arg, const char *piece, size_t n)
{
	int *number = arg;

	for (size_t i = 0; i < n && *number <= PDF_PAGES_TOLD; i++)
		if (piece[i] >= '0' && piece[i] <= '9')
			*number = *number * 10 + piece[i] - '0';
	return true;
}

static bool count_pages(struct ctx *c, struct work *w)
{
	int code;

	if (!qpdf(c, w, ARGS("--show-npages", "out.pdf"), hear_number, &w->found->pages, &code))
		return false;
	if (code != 0 && code != QPDF_WARNED)
		return refuse(w, "it is damaged");
	if (w->found->pages < 1)
		return refuse(w, "it has no pages");
	return w->found->pages <= PDF_PAGES_MAX
	    || refuse(w, arena_printf(c->arena, "it has %d pages, and a label may have %d", w->found->pages, PDF_PAGES_MAX));
}

static bool hear_names(void *arg, const char *piece, size_t n)
{
	struct pdf_scan *s = arg;

	pdf_scan_add(s, piece, n);
	return !s->found;
}

/* Of the objects as they now stand, with the names decoded and the streams left out: in a stream's bytes the same
 * letters mean nothing. */
static bool names_good(struct ctx *c, struct work *w)
{
	struct pdf_scan s = { 0 };
	int             code;

	if (!qpdf(c, w, ARGS("--json=2", "--json-key=qpdf", "--json-stream-data=none", "out.pdf"), hear_names, &s, &code))
		return false;
	if (s.found)
		return refuse(w, s.found);
	return code == 0 || code == QPDF_WARNED || refuse(w, "it is damaged");
}

bool pdf_rewrite(struct ctx *c, const char *dir, bool (*keep_going)(void *arg), void *arg, struct pdf_found *out)
{
	struct work w = { dir, keep_going, arg, out };

	*out = (struct pdf_found){ 0 };
	(void)(not_encrypted(c, &w)
	    && readable(c, &w, ARGS("--check", "in.pdf"))
	    && readable(c, &w, ARGS("--object-streams=disable", "--deterministic-id", "in.pdf", "out.pdf"))
	    && count_pages(c, &w)
	    && names_good(c, &w));
	return c->problem.code == PROBLEM_NONE;
}
