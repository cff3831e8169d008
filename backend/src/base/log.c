/* A line is built first and written with one write(), so that lines of several processes that
 * share a file do not mix. */
#include "base/log.h"

#include <stdbool.h>
#include <stdint.h>
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

static size_t put_number(char *line, size_t at, size_t size, int64_t number)
{
	char     digits[24], *p = digits + sizeof digits;
	uint64_t n = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;

	*--p = '\0';
	do
		*--p = (char)('0' + n % 10);
	while (n /= 10);
	if (number < 0)
		*--p = '-';
	return put(line, at, size, p);
}

/* Up to the second, which many lines share. */
static const char *stamp_of(time_t second)
{
	static char   text[32];
	static time_t of;
	struct tm     tm;

	if (second != of || !*text) {
		gmtime_r(&second, &tm);
		strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &tm);
		of = second;
	}
	return text;
}

/* By hand, not by printf: every request has its line. */
void log_line(const char *level, const char *event, const struct log_kv *kv)
{
	char            line[4096];
	const size_t    size = sizeof line - 1;
	struct timespec now;
	size_t          at;
	int             ms;

	clock_gettime(CLOCK_REALTIME, &now);
	ms = (int)(now.tv_nsec / 1000000);
	at = put(line, 0, size, stamp_of(now.tv_sec));
	at = put(line, at, size, (const char[]){ '.', (char)('0' + ms / 100), (char)('0' + ms / 10 % 10), (char)('0' + ms % 10), 'Z', ' ', '\0' });
	at = put(line, at, size, log_program);
	at = put(line, at, size, "[");
	at = put_number(line, at, size, getpid());
	at = put(line, at, size, "] level=");
	at = put(line, at, size, level);
	at = put(line, at, size, " event=");
	at = put(line, at, size, event);
	for (; kv->key; kv++) {
		if (kv->type == LOG_TEXT && !kv->text)
			continue;
		at = put(line, at, size, " ");
		at = put(line, at, size, kv->key);
		at = put(line, at, size, "=");
		if (kv->type == LOG_TEXT) {
			at = put_value(line, at, size, kv->text);
		} else {
			at = put_number(line, at, size, kv->number);
		}
	}
	line[at++] = '\n';
	if (write(STDERR_FILENO, line, at) < 0)
		return; /* nobody reads the log: there is no one to tell */
}
