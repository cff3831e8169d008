#pragma once
#include "practice/shop.h"

/* Made-up buyers with addresses as real shops carry them. */
struct person {
	struct address address;
	const char    *currency;
};

extern const struct person people[];
extern const size_t        n_people;

/* Those the first orders of the default shops name. */
enum {
	PERSON_EMILY, PERSON_MARCUS, PERSON_GRETA, PERSON_JUERGEN, PERSON_WANG, PERSON_LI, PERSON_OLIVIA, PERSON_ALISTAIR,
	PERSON_SATO, PERSON_YAMAMOTO, PERSON_CHLOE, PERSON_SANNE, PERSON_NOAH, PERSON_DOLORES,
};

/* The tax a shop adds for that destination: per cent in ten-thousandths, 0 for none. */
int64_t tax_of(const struct address *to, const char **code, const char **label);
/* The amount, given in US dollars, in another currency at the shop's fixed rates; whole yen. */
struct money price_in(struct money usd, const char *currency);
