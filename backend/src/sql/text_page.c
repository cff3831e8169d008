#include "sql/text_page.h"

#include "lib/shape.h"

static void add_literal(struct query *q, const char *text)
{
	query_add_(text, q, NULL, 0);
}

/* Written so that the index gets its range from the first part (see query_page). */
void query_text_page_(struct query *q, const struct page *p, const char *text, const char *id, const char *last)
{
	if (p->cursor) {
		add_literal(q, " AND ");
		query_add_(text, q, NULL, 0);
		query_add_(" >= ?", q, &(const struct value){ .kind = VALUE_TEXT, .bytes = V(last).bytes }, 1);
		add_literal(q, " AND (");
		query_add_(text, q, NULL, 0);
		query_add_(" > ?", q, &(const struct value){ .kind = VALUE_TEXT, .bytes = V(last).bytes }, 1);
		add_literal(q, " OR ");
		query_add_(id, q, NULL, 0);
		query_add_(" > ?)", q, &(const struct value){ .kind = VALUE_UINT, .u = p->after_id }, 1);
	}
	add_literal(q, " ORDER BY ");
	query_add_(text, q, NULL, 0);
	add_literal(q, ", ");
	query_add_(id, q, NULL, 0);
	query_add_(" LIMIT ?", q, &(const struct value){ .kind = VALUE_INT, .i = p->limit + 1 }, 1);
}

static const struct field last_fields[] = { FIELD(struct text_last, text, NULL), FIELD_END };
static const struct shape last_shape = SHAPE(struct text_last, last_fields);

bool text_page_last(struct ctx *c, const struct query *q, const char **out)
{
	struct text_last last = { NULL };
	bool             found;

	if (!db_maybe(c, q, &last_shape, &last, &found))
		return false;
	*out = last.text;
	return found || problem_field(c, "cursor", "invalid", "is not one that this list gave out; start at the first page");
}

const char *text_page_cursor(struct ctx *c, uint64_t id, uint64_t more)
{
	return page_cursor(c, (struct instant){ (int64_t)more }, id);
}

bool capped_count(struct ctx *c, struct query *q, uint64_t cap, struct page_end *end)
{
	query_add(q, " LIMIT ?) AS counted", V(cap + 1));
	if (!db_number(c, q, &end->total))
		return false;
	end->total_is_exact = end->total <= cap;
	if (!end->total_is_exact)
		end->total = cap;
	return true;
}
