/* V() picks the kind from the C type; what is absent binds NULL. */
#include "unit/with_ctx.h"
#include "base/value.h"

static void test_kinds(void **state)
{
	const char    *none = NULL, *text = "K\xc3\xb6ln";
	char           array[] = "abc";
	struct bytes   bytes = { "a\0b", 3 }, no_bytes = { NULL, 0 };
	struct instant when = { 5 }, never = { 0 };
	enum { RED, BLUE } colour = BLUE;
	const struct { struct value v; enum value_kind kind; } table[] = {
		{ V(true), VALUE_INT }, { V(-1), VALUE_INT }, { V((int32_t)1), VALUE_INT }, { V((int64_t)1), VALUE_INT }, { V((short)1), VALUE_INT },
		{ V(1LL), VALUE_INT }, { V(1U), VALUE_UINT }, { V((uint64_t)1), VALUE_UINT }, { V((size_t)1), VALUE_UINT }, { V(colour), VALUE_UINT },
		{ V(text), VALUE_TEXT }, { V(array), VALUE_TEXT }, { V("literal"), VALUE_TEXT }, { V(""), VALUE_TEXT }, { V(none), VALUE_NULL },
		{ V(bytes), VALUE_BYTES }, { V(no_bytes), VALUE_NULL }, { V(when), VALUE_INSTANT }, { V(never), VALUE_NULL },
		{ V((struct money){ 0 }), VALUE_MONEY }, { V((uint64_t)0), VALUE_UINT }, { V_ID(7), VALUE_UINT }, { V_ID(0), VALUE_NULL },
		{ V_NULL, VALUE_NULL },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(table); i++)
		if (table[i].v.kind != table[i].kind)
			fail_msg("row %zu", i);
}

static void test_contents(void **state)
{
	(void)state;
	assert_int_equal(V(true).i, 1);
	assert_true(V(INT64_MIN).i == INT64_MIN);
	assert_true(V(UINT64_MAX).u == UINT64_MAX);
	assert_int_equal(V("abc").bytes.len, 3);
	assert_memory_equal(V("abc").bytes.data, "abc", 3);
	assert_int_equal(V((struct bytes){ "a\0b", 3 }).bytes.len, 3);
	assert_int_equal(V((struct instant){ 5 }).instant.us, 5);
	assert_int_equal(V((struct money){ -5 }).money.e4, -5);
	assert_true(V_ID(7).u == 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_contents),
	};
	return cmocka_run_group_tests_name("value", tests, NULL, NULL);
}
