/* Money never meets a double. */
#include "base/money.h"

#include <stdio.h>
#include <string.h>

bool money_parse(const char *text, struct money *out)
{
	bool        minus;
	int64_t     whole = 0, part = 0;
	int         digits = 0, decimals = 0;
	const char *p = text;

	if (!p)
		return false;
	minus = *p == '-';
	p += minus;
	for (; *p >= '0' && *p <= '9'; p++, digits++) {
		whole = whole * 10 + (*p - '0');
		if (whole > INT64_C(999999999999999))
			return false;
	}
	if (!digits)
		return false;
	if (*p == '.') {
		for (p++; *p >= '0' && *p <= '9'; p++, decimals++) {
			if (decimals < 4)
				part = part * 10 + (*p - '0');
			else if (decimals == 4 && *p >= '5')
				part++;
		}
		if (!decimals)
			return false;
	}
	if (*p)
		return false;
	for (; decimals < 4; decimals++)
		part *= 10;
	out->e4 = whole * 10000 + part;
	if (minus)
		out->e4 = -out->e4;
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
	int64_t half = m.e4 < 0 ? -(n / 2) : n / 2;

	return (struct money){ (m.e4 + half) / n };
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
