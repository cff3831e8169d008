/* zlib at its fastest level, which packs an order's JSON to within a tenth of the usual one. Its tables are as large as the
 * text needs: for a small one most of the work would be to clear them. */
#include "lib/pack.h"

#include <stdlib.h>
#include <zlib.h>

enum { LENGTH_BYTES = 4, LEVEL = 1, WINDOW_LEAST = 10, WINDOW_MOST = 15, TABLES_BELOW_WINDOW = 7 };

static int window_for(size_t bytes)
{
	int bits = WINDOW_LEAST;

	while (bits < WINDOW_MOST && (size_t)1 << bits < bytes)
		bits++;
	return bits;
}

/* Four bytes with the length, the lowest first, and what zlib makes of the text; of an empty one, nothing. */
struct bytes pack(struct ctx *c, struct bytes plain)
{
	const int      window = window_for(plain.len);
	z_stream       z = { .next_in = (unsigned char *)(uintptr_t)plain.data, .avail_in = (unsigned)plain.len }; /* only read */
	unsigned char *out;
	size_t         room;

	if (!plain.data || !plain.len)
		return plain;
	if (deflateInit2(&z, LEVEL, Z_DEFLATED, window, window - TABLES_BELOW_WINDOW, Z_DEFAULT_STRATEGY) != Z_OK)
		abort(); /* it can only lack memory */
	room = deflateBound(&z, plain.len);
	out = arena_alloc(c->arena, LENGTH_BYTES + room);
	for (int i = 0; i < LENGTH_BYTES; i++)
		out[i] = (unsigned char)(plain.len >> (8 * i));
	z.next_out = out + LENGTH_BYTES;
	z.avail_out = (unsigned)room;
	if (deflate(&z, Z_FINISH) != Z_STREAM_END || deflateEnd(&z) != Z_OK)
		abort(); /* there was room for the worst case */
	return (struct bytes){ out, LENGTH_BYTES + room - z.avail_out };
}
