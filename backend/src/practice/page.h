#pragma once
#include "practice/call.h"

/* The control page and its files, embedded in the program. */
void page_serve(struct call *k);
void page_not_found(struct call *k);
