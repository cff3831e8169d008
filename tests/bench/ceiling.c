/* What the database and its client library can do at best: the same work as the programs', with nothing
 * around it. Every mode prints one line of JSON: n, seconds, client_us (CPU of this program) per piece of work.
 *
 *   ceiling SOCKET select PROCESSES SECONDS          the statements of stdin, each on a line, prepared once, run over and over
 *   ceiling SOCKET commit PROCESSES SECONDS          one row and a commit, over and over
 *   ceiling SOCKET insert FROM INTO TRANSACTIONS TABLE=KEY…  the rows of FROM's tables by array binding into INTO's
 */
#include <mysql.h>

#include <err.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { COLUMNS_MAX = 80, TEXT_MAX = 64 * 1024, STATEMENTS_MAX = 8, TABLES_MAX = 16 };

static const char *sock;

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double seconds_of(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static double cpu_of(int who)
{
	struct rusage u;

	getrusage(who, &u);
	return seconds_of(u.ru_utime) + seconds_of(u.ru_stime);
}

static MYSQL *open_database(void)
{
	MYSQL *m = mysql_init(NULL);

	mysql_options(m, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	if (!mysql_real_connect(m, NULL, "root", "", "gwms", 0, sock, 0))
		errx(1, "%s", mysql_error(m));
	return m;
}

static void run(MYSQL *m, const char *statement)
{
	if (mysql_query(m, statement))
		errx(1, "%s: %s", statement, mysql_error(m));
}

static MYSQL_STMT *prepare(MYSQL *m, const char *statement)
{
	MYSQL_STMT *s = mysql_stmt_init(m);

	if (mysql_stmt_prepare(s, statement, strlen(statement)))
		errx(1, "%s: %s", statement, mysql_stmt_error(s));
	return s;
}

static void execute(MYSQL_STMT *s)
{
	if (mysql_stmt_execute(s))
		errx(1, "%s", mysql_stmt_error(s));
}

/* ---- the same statement over and over ---------------------------------------------------------- */

/* Every column is read, as text into a buffer of its own. */
static void bind_columns(MYSQL_STMT *s)
{
	static char          text[COLUMNS_MAX][1024];
	static unsigned long lengths[COLUMNS_MAX];
	static my_bool       nulls[COLUMNS_MAX];
	MYSQL_BIND           to[COLUMNS_MAX] = { 0 };
	unsigned             n = mysql_stmt_field_count(s);

	if (n > COLUMNS_MAX)
		errx(1, "more than %d columns", COLUMNS_MAX);
	for (unsigned i = 0; i < n; i++)
		to[i] = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_STRING, .buffer = text[i], .buffer_length = sizeof text[i], .length = &lengths[i],
			.is_null = &nulls[i] };
	if (mysql_stmt_bind_result(s, to))
		errx(1, "%s", mysql_stmt_error(s));
}

static void read_all(MYSQL_STMT *s, bool first)
{
	execute(s);
	if (first)
		bind_columns(s);
	if (mysql_stmt_store_result(s))
		errx(1, "%s", mysql_stmt_error(s));
	while (mysql_stmt_fetch(s) != MYSQL_NO_DATA)
		;
	mysql_stmt_free_result(s);
}

static long selects(char *statements, double until)
{
	MYSQL      *m = open_database();
	MYSQL_STMT *all[STATEMENTS_MAX];
	int         n_all = 0;
	long        n = 0;

	for (char *one = strtok(statements, "\n"); one; one = strtok(NULL, "\n")) {
		if (n_all == STATEMENTS_MAX)
			errx(1, "more than %d statements", STATEMENTS_MAX);
		all[n_all++] = prepare(m, one);
	}
	for (; now() < until; n++)
		for (int i = 0; i < n_all; i++)
			read_all(all[i], !n);
	for (int i = 0; i < n_all; i++)
		mysql_stmt_close(all[i]);
	mysql_close(m);
	return n;
}

static long commits(double until)
{
	MYSQL      *m = open_database();
	MYSQL_STMT *s = prepare(m, "INSERT INTO bench.commits (at) VALUES (NOW(6))");
	long        n = 0;

	for (; now() < until; n++)
		execute(s);
	mysql_stmt_close(s);
	mysql_close(m);
	return n;
}

/* As many connections as the programs have: each a process of its own, and the counts come back through a pipe. */
static void in_processes(const char *mode, int processes, double seconds)
{
	static char  statements[TEXT_MAX];
	const bool   select = strcmp(mode, "select") == 0;
	const double until = now() + seconds;
	long         n, all = 0;
	int          ends[2];

	if (select)
		statements[fread(statements, 1, sizeof statements - 1, stdin)] = 0;
	if (pipe(ends))
		err(1, "pipe");
	for (int i = 0; i < processes; i++)
		if (fork() == 0) {
			n = select ? selects(statements, until) : commits(until);
			_exit(write(ends[1], &n, sizeof n) != sizeof n);
		}
	for (int i = 0; i < processes; i++) {
		if (read(ends[0], &n, sizeof n) != sizeof n)
			errx(1, "a process ended without its count");
		all += n;
	}
	while (wait(NULL) > 0)
		;
	printf("{\"n\":%ld,\"seconds\":%.6f,\"client_us\":%.3f}\n", all, seconds, cpu_of(RUSAGE_CHILDREN) * 1e6 / (double)(all ? all : 1));
}

/* ---- array binding --------------------------------------------------------------------------------- */

/* A table's rows in memory, column by column. */
struct table {
	const char     *name, *key;
	unsigned        columns;
	size_t          rows;
	char           *insert;
	char         ***texts;    /* [column][row] */
	unsigned long **lengths;
	char          **marks;    /* NULL or not, as the library wants to know it */
	MYSQL_STMT     *statement;
};

static char *columns_of(MYSQL *m, const char *database, const char *name)
{
	static char q[1024];
	MYSQL_RES  *r;
	char       *list;

	run(m, "SET SESSION group_concat_max_len = 65536");
	snprintf(q, sizeof q, "SELECT GROUP_CONCAT(column_name ORDER BY ordinal_position) FROM information_schema.columns"
		" WHERE table_schema = '%s' AND table_name = '%s' AND generation_expression IS NULL", database, name);
	run(m, q);
	r = mysql_store_result(m);
	list = strdup(mysql_fetch_row(r)[0]);
	mysql_free_result(r);
	return list;
}

static void load(MYSQL *m, const char *from, const char *into, struct table *t)
{
	static char q[TEXT_MAX];
	char       *columns = columns_of(m, from, t->name), *to;
	MYSQL_RES  *r;
	MYSQL_ROW   row;

	snprintf(q, sizeof q, "SELECT %s FROM %s.%s ORDER BY %s", columns, from, t->name, t->key);
	run(m, q);
	r = mysql_store_result(m);
	t->columns = mysql_num_fields(r);
	t->rows = mysql_num_rows(r);
	t->texts = calloc(t->columns, sizeof *t->texts);
	t->lengths = calloc(t->columns, sizeof *t->lengths);
	t->marks = calloc(t->columns, sizeof *t->marks);
	for (unsigned c = 0; c < t->columns; c++) {
		t->texts[c] = calloc(t->rows + 1, sizeof **t->texts);
		t->lengths[c] = calloc(t->rows + 1, sizeof **t->lengths);
		t->marks[c] = calloc(t->rows + 1, 1);
	}
	for (size_t i = 0; (row = mysql_fetch_row(r)); i++) {
		const unsigned long *lengths = mysql_fetch_lengths(r);

		for (unsigned c = 0; c < t->columns; c++) {
			t->texts[c][i] = row[c]; /* lives as long as the result, which is not freed */
			t->lengths[c][i] = lengths[c];
			t->marks[c][i] = row[c] ? STMT_INDICATOR_NONE : STMT_INDICATOR_NULL;
		}
	}
	to = q + snprintf(q, sizeof q, "INSERT INTO %s.%s (%s) VALUES (", into, t->name, columns);
	for (unsigned c = 0; c < t->columns; c++)
		to += sprintf(to, c ? ", ?" : "?");
	strcpy(to, ")");
	t->insert = strdup(q);
	free(columns);
}

static void insert_rows(struct table *t, size_t from, size_t end)
{
	MYSQL_BIND   in[COLUMNS_MAX] = { 0 };
	unsigned int n = (unsigned)(end - from);

	if (!n)
		return;
	for (unsigned c = 0; c < t->columns; c++)
		in[c] = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_STRING, .buffer = (void *)(t->texts[c] + from), .length = t->lengths[c] + from,
			.u.indicator = t->marks[c] + from };
	mysql_stmt_attr_set(t->statement, STMT_ATTR_ARRAY_SIZE, &n);
	if (mysql_stmt_bind_param(t->statement, in))
		errx(1, "%s", mysql_stmt_error(t->statement));
	execute(t->statement);
}

static void inserts(const char *from, const char *into, size_t transactions, char **names, int n)
{
	struct table tables[TABLES_MAX] = { 0 };
	MYSQL       *m = open_database();
	double       began, cpu;

	if (n > TABLES_MAX)
		errx(1, "too many tables");
	for (int i = 0; i < n; i++) {
		tables[i].name = strtok(names[i], "=");
		tables[i].key = strtok(NULL, "=");
		load(m, from, into, &tables[i]);
	}
	for (int i = 0; i < n; i++)
		tables[i].statement = prepare(m, tables[i].insert);
	mysql_autocommit(m, 0);
	began = now();
	cpu = cpu_of(RUSAGE_SELF);
	for (size_t x = 0; x < transactions; x++) {
		for (int i = 0; i < n; i++)
			insert_rows(&tables[i], tables[i].rows * x / transactions, tables[i].rows * (x + 1) / transactions);
		if (mysql_commit(m))
			errx(1, "%s", mysql_error(m));
	}
	printf("{\"n\":%zu,\"seconds\":%.6f,\"client_us\":%.3f}\n", tables[0].rows, now() - began,
		(cpu_of(RUSAGE_SELF) - cpu) * 1e6 / (double)(tables[0].rows ? tables[0].rows : 1));
	mysql_close(m);
}

int main(int argc, char **argv)
{
	if (argc < 5)
		errx(2, "usage: see the top of ceiling.c");
	sock = argv[1];
	if (strcmp(argv[2], "insert") == 0 && argc > 6)
		inserts(argv[3], argv[4], strtoul(argv[5], NULL, 10), argv + 6, argc - 6);
	else
		in_processes(argv[2], atoi(argv[3]), atof(argv[4]));
	return 0;
}
