#pragma once
#include "lib/shape.h"
#include <stdint.h>

/* Payload of the job "writeback_send". */
struct writeback_ref {
	uint64_t writeback_id, store_id;
};
extern const struct shape writeback_ref_shape;
