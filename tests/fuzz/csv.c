/* Files of rows: what was read can be written, read again, and is then the same, with no cell that a spreadsheet would calculate. */
#include "fuzz/fuzz.h"
#include "base/csv.h"
#include "base/utf8.h"

static struct buf write_all(struct ctx *c, const struct csv *file)
{
	struct buf b = buf_new(c->arena, 1024);

	buf_puts(&b, "head,of,file\r\n"); /* with commas, so that they part the cells again */
	for (size_t i = 0; i < file->n; i++) {
		for (size_t k = 0; k < file->rows[i].n; k++) {
			const size_t from = b.len;
			const char  *made;

			csv_cell(&b, file->rows[i].cells[k], k == 0);
			made = b.text + from + (k > 0);
			made += *made == '"';
			MUST(b.len == from || !strchr("=+-@\t\r", *made) || *made == '\0');
		}
		csv_end(&b);
	}
	return b;
}

static bool row_is_blank(const struct csv_row *row)
{
	return row->n == 1 && !*row->cells[0];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct ctx c = fuzz_begin();
	struct csv file, again;
	struct buf written;
	size_t     k = 1;

	if (!utf8_valid((const char *)data, n))
		return 0;
	if (!csv_parse(c.arena, (const char *)data, n, 1000, &file)) {
		MUST(file.fault && file.fault_line > 0);
		return 0;
	}
	MUST(!file.fault && file.n <= 1000);
	written = write_all(&c, &file);
	MUST(csv_parse(c.arena, written.text, written.len, 1001, &again));
	for (size_t i = 0; i < file.n; i++) {
		if (row_is_blank(&file.rows[i]))
			continue; /* an empty line is none */
		MUST(k < again.n && again.rows[k].n == file.rows[i].n);
		for (size_t cell = 0; cell < file.rows[i].n; cell++)
			MUST(strcmp(again.rows[k].cells[cell], file.rows[i].cells[cell]) == 0);
		k++;
	}
	MUST(k == again.n);
	return 0;
}
