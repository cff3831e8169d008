#pragma once
#include <stdint.h>

/* One line of key=value on standard error. The edges log (one line per request and per job);
 * code below them raises problems. Never secrets, never personal data. Values have line breaks
 * and control characters escaped. */
struct log_kv {
	const char *key;
	enum { LOG_TEXT, LOG_NUMBER } type;
	const char *text;
	int64_t     number;
};

static inline struct log_kv log_kv_text(const char *key, const char *text)
{
	return (struct log_kv){ key, LOG_TEXT, text, 0 };
}
static inline struct log_kv log_kv_number(const char *key, int64_t number)
{
	return (struct log_kv){ key, LOG_NUMBER, 0, number };
}
static inline struct log_kv log_kv_unsigned(const char *key, uint64_t number)
{
	return log_kv_number(key, (int64_t)number); /* ids and counts: within int64 */
}
#define KV(key, v)                                                                                              \
	_Generic((v), char *: log_kv_text, const char *: log_kv_text, unsigned long: log_kv_unsigned,             \
		unsigned long long: log_kv_unsigned, default: log_kv_number)(key, v)

#define log_info(event, ...)  log_line("info", event, (const struct log_kv[]){ __VA_ARGS__ __VA_OPT__(,) { 0 } })
#define log_warn(event, ...)  log_line("warn", event, (const struct log_kv[]){ __VA_ARGS__ __VA_OPT__(,) { 0 } })
#define log_error(event, ...) log_line("error", event, (const struct log_kv[]){ __VA_ARGS__ __VA_OPT__(,) { 0 } })

void log_open(const char *program); /* the name every line carries */
void log_line(const char *level, const char *event, const struct log_kv *kv);
