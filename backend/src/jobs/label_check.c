/* Checking a label that came in: qpdf judges it and writes it anew, and what qpdf wrote is what is kept. The file is on
 * disk only while that lasts, in a folder of its own; here and there it goes piece by piece. */
#include "jobs/kinds.h"

#include "domain/label.h"
#include "lib/db.h"
#include "lib/pdf.h"
#include "lib/secret.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct check {
	struct label         label;
	const char          *dir, *in, *out;
	struct label_verdict verdict;
};

static bool disk_problem(struct ctx *c, const char *what)
{
	problem(c, PROBLEM_UNAVAILABLE, "The label cannot be checked now: the disk does not do its part.");
	return problem_cause(c, "%s: %s", what, strerror(errno));
}

static bool write_all(int fd, const char *from, size_t n)
{
	while (n > 0) {
		ssize_t some = write(fd, from, n);

		if (some < 0 && errno != EINTR)
			return false;
		from += some > 0 ? some : 0;
		n -= some > 0 ? (size_t)some : 0;
	}
	return true;
}

/* ---- onto the disk ----------------------------------------------------------------------------------- */

static bool put_piece(struct ctx *c, const struct label *l, int64_t position, int fd, int64_t *left)
{
	struct ctx   one = ctx_begin(c);
	struct bytes piece;
	bool         ok = label_piece(&one, l, position, &piece) && (write_all(fd, piece.data, piece.len) || disk_problem(&one, "write"));

	if (ok)
		*left -= (int64_t)piece.len;
	else
		problem_take(c, &one);
	ctx_end(&one);
	return ok;
}

static bool put_file(struct ctx *c, const struct check *k)
{
	const int fd = open(k->in, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	int64_t   left = k->label.size_bytes;
	bool      ok = fd >= 0 || disk_problem(c, k->in);

	for (int64_t position = 0; ok && left > 0; position++)
		ok = put_piece(c, &k->label, position, fd, &left);
	if (fd >= 0)
		ok = (close(fd) == 0 || disk_problem(c, "close")) && ok;
	return ok;
}

/* ---- and back ------------------------------------------------------------------------------------------ */

struct kept {
	struct job_run *run;
	struct check   *check;
	int64_t         position;
	struct bytes    piece;
};

static bool keep(struct ctx *c, void *arg)
{
	const struct kept *k = arg;

	return label_rewritten(c, &k->check->label, k->position, k->piece) && job_fence(k->run);
}

/* A whole piece, unless the file ends. */
static bool read_piece(struct ctx *c, int fd, char *to, size_t *n)
{
	*n = 0;
	while (*n < LABEL_PIECE) {
		ssize_t some = read(fd, to + *n, LABEL_PIECE - *n);

		if (some < 0 && errno != EINTR)
			return disk_problem(c, "read");
		if (some == 0)
			return true;
		*n += some > 0 ? (size_t)some : 0;
	}
	return true;
}

static bool keep_file(struct job_run *r, struct check *k)
{
	const int          fd = open(k->out, O_RDONLY | O_CLOEXEC);
	char              *piece = arena_alloc(r->ctx->arena, LABEL_PIECE);
	struct sha256_sum *sum = sha256_begin(r->ctx->arena);
	struct kept        kept = { r, k, 0, { piece, 0 } };
	bool               ok = fd >= 0 || disk_problem(r->ctx, k->out);

	for (; ok; kept.position++) {
		ok = read_piece(r->ctx, fd, piece, &kept.piece.len);
		if (!ok || kept.piece.len == 0)
			break;
		sha256_add(sum, piece, kept.piece.len);
		k->verdict.size_bytes += (int64_t)kept.piece.len;
		ok = db_again(r->ctx, keep, &kept);
	}
	if (fd >= 0)
		close(fd);
	k->verdict.hash = sha256_end(r->ctx->arena, sum);
	return ok;
}

/* ---- the job ------------------------------------------------------------------------------------------- */

#define FOLDER "gwms-label."

static void name_files(struct ctx *c, struct check *k, const char *dir)
{
	k->dir = dir;
	k->in = arena_printf(c->arena, "%s/in.pdf", dir);
	k->out = arena_printf(c->arena, "%s/out.pdf", dir);
}

static void remove_folder(const struct check *k)
{
	unlink(k->in);
	unlink(k->out);
	rmdir(k->dir);
}

/* What workers that were killed in the middle have left: somebody's address lies in it. */
static void remove_leftovers(struct ctx *c, const char *temp)
{
	enum { LONG_AGO_S = 3600 };
	DIR           *all = opendir(temp);
	struct dirent *entry;

	while (all && (entry = readdir(all)) != NULL) {
		struct check old = { 0 };
		struct stat  st;

		if (strncmp(entry->d_name, FOLDER, strlen(FOLDER)) != 0)
			continue;
		name_files(c, &old, arena_printf(c->arena, "%s/%s", temp, entry->d_name));
		if (lstat(old.dir, &st) == 0 && S_ISDIR(st.st_mode) && st.st_uid == geteuid() && st.st_mtime < time(NULL) - LONG_AGO_S)
			remove_folder(&old);
	}
	if (all)
		closedir(all);
}

static bool make_folder(struct ctx *c, struct check *k)
{
	const char *told = getenv("TMPDIR"), *temp = told && *told ? told : "/tmp";
	char       *dir = arena_printf(c->arena, "%s/" FOLDER "XXXXXX", temp);

	remove_leftovers(c, temp);
	if (!mkdtemp(dir))
		return disk_problem(c, dir);
	name_files(c, k, dir);
	return true;
}

static bool judge(struct job_run *r, struct check *k)
{
	struct pdf_found found;

	if (!put_file(r->ctx, k) || !pdf_rewrite(r->ctx, k->dir, job_keep_going, r, &found))
		return false;
	k->verdict = (struct label_verdict){ .refusal = found.refusal, .pages = found.pages };
	return found.refusal || keep_file(r, k);
}

static bool work(struct job_run *r)
{
	const struct label_ref *in = r->payload;
	struct check           *k = NEW(r->ctx->arena, struct check);
	bool                    ok;

	if (!label_to_check(r->ctx, in->label_id, &k->label)) {
		if (!problem_is(r->ctx, PROBLEM_NOT_FOUND))
			return false;
		problem_clear(r->ctx); /* done before, or erased */
		return true;
	}
	if (!make_folder(r->ctx, k)) {
		r->again = true;
		return false;
	}
	ok = judge(r, k);
	remove_folder(k);
	r->free_try = !ok && job_stopping();
	r->again = !ok && problem_is(r->ctx, PROBLEM_UNAVAILABLE);
	r->state = ok ? k : NULL;
	return ok;
}

static bool record(struct job_run *r)
{
	const struct label_ref *in = r->payload;
	const struct check     *k = r->state;

	return !k || label_checked(r->ctx, in->label_id, &k->verdict);
}

/* Nobody will try again: then it cannot be used, and another upload can. */
static bool dead(struct job_run *r, const struct problem *why)
{
	const struct label_ref *in = r->payload;

	(void)why;
	if (label_checked(r->ctx, in->label_id, &(struct label_verdict){ .refusal = "it could not be checked; upload it again" }))
		return true;
	if (!problem_is(r->ctx, PROBLEM_NOT_FOUND))
		return false;
	problem_clear(r->ctx);
	return true;
}

const struct job_kind label_check_job = { "label_check", &label_ref_shape, sizeof(struct label_ref), work, record, dead };
