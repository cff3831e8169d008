#include "base/address.h"

#include <arpa/inet.h>
#include <string.h>

enum { TEXT_MAX = INET6_ADDRSTRLEN, BYTES_MAX = 16 };

struct range {
	int           family;
	unsigned      bits; /* of the front that count */
	unsigned char bytes[BYTES_MAX];
};

static unsigned bits_of(int family)
{
	return family == AF_INET ? 32 : 128;
}

static bool bits_read(const char *text, unsigned most, unsigned *out)
{
	unsigned n = 0;
	size_t   len = strlen(text);

	if (len < 1 || len > 3 || (len > 1 && *text == '0') || strspn(text, "0123456789") != len)
		return false;
	for (; *text; text++)
		n = n * 10 + (unsigned)(*text - '0');
	*out = n;
	return n <= most;
}

static bool range_read(const char *text, struct range *out)
{
	char   host[TEXT_MAX];
	size_t n = strcspn(text, "/");

	if (n == 0 || n >= sizeof host)
		return false;
	memcpy(host, text, n);
	host[n] = '\0';
	memset(out, 0, sizeof *out);
	out->family = strchr(host, ':') ? AF_INET6 : AF_INET;
	out->bits = bits_of(out->family);
	return inet_pton(out->family, host, out->bytes) == 1 && (!text[n] || bits_read(text + n + 1, bits_of(out->family), &out->bits));
}

static bool same_front(const unsigned char *a, const unsigned char *b, unsigned bits)
{
	const unsigned whole = bits / 8, rest = bits % 8;

	return memcmp(a, b, whole) == 0 && (rest == 0 || (a[whole] ^ b[whole]) >> (8 - rest) == 0);
}

/* What counts must be all there is: 10.0.0.7/8 is a slip of who typed it. */
static bool ends_in_zeros(const struct range *r)
{
	for (unsigned i = r->bits; i < bits_of(r->family); i++)
		if (r->bytes[i / 8] & 0x80 >> i % 8)
			return false;
	return true;
}

bool address_range_good(const char *range)
{
	struct range r;

	return range_read(range, &r) && ends_in_zeros(&r);
}

bool address_in_range(const char *address, const char *range)
{
	struct range a, r;

	return !strchr(address, '/') && range_read(address, &a) && range_read(range, &r) && a.family == r.family
	    && same_front(a.bytes, r.bytes, r.bits);
}
