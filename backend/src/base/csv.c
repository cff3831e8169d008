#include "base/csv.h"

#include "base/utf8.h"

#include <string.h>

enum { CELLS_MOST = 64 };

/* What a spreadsheet calculates begins with one of these; what csv_cell made harmless has ' before it, and what
 * looked like that already has one more, so that reading gives back what was written. */
static bool is_formula(const char *text)
{
	text += strspn(text, "'");
	return *text && strchr("=+-@\t\r", *text);
}

struct reader {
	struct arena *a;
	const char   *p, *end;
	char          separator;
	size_t        line;
	struct csv   *out;
	size_t        cap;
	const char   *cells[CELLS_MOST]; /* of the row in hand */
};

static bool fault(struct reader *r, const char *why)
{
	r->out->fault_line = r->line;
	r->out->fault = why;
	return false;
}

/* The head alone says what parts the cells. */
static char separator_of(const char *text, size_t n)
{
	const char *end = memchr(text, '\n', n);
	const size_t len = end ? (size_t)(end - text) : n;

	return memchr(text, ';', len) && !memchr(text, ',', len) ? ';' : ',';
}

static bool at_line_end(const struct reader *r)
{
	return r->p == r->end || *r->p == '\n' || *r->p == '\r';
}

static void skip_line_end(struct reader *r)
{
	if (r->p < r->end && *r->p == '\r')
		r->p++;
	if (r->p < r->end && *r->p == '\n')
		r->p++;
	r->line++;
}

static bool quoted(struct reader *r, const char **out)
{
	struct buf b = buf_new(r->a, 32);

	for (r->p++; r->p < r->end; r->p++) {
		if (*r->p == '"') {
			if (r->p + 1 == r->end || r->p[1] != '"')
				break;
			r->p++;
		}
		r->line += *r->p == '\n';
		buf_putc(&b, *r->p);
	}
	if (r->p == r->end)
		return fault(r, "a quoted cell does not end");
	r->p++;
	*out = b.text;
	return at_line_end(r) || *r->p == r->separator || fault(r, "there is text behind a quoted cell");
}

static bool cell(struct reader *r, const char **out)
{
	const char *from = r->p;

	if (r->p < r->end && *r->p == '"') {
		if (!quoted(r, out))
			return false;
	} else {
		while (!at_line_end(r) && *r->p != r->separator)
			if (*r->p++ == '"')
				return fault(r, "a quote stands inside a cell that is not quoted");
		*out = arena_strndup(r->a, from, (size_t)(r->p - from));
	}
	if (**out == '\'' && is_formula(*out))
		(*out)++;
	return true;
}

static bool row(struct reader *r, struct csv_row *out)
{
	*out = (struct csv_row){ .line = r->line };
	for (;;) {
		if (out->n == CELLS_MOST)
			return fault(r, "a row has too many cells");
		if (!cell(r, &r->cells[out->n++]))
			return false;
		if (at_line_end(r))
			break;
		r->p++;
	}
	skip_line_end(r);
	out->cells = NEW_N(r->a, const char *, out->n);
	memcpy(out->cells, r->cells, out->n * sizeof *r->cells);
	return true;
}

static void keep(struct reader *r, const struct csv_row *row)
{
	if (r->out->n == r->cap) {
		const size_t cap = r->cap ? r->cap * 2 : 64;

		r->out->rows = arena_realloc(r->a, r->out->rows, r->cap * sizeof *row, cap * sizeof *row);
		r->cap = cap;
	}
	r->out->rows[r->out->n++] = *row;
}

bool csv_parse(struct arena *a, const char *text, size_t n, size_t rows_max, struct csv *out)
{
	const size_t  mark = n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
	struct reader r = { .a = a, .p = text + mark, .end = text + n, .line = 1, .out = out };

	*out = (struct csv){ 0 };
	r.separator = separator_of(text, n);
	while (r.p < r.end) {
		struct csv_row next;

		if (at_line_end(&r)) {
			skip_line_end(&r);
			continue;
		}
		if (out->n == rows_max)
			return fault(&r, "the file has too many rows");
		if (!row(&r, &next))
			return false;
		keep(&r, &next);
	}
	return true;
}

void csv_cell(struct buf *b, const char *text, bool first)
{
	if (!first)
		buf_putc(b, ',');
	if (!text || !*text)
		return;
	if (!strpbrk(text, ",;\"\r\n\t") && !is_formula(text) && *text != ' ') {
		buf_puts(b, text);
		return;
	}
	buf_putc(b, '"');
	if (is_formula(text))
		buf_putc(b, '\'');
	for (; *text; text++) {
		if (*text == '"')
			buf_putc(b, '"');
		buf_putc(b, *text);
	}
	buf_putc(b, '"');
}

void csv_words(struct buf *b, struct arena *a, const char *text, bool first)
{
	struct buf seen = buf_new(a, text ? strlen(text) + 16 : 1);

	if (text)
		utf8_visible(&seen, text);
	csv_cell(b, seen.text, first);
}

void csv_end(struct buf *b)
{
	buf_add(b, "\r\n", 2);
}
