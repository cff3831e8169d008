#include "model/ship_to.h"

#define PERSON(m, json, ...) FIELD(struct ship_to, m, json, .flags = FIELD_PERSONAL, __VA_ARGS__)
#define ADDRESS                                                                                                        \
	FIELD(struct ship_to, platform, "platform"), FIELD(struct ship_to, code, "code"), PERSON(name, "name"),           \
	PERSON(company, "company"), PERSON(phone, "phone"), PERSON(country, "country"), PERSON(state, "state"),           \
	PERSON(city, "city"), PERSON(line1, "line1"), PERSON(line2, "line2"), PERSON(zip, "zip"), FIELD(struct ship_to, version, "version")

static const struct field fields[] = { ADDRESS, FIELD_END };
const struct shape ship_to_shape = SHAPE(struct ship_to, fields);

static const struct field set_fields[] = { ADDRESS, FIELD(struct ship_to, freed, "freed"), FIELD_END };
const struct shape ship_to_set_shape = SHAPE(struct ship_to, set_fields);

#define NEEDED(m, json, least, most) \
	FIELD(struct ship_to, m, json, .flags = FIELD_REQUIRED | FIELD_TRIM | FIELD_PERSONAL, .min = least, .max = most)
#define MAYBE(m, json, most) FIELD(struct ship_to, m, json, .flags = FIELD_TRIM | FIELD_PERSONAL, .max = most)
static const struct field in_fields[] = {
	NEEDED(platform, "platform", 1, 32),
	NEEDED(code, "code", 1, 64),
	NEEDED(name, "name", 1, 255),
	MAYBE(company, "company", 255),
	MAYBE(phone, "phone", 64),
	NEEDED(country, "country", 2, 2),
	MAYBE(state, "state", 128),
	NEEDED(city, "city", 1, 128),
	NEEDED(line1, "line1", 1, 255),
	MAYBE(line2, "line2", 255),
	MAYBE(zip, "zip", 32),
	FIELD_END
};
const struct shape set_ship_to_shape = SHAPE(struct ship_to, in_fields);

static const struct field filter_fields[] = {
	FIELD(struct ship_to_filter, platform, "platform", .max = 32),
	FIELD(struct ship_to_filter, code, "code", .max = 64),
	FIELD_END
};
const struct shape ship_to_filter_shape = SHAPE(struct ship_to_filter, filter_fields);
