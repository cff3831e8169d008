#include "lib/failpoint.h"

#ifdef GWMS_TEST
#include "base/log.h"
#include "lib/db_private.h"

#include <fcntl.h>
#include <mysql.h>
#include <signal.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

enum { PATH_MAX_BYTES = 512, ORDER_MAX_BYTES = 64 };

/* What the file says: the action, and how many hits are to come. False: not here, not now. */
static bool read_order(const char *path, char action[ORDER_MAX_BYTES], long *left)
{
	int     fd = open(path, O_RDWR | O_CLOEXEC);
	ssize_t n;
	char   *space;

	if (fd < 0)
		return false;
	/* several processes may come by at once: each hit counts once */
	if (flock(fd, LOCK_EX) != 0 || (n = read(fd, action, ORDER_MAX_BYTES - 1)) <= 0 || access(path, F_OK) != 0) {
		close(fd);
		return false;
	}
	action[n] = '\0';
	space = strchr(action, ' ');
	*left = space ? strtol(space + 1, NULL, 10) : 1;
	if (space)
		*space = '\0';
	if (--*left > 0) {
		char rest[ORDER_MAX_BYTES * 2];
		int  len = snprintf(rest, sizeof rest, "%s %ld\n", action, *left);

		if (ftruncate(fd, 0) != 0 || pwrite(fd, rest, (size_t)len, 0) != len)
			abort();
	} else {
		char fired[PATH_MAX_BYTES + 8];

		snprintf(fired, sizeof fired, "%s.fired", path);
		if (rename(path, fired) != 0)
			abort();
	}
	close(fd);
	return *left <= 0;
}

/* The server would have undone the transaction by itself. */
static bool refuse(struct ctx *c, unsigned code)
{
	struct db *d = c->db;

	if (d->my && mysql_real_query(d->my, "ROLLBACK", 8) != 0)
		db_drop(d);
	return db_failed(c, code, "made by a failpoint", "(failpoint)");
}

bool failpoint(struct ctx *c, const char *name)
{
	static const char *dir;
	static bool        looked;
	char               path[PATH_MAX_BYTES], action[ORDER_MAX_BYTES];
	long               left;

	if (!looked) {
		dir = getenv("GWMS_FAILPOINTS");
		looked = true;
	}
	if (!dir || !*dir)
		return true;
	snprintf(path, sizeof path, "%s/%s", dir, name);
	if (access(path, F_OK) != 0)
		return true;
	{
		/* a database's error means nothing outside a transaction */
		int     fd = open(path, O_RDONLY | O_CLOEXEC);
		ssize_t n = fd < 0 ? 0 : read(fd, action, ORDER_MAX_BYTES - 1);

		if (fd >= 0)
			close(fd);
		if (n >= 6 && memcmp(action, "error=", 6) == 0 && (!c->db || !db_in_transaction(c)))
			return true;
	}
	if (!read_order(path, action, &left))
		return true;
	log_warn("failpoint", KV("name", name), KV("action", action));
	if (strcmp(action, "kill") == 0)
		kill(getpid(), SIGKILL);
	if (strcmp(action, "abort") == 0)
		abort();
	if (strncmp(action, "sleep=", 6) == 0) {
		long ms = strtol(action + 6, NULL, 10);

		nanosleep(&(struct timespec){ .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 }, NULL);
	}
	if (strncmp(action, "error=", 6) == 0)
		return refuse(c, (unsigned)strtoul(action + 6, NULL, 10));
	return true;
}
#endif
