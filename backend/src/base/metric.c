/* A table of fixed size in shared memory, open addressing. A slot is taken with one compare-and-swap and then written; a
 * process that is killed in between leaves a slot that nobody uses. */
#include "base/metric.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <unistd.h>

enum { SLOTS = 8192, KEY_BYTES = 112, PROBES = 64 };
enum { SLOT_EMPTY, SLOT_TAKEN, SLOT_READY };

struct slot {
	_Atomic uint64_t value;
	_Atomic uint32_t state;
	char             key[KEY_BYTES];
};
static struct slot *slots;

static const struct {
	int64_t     us;
	const char *le;
} buckets[] = {
	{ 2500, "0.0025" }, { 5000, "0.005" }, { 10000, "0.01" }, { 25000, "0.025" }, { 50000, "0.05" }, { 100000, "0.1" },
	{ 250000, "0.25" }, { 500000, "0.5" }, { 1000000, "1" }, { 2500000, "2.5" }, { 5000000, "5" }, { 10000000, "10" }, { INT64_MAX, "+Inf" },
};
enum { BUCKETS = sizeof buckets / sizeof *buckets };

void metric_open(const char *path)
{
	const size_t size = SLOTS * sizeof(struct slot);
	int          fd = path && *path ? open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0660) : -1;
	void        *at = MAP_FAILED;

	if (fd >= 0 && ftruncate(fd, (off_t)size) == 0)
		at = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (fd >= 0)
		close(fd);
	if (at == MAP_FAILED)
		at = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	slots = at == MAP_FAILED ? NULL : at;
}

static uint32_t hash(const char *key)
{
	uint32_t h = 2166136261u;

	for (; *key; key++)
		h = (h ^ (unsigned char)*key) * 16777619u;
	return h;
}

/* The counter of that name; a new one when `make`. NULL when there is none, or no room. */
static struct slot *find(const char *key, bool make)
{
	const uint32_t h = hash(key);

	for (uint32_t i = 0; slots && i < PROBES; i++) {
		struct slot *s = &slots[(h + i) % SLOTS];
		uint32_t     state = atomic_load_explicit(&s->state, memory_order_acquire);

		if (state == SLOT_EMPTY) {
			if (!make)
				return NULL;
			if (atomic_compare_exchange_strong(&s->state, &state, SLOT_TAKEN)) {
				memcpy(s->key, key, strlen(key) + 1);
				atomic_store_explicit(&s->state, SLOT_READY, memory_order_release);
				return s;
			}
		}
		/* somebody is just writing its name: a moment, unless he died over it */
		for (int spin = 0; state == SLOT_TAKEN && spin < 1000; spin++)
			state = atomic_load_explicit(&s->state, memory_order_acquire);
		if (state == SLOT_READY && strcmp(s->key, key) == 0)
			return s;
	}
	return NULL;
}

static void add(const char *key, size_t len, uint64_t n)
{
	struct slot *s = len < KEY_BYTES ? find(key, true) : NULL;

	if (s)
		atomic_fetch_add_explicit(&s->value, n, memory_order_relaxed);
}

void metric_add(uint64_t n, const char *format, ...)
{
	char    key[KEY_BYTES + 1];
	va_list args;
	int     len;

	va_start(args, format);
	len = vsnprintf(key, sizeof key, format, args);
	va_end(args);
	if (len > 0)
		add(key, (size_t)len, n);
}

uint64_t metric_get(const char *format, ...)
{
	char               key[KEY_BYTES + 1];
	va_list            args;
	const struct slot *s;

	va_start(args, format);
	vsnprintf(key, sizeof key, format, args);
	va_end(args);
	s = find(key, false);
	return s ? atomic_load_explicit(&s->value, memory_order_relaxed) : 0;
}

/* Kept apart and summed up when shown: one addition per observation. The index sorts as the bounds do. */
void metric_seconds(const char *name, const char *label, const char *value, int64_t us)
{
	int i = 0;

	while (us > buckets[i].us)
		i++;
	metric_add(1, "%s{%s=\"%s\",le=%02d", name, label, value, i);
	metric_add((uint64_t)(us < 0 ? 0 : us), "%s{%s=\"%s\",sum", name, label, value);
}

/* ---- showing ------------------------------------------------------------------------------------------------- */

static int by_key(const void *a, const void *b)
{
	const struct slot *const *x = a, *const *y = b;

	return strcmp((*x)->key, (*y)->key);
}

static void type_of(struct buf *b, const char *key, size_t len, const char *type, const char **last, size_t *last_len)
{
	if (*last && *last_len == len && memcmp(*last, key, len) == 0)
		return;
	*last = key;
	*last_len = len;
	buf_printf(b, "# TYPE %.*s %s\n", (int)len, key, type);
}

/* The rows of one histogram: its buckets by their index, then its sum. */
static size_t emit_histogram(struct buf *b, struct slot **all, size_t i, size_t n, size_t name_len, size_t prefix)
{
	const char *key = all[i]->key;
	uint64_t    in[BUCKETS] = { 0 }, sum = 0, total = 0;
	size_t      k = i;

	for (; k < n && strncmp(all[k]->key, key, prefix) == 0; k++) {
		const char    *rest = all[k]->key + prefix;
		const uint64_t v = atomic_load_explicit(&all[k]->value, memory_order_relaxed);

		if (strncmp(rest, "le=", 3) == 0)
			in[strtoul(rest + 3, NULL, 10) % BUCKETS] = v;
		else if (strcmp(rest, "sum") == 0)
			sum = v;
	}
	for (int bucket = 0; bucket < BUCKETS; bucket++)
		buf_printf(b, "%.*s_bucket%.*s,le=\"%s\"} %llu\n", (int)name_len, key, (int)(prefix - 1 - name_len), key + name_len,
			buckets[bucket].le, (unsigned long long)(total += in[bucket]));
	buf_printf(b, "%.*s_sum%.*s} %.6f\n", (int)name_len, key, (int)(prefix - 1 - name_len), key + name_len, (double)sum / 1e6);
	buf_printf(b, "%.*s_count%.*s} %llu\n", (int)name_len, key, (int)(prefix - 1 - name_len), key + name_len, (unsigned long long)total);
	return k;
}

void metric_emit(struct buf *b)
{
	struct slot **all = arena_alloc(b->arena, SLOTS * sizeof *all);
	const char   *last = NULL;
	size_t        n = 0, last_len = 0;

	for (size_t i = 0; slots && i < SLOTS; i++)
		if (atomic_load_explicit(&slots[i].state, memory_order_acquire) == SLOT_READY)
			all[n++] = &slots[i];
	qsort(all, n, sizeof *all, by_key);
	for (size_t i = 0; i < n;) {
		const char  *key = all[i]->key;
		const size_t name_len = strcspn(key, "{"), len = strlen(key);
		const char  *part = strrchr(key, ',');

		if (len && key[len - 1] != '}' && part && key[name_len]) {
			type_of(b, key, name_len, "histogram", &last, &last_len);
			i = emit_histogram(b, all, i, n, name_len, (size_t)(part + 1 - key));
			continue;
		}
		type_of(b, key, name_len, "counter", &last, &last_len);
		buf_printf(b, "%s %llu\n", key, (unsigned long long)atomic_load_explicit(&all[i]->value, memory_order_relaxed));
		i++;
	}
}
