/* Calendar arithmetic after Howard Hinnant's days-from-civil, which needs no locale and no zone. */
#include "base/instant.h"

#include <string.h>
#include <time.h>

struct instant instant_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (struct instant){ (int64_t)now.tv_sec * INSTANT_SECOND + now.tv_nsec / 1000 };
}

static int64_t days_from_civil(int y, int m, int d)
{
	int64_t  year = m <= 2 ? y - 1 : y;
	int64_t  era = (year >= 0 ? year : year - 399) / 400;
	unsigned yoe = (unsigned)(year - era * 400);
	unsigned doy = (153U * (unsigned)(m > 2 ? m - 3 : m + 9) + 2) / 5 + (unsigned)d - 1;
	unsigned doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return era * 146097 + (int64_t)doe - 719468;
}

struct civil instant_civil(struct instant t)
{
	int64_t  seconds = t.us / INSTANT_SECOND, micro = t.us % INSTANT_SECOND;
	int64_t  days, rest, z, era;
	unsigned doe, yoe, doy, mp;
	struct civil c;

	if (micro < 0) {
		micro += INSTANT_SECOND;
		seconds--;
	}
	days = seconds / 86400;
	rest = seconds % 86400;
	if (rest < 0) {
		rest += 86400;
		days--;
	}
	z = days + 719468;
	era = (z >= 0 ? z : z - 146096) / 146097;
	doe = (unsigned)(z - era * 146097);
	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	mp = (5 * doy + 2) / 153;
	c.day = (int)(doy - (153 * mp + 2) / 5 + 1);
	c.month = (int)(mp < 10 ? mp + 3 : mp - 9);
	c.year = (int)((int64_t)yoe + era * 400) + (c.month <= 2);
	c.hour = (int)(rest / 3600);
	c.minute = (int)(rest / 60 % 60);
	c.second = (int)(rest % 60);
	c.micro = (int)micro;
	return c;
}

bool civil_instant(struct civil c, struct instant *out)
{
	static const int month_days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (c.year % 4 == 0 && c.year % 100 != 0) || c.year % 400 == 0;

	if (c.year < 1000 || c.year > 9999 || c.month < 1 || c.month > 12 || c.day < 1
	    || c.day > month_days[c.month - 1] + (c.month == 2 && leap)
	    || c.hour < 0 || c.hour > 23 || c.minute < 0 || c.minute > 59 || c.second < 0 || c.second > 59
	    || c.micro < 0 || c.micro > 999999)
		return false;
	out->us = (days_from_civil(c.year, c.month, c.day) * 86400 + c.hour * 3600 + c.minute * 60 + c.second)
		* INSTANT_SECOND + c.micro;
	return true;
}

static bool digits(const char **p, int n, int *out)
{
	*out = 0;
	for (; n; n--, (*p)++) {
		if (**p < '0' || **p > '9')
			return false;
		*out = *out * 10 + (**p - '0');
	}
	return true;
}

static bool one_of(const char **p, const char *chars)
{
	if (!**p || !strchr(chars, **p))
		return false;
	(*p)++;
	return true;
}

static bool read_civil(const char **p, struct civil *c)
{
	int scale = 100000;

	c->micro = 0;
	if (!(digits(p, 4, &c->year) && one_of(p, "-") && digits(p, 2, &c->month) && one_of(p, "-")
	      && digits(p, 2, &c->day) && one_of(p, "Tt ") && digits(p, 2, &c->hour) && one_of(p, ":")
	      && digits(p, 2, &c->minute) && one_of(p, ":") && digits(p, 2, &c->second)))
		return false;
	if (**p != '.')
		return true;
	(*p)++;
	if (**p < '0' || **p > '9')
		return false;
	for (; **p >= '0' && **p <= '9'; (*p)++, scale /= 10)
		c->micro += (**p - '0') * scale;
	return true;
}

/* An offset can push a time out of the years that civil_instant took. */
static bool year_fits(struct instant t)
{
	int year = instant_civil(t).year;

	return year >= 1000 && year <= 9999;
}

bool instant_parse(const char *text, struct instant *out)
{
	struct civil c;
	int          hours, minutes;
	bool         west;
	const char  *p = text;

	if (!text || !read_civil(&p, &c) || !civil_instant(c, out))
		return false;
	if (*p == 'Z' || *p == 'z')
		return p[1] == '\0';
	west = *p == '-';
	if (!one_of(&p, "+-") || !digits(&p, 2, &hours) || !one_of(&p, ":") || !digits(&p, 2, &minutes) || *p
	    || hours > 23 || minutes > 59)
		return false;
	out->us += (west ? 1 : -1) * (int64_t)(hours * 3600 + minutes * 60) * INSTANT_SECOND;
	return year_fits(*out);
}

bool instant_parse_utc(const char *text, struct instant *out)
{
	struct civil c;
	const char  *p = text;

	if (!text || !read_civil(&p, &c) || !civil_instant(c, out))
		return false;
	return *p == '\0' || ((*p == 'Z' || *p == 'z') && p[1] == '\0');
}

/* Without printf: lists show several times in each of their rows. */
static char *put_digits(char *p, int n, int width)
{
	for (int i = width - 1; i >= 0; i--, n /= 10)
		p[i] = (char)('0' + n % 10);
	return p + width;
}

static char *put_civil(char *p, struct civil c)
{
	p = put_digits(p, c.year, 4);
	*p++ = '-';
	p = put_digits(p, c.month, 2);
	*p++ = '-';
	p = put_digits(p, c.day, 2);
	*p++ = 'T';
	p = put_digits(p, c.hour, 2);
	*p++ = ':';
	p = put_digits(p, c.minute, 2);
	*p++ = ':';
	return put_digits(p, c.second, 2);
}

size_t instant_print(struct instant t, char out[INSTANT_TEXT_SIZE])
{
	struct civil c = instant_civil(t);
	char        *p = put_civil(out, c);

	if (c.micro) {
		*p++ = '.';
		p = put_digits(p, c.micro, 6);
	}
	*p++ = 'Z';
	*p = '\0';
	return (size_t)(p - out);
}

char *instant_text_bare(struct arena *a, struct instant t)
{
	char text[INSTANT_TEXT_SIZE];

	return arena_strndup(a, text, (size_t)(put_civil(text, instant_civil(t)) - text));
}

char *instant_text(struct arena *a, struct instant t)
{
	char   text[INSTANT_TEXT_SIZE];
	size_t len = instant_print(t, text);

	return arena_strndup(a, text, len);
}

struct instant instant_plus_s(struct instant t, int64_t seconds)
{
	return (struct instant){ t.us + seconds * INSTANT_SECOND };
}
