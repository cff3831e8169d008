/* Money never meets a double. */
#include "base/money.h"

#include <stdio.h>
#include <string.h>

/* Appends a digit; false when it no longer fits. */
static bool add_digit(int64_t *n, int digit)
{
	return !__builtin_mul_overflow(*n, 10, n) && !__builtin_add_overflow(*n, digit, n);
}

bool money_parse(const char *text, struct money *out)
{
	const char *p = text;
	bool        minus = p && *p == '-';
	int64_t     e4 = 0;
	int         decimals = 0;

	if (!p)
		return false;
	p += minus;
	if (*p < '0' || *p > '9')
		return false;
	for (; *p >= '0' && *p <= '9'; p++)
		if (!add_digit(&e4, *p - '0'))
			return false;
	if (*p == '.') {
		p++;
		if (*p < '0' || *p > '9')
			return false;
		for (; *p >= '0' && *p <= '9' && decimals < 4; p++, decimals++)
			if (!add_digit(&e4, *p - '0'))
				return false;
	}
	for (; decimals < 4; decimals++)
		if (!add_digit(&e4, 0))
			return false;
	if (*p >= '5' && *p <= '9' && __builtin_add_overflow(e4, 1, &e4))
		return false;
	while (*p >= '0' && *p <= '9')
		p++;
	if (*p)
		return false;
	out->e4 = minus ? -e4 : e4;
	return true;
}

size_t money_print(struct money m, char out[MONEY_TEXT_SIZE])
{
	uint64_t n = m.e4 < 0 ? 0 - (uint64_t)m.e4 : (uint64_t)m.e4;
	int      decimals = n % 100 ? n % 10 ? 4 : 3 : 2;
	char     digits[MONEY_TEXT_SIZE], *p = digits + sizeof digits;
	size_t   len;

	for (int drop = decimals; drop < 4; drop++)
		n /= 10;
	for (int i = 0; i < decimals; i++, n /= 10)
		*--p = (char)('0' + n % 10);
	*--p = '.';
	do
		*--p = (char)('0' + n % 10);
	while (n /= 10);
	if (m.e4 < 0)
		*--p = '-';
	len = (size_t)(digits + sizeof digits - p);
	memcpy(out, p, len);
	out[len] = '\0';
	return len;
}

char *money_text(struct arena *a, struct money m)
{
	char   text[MONEY_TEXT_SIZE];
	size_t len = money_print(m, text);

	return arena_strndup(a, text, len);
}

struct money money_divided(struct money m, int64_t n)
{
	int64_t whole = m.e4 / n, rest = m.e4 % n;
	int64_t left = rest < 0 ? -rest : rest;

	if (left >= n - left) /* at least half; twice `left` might not fit */
		whole += rest < 0 ? -1 : 1;
	return (struct money){ whole };
}

/* ISO 4217 active codes, sorted. Source: the standard's list one (amendment 177). */
static const char codes[] =
	"AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD "
	"CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP "
	"GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD "
	"KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN "
	"NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP "
	"SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES "
	"VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG";

bool currency_known(const char *code)
{
	if (!code || strlen(code) != 3)
		return false;
	for (const char *p = codes; p < codes + sizeof codes; p += 4)
		if (memcmp(p, code, 3) == 0)
			return true;
	return false;
}
