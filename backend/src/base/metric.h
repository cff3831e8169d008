#pragma once
#include "base/buf.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Counters that all programs of one host share: a file that every process maps (GWMS_METRICS_FILE, in a folder that a
 * restart of the machine empties, such as /run/gwms). So whichever API process is asked tells of all of them, a process that
 * is replaced takes nothing with it, and counting costs one atomic addition. Without a file each process counts for itself.
 *
 * A counter is known by the name and labels it is shown with: gwms_requests_total{route="/api/v1/orders",status="200"}.
 * Label values must need no escaping; there is room for a few thousand counters, and what does not fit is not counted. */
void metric_open(const char *path); /* NULL: for this process alone */

void metric_add(uint64_t n, const char *format, ...) __attribute__((format(printf, 2, 3)));
uint64_t metric_get(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* One observation, in buckets of seconds: NAME_bucket, NAME_sum and NAME_count with the label. */
void metric_seconds(const char *name, const char *label, const char *value, int64_t us);

/* Appends all counters and histograms as Prometheus text, sorted, with their types. */
void metric_emit(struct buf *b);
