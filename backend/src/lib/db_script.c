/* Scripts of migrations and practice data. They go through the text protocol, because not every
 * statement that changes a schema can be prepared. */
#include "lib/db_script.h"
#include "lib/db_private.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { SCRIPT_BYTES_MAX = 16 * 1024 * 1024 };

/* Behind a comment that starts here, or `p` itself. */
static const char *past_comment(const char *p)
{
	if (p[0] == '-' && p[1] == '-' && (p[2] == '\0' || isspace((unsigned char)p[2])))
		return p + strcspn(p, "\n");
	if (p[0] == '#')
		return p + strcspn(p, "\n");
	if (p[0] == '/' && p[1] == '*' && p[2] != '!' && p[2] != 'M') { /* those two are executed */
		const char *end = strstr(p + 2, "*/");

		return end ? end + 2 : p + strlen(p);
	}
	return p;
}

static const char *past_blank(const char *p)
{
	for (;;) {
		const char *from = p;

		while (isspace((unsigned char)*p))
			p++;
		p = past_comment(p);
		if (p == from)
			return p;
	}
}

/* Behind the string or quoted name that starts here. Doubled quotes are two strings side by side. */
static const char *past_quoted(const char *p)
{
	const char quote = *p++;

	for (; *p && *p != quote; p++)
		if (*p == '\\' && quote != '`' && p[1])
			p++;
	return *p ? p + 1 : p;
}

/* Nothing but blanks and a comment until the line ends. */
static bool line_ends(const char *p)
{
	p += strspn(p, " \t\r");
	return *p == '\0' || *p == '\n' || strncmp(p, "--", 2) == 0 || *p == '#';
}

bool script_next(const char **at, struct script_step *step)
{
	const char *p = past_blank(*at);
	const char *last;

	step->text = last = p;
	while (*p && !(*p == ';' && line_ends(p + 1))) {
		const char *behind = past_comment(p);

		if (behind != p) {
			p = behind;
			continue;
		}
		behind = *p == '\'' || *p == '"' || *p == '`' ? past_quoted(p) : p + 1;
		if (!isspace((unsigned char)*p))
			last = behind;
		p = behind;
	}
	step->len = (size_t)(last - step->text);
	*at = *p ? p + 1 : p;
	return step->len > 0 || (*p && script_next(at, step));
}

bool script_run(struct ctx *c, struct script_step step)
{
	return db_plain(c, arena_strndup(c->arena, step.text, step.len), step.len);
}

bool db_script(struct ctx *c, const char *sql)
{
	struct script_step step;

	while (script_next(&sql, &step))
		if (!script_run(c, step))
			return false;
	return true;
}

char *script_file(struct ctx *c, const char *dir, const char *name)
{
	const char *path = arena_printf(c->arena, "%s/%s", dir, name);
	FILE       *f = fopen(path, "re");
	size_t      len = 0, cap = 64 * 1024, got;
	char       *text = arena_alloc(c->arena, cap);
	bool        broken;

	if (!f) {
		problem(c, PROBLEM_UNAVAILABLE, "The file %s cannot be read: %s.", path, strerror(errno));
		return NULL;
	}
	while ((got = fread(text + len, 1, cap - len - 1, f)) > 0 && len + got < SCRIPT_BYTES_MAX) {
		len += got;
		if (len + 1 == cap) {
			text = arena_realloc(c->arena, text, cap, cap * 2);
			cap *= 2;
		}
	}
	broken = ferror(f) || !feof(f) || strlen(text) != len;
	fclose(f);
	if (!broken)
		return text;
	problem(c, PROBLEM_UNAVAILABLE, "The file %s cannot be read: it is broken, too long, or no text.", path);
	return NULL;
}
