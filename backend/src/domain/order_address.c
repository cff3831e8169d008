/* Which parts of an address a carrier cannot do without, by country. What is not in a list is needed
 * everywhere; a list errs on the side of letting an order go. */
#include "domain/order_address.h"

#include "base/buf.h"

#include <string.h>

/* Two-letter codes, a space after each. */
static const char without_zip[] = "AE AG AN AO AQ AW BF BI BJ BO BS BW BZ CD CF CG CI CK CM DJ DM ER FJ GA GD GH GM GN GQ "
				  "GY HK IE JM KI KM KN KP LC ML MO MR MS MW NR NU PA QA RW SB SC SL SO SR SS ST SY TD TG TK "
				  "TL TO TT TV UG VU YE ZW ";
static const char with_state[] = "AU BR CA CN IN JP MX US ";
static const char without_city[] = "GI HK MC MO SG VA ";

static bool listed(const char *list, const char *country)
{
	for (const char *p = list; *p; p += 3)
		if (strncmp(p, country, 2) == 0)
			return true;
	return false;
}

static bool blank(const char *text)
{
	return !text || text[strspn(text, " \t\r\n")] == '\0';
}

const char *order_address_missing(struct ctx *c, const struct order *o)
{
	const bool  has_country = o->recipient_country && strlen(o->recipient_country) == 2;
	const char *country = has_country ? o->recipient_country : "  ";
	const struct {
		bool        missing;
		const char *name;
	} parts[] = {
		{ blank(o->recipient_name), "name" },
		{ blank(o->recipient_line1), "address line 1" },
		{ blank(o->recipient_city) && !listed(without_city, country), "city" },
		{ blank(o->recipient_state) && listed(with_state, country), "state" },
		{ blank(o->recipient_zip) && !listed(without_zip, country), "zip code" },
		{ !has_country, "country" },
	};
	struct buf b = buf_new(c->arena, 64);

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (parts[i].missing) {
			if (b.len)
				buf_puts(&b, ", ");
			buf_puts(&b, parts[i].name);
		}
	return b.len ? b.text : NULL;
}
