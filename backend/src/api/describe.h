#pragma once
#include "base/buf.h"

/* The program's tables as JSON, for `gwms-admin describe`: what the contract's test, the tenancy walk and the page's
 * tests hold themselves against. {"routes":[…],"rules":[…],"problems":[…]} */
void describe(struct buf *b);
