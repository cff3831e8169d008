#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include <stdbool.h>
#include <stddef.h>

/* Comma-separated values as RFC 4180 has them, and as spreadsheets write them: any of the three line ends, and cells
 * parted by semicolons when the head is. */
struct csv_row {
	size_t       line; /* of the file, from 1 */
	size_t       n;
	const char **cells;
};
struct csv {
	size_t          n;
	struct csv_row *rows;       /* without empty lines */
	size_t          fault_line; /* where the file cannot be read on */
	const char     *fault;      /* and why; NULL when it was read to its end */
};
/* The text must be valid UTF-8; a byte order mark at its start is dropped, and so is the ' that csv_cell puts in front
 * of what a spreadsheet would calculate. At most rows_max rows: more is a fault. */
bool csv_parse(struct arena *a, const char *text, size_t n, size_t rows_max, struct csv *out);

/* Appends one cell, after a comma unless it is the first of its row. What a spreadsheet would take for a formula (= + - @
 * TAB CR at its start) gets a ' in front, so that it is shown and never calculated. NULL is empty. */
void csv_cell(struct buf *b, const char *text, bool first);
/* The same for what is there to be read by people and never comes back: what cannot be seen is shown (utf8_visible). */
void csv_words(struct buf *b, struct arena *a, const char *text, bool first);
/* Ends the row. */
void csv_end(struct buf *b);
