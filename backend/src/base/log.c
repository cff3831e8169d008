/* A line is built first and written with one write(), so that lines of several processes that
 * share a file do not mix. */
#include "base/log.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const char *log_program = "gwms";

void log_open(const char *program)
{
	log_program = program;
}

static size_t put(char *line, size_t at, size_t size, const char *text)
{
	while (*text && at < size)
		line[at++] = *text++;
	return at;
}

static size_t put_value(char *line, size_t at, size_t size, const char *text)
{
	static const char hex[] = "0123456789abcdef";
	bool quote = !*text || strpbrk(text, " =\"") != NULL;

	if (quote)
		at = put(line, at, size, "\"");
	for (const unsigned char *p = (const unsigned char *)text; *p && at + 4 < size; p++) {
		if (*p < 0x20 || *p == 0x7f) {
			char esc[5] = { '\\', 'x', hex[*p >> 4], hex[*p & 15], 0 };

			at = put(line, at, size, esc);
		} else {
			if (*p == '"' || *p == '\\')
				line[at++] = '\\';
			line[at++] = (char)*p;
		}
	}
	return quote ? put(line, at, size, "\"") : at;
}

void log_line(const char *level, const char *event, const struct log_kv *kv)
{
	char            line[4096], number[32];
	const size_t    size = sizeof line - 1;
	struct timespec now;
	struct tm       tm;
	size_t          at;

	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &tm);
	at = strftime(line, sizeof line, "%Y-%m-%dT%H:%M:%S", &tm);
	at += (size_t)snprintf(line + at, sizeof line - at, ".%03dZ %s[%d] level=%s event=%s", (int)(now.tv_nsec / 1000000),
		log_program, (int)getpid(), level, event);
	for (; kv->key; kv++) {
		if (kv->type == LOG_TEXT && !kv->text)
			continue;
		at = put(line, at, size, " ");
		at = put(line, at, size, kv->key);
		at = put(line, at, size, "=");
		if (kv->type == LOG_TEXT) {
			at = put_value(line, at, size, kv->text);
		} else {
			snprintf(number, sizeof number, "%" PRId64, kv->number);
			at = put(line, at, size, number);
		}
	}
	line[at++] = '\n';
	if (write(STDERR_FILENO, line, at) < 0)
		return; /* nobody reads the log: there is no one to tell */
}
