#include "domain/label.h"

#include "base/utf8.h"
#include "lib/db.h"
#include "lib/pdf.h"
#include "lib/secret.h"
#include "sql/job_sql.h"
#include "sql/label_sql.h"

#include <string.h>

struct label_upload {
	struct label       label;
	struct pdf_ends    ends;
	struct sha256_sum *sum;
	int64_t            n_pieces, size_bytes;
	struct bytes       hash;
	bool               accepted;
};

/* ---- the name -------------------------------------------------------------------------------------- */

/* Letters that are not seen and change how others are read. */
static bool hidden(const unsigned char *p, size_t n)
{
	if (n == 1)
		return *p < ' ' || *p == 0x7f;
	if (n == 2)
		return p[0] == 0xc2 && p[1] < 0xa0;                               /* C1 controls */
	return n == 3 && p[0] == 0xe2                                             /* marks and overrides of direction, … */
	    && ((p[1] == 0x80 && ((p[2] >= 0x8b && p[2] <= 0x8f) || (p[2] >= 0xa8 && p[2] <= 0xae)))
		|| (p[1] == 0x81 && p[2] >= 0xa0 && p[2] <= 0xaf));                 /* … line ends, joiners */
}

/* It is shown to people and never used as a path. */
static const char *clean_name(struct ctx *c, const char *given)
{
	const char          *from = given ? given : "";
	const unsigned char *p, *end;
	struct buf           b = buf_new(c->arena, 64);

	for (const char *s = from; *s; s++)
		if (*s == '/' || *s == '\\')
			from = s + 1;
	p = (const unsigned char *)from;
	end = p + strlen(from);
	while (p < end) {
		const size_t n = utf8_char(p, end);

		if (n == 0)
			break;
		if (!hidden(p, n))
			buf_add(&b, (const char *)p, n);
		p += n;
	}
	return b.len && strspn(b.text, " .") < b.len ? b.text : "label.pdf";
}

/* ---- the pieces -------------------------------------------------------------------------------------- */

static bool begin(struct ctx *c, void *arg)
{
	struct label *l = arg;
	uint64_t      today;

	return label_sql_add(c, l->customer_id, l->file_name, &l->id, &today)
	    && (today <= LABELS_A_DAY || problem(c, PROBLEM_RATE_LIMITED, "%d labels a day are taken, and that many came today.", LABELS_A_DAY));
}

bool label_upload_begin(struct ctx *c, const char *file_name, struct label_upload **out)
{
	struct label_upload *u = NEW(c->arena, struct label_upload);

	if (!c->actor.customer_id)
		return problem(c, PROBLEM_FORBIDDEN, "Labels are a customer's: sign in as one of its users.");
	u->label = (struct label){ .customer_id = c->actor.customer_id, .file_name = clean_name(c, file_name), .version = 1 };
	u->sum = sha256_begin(c->arena);
	*out = u;
	return db_again(c, begin, &u->label);
}

struct put {
	const struct label_upload *upload;
	struct bytes               piece;
};

static bool put(struct ctx *c, void *arg)
{
	const struct put *p = arg;

	return label_sql_put(c, p->upload->label.id, p->upload->label.version, p->upload->n_pieces, p->piece);
}

bool label_upload_add(struct ctx *c, struct label_upload *u, const char *piece, size_t n)
{
	if (!db_again(c, put, &(struct put){ u, { piece, n } }))
		return false;
	pdf_ends_add(&u->ends, piece, n);
	sha256_add(u->sum, piece, n);
	u->n_pieces++;
	u->size_bytes += (int64_t)n;
	return true;
}

bool label_upload_end(struct ctx *c, struct label_upload *u, struct bytes *hash)
{
	const char *fault = pdf_ends_fault(&u->ends);

	*hash = u->hash = sha256_end(c->arena, u->sum);
	return !fault || problem_field(c, "file", "not_a_pdf", "%s", fault);
}

bool label_accept(struct ctx *c, struct label_upload *u, uint64_t *id)
{
	const unsigned long long n = u->label.id;

	u->label.state = LABEL_CHECKING;
	u->label.size_bytes = u->size_bytes;
	*id = u->label.id;
	u->accepted = label_sql_set(c, &u->label, u->hash)
		&& job_sql_add(c, &(struct job_new){
			.customer_id = u->label.customer_id,
			.lane = "labels",
			.kind = "label_check",
			.uniq = arena_printf(c->arena, "label_check:%llu", n),
			.priority = JOB_PRIORITY_PERSON,
			.payload = arena_printf(c->arena, "{\"labelId\":\"%llu\"}", n),
		});
	return u->accepted;
}

static bool drop(struct ctx *c, void *arg)
{
	return label_sql_drop(c, arg);
}

void label_upload_drop(struct ctx *c, struct label_upload *u)
{
	struct ctx own = ctx_begin(c);

	u->label.state = LABEL_UPLOADING; /* only as such: an accepted one stays */
	if (!u->accepted && u->label.id)
		(void)!db_again(&own, drop, &u->label);
	ctx_end(&own);
}
