#pragma once
/* Traps of libc turned into compile errors. Force-included by the Makefile, ahead of everything
 * else; the headers that declare these names come first, so that later includes find them done. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#undef sprintf /* a macro under clang's fortified headers */
#undef vsprintf
#pragma GCC poison strcat sprintf vsprintf gets strtok atoi atol atoll system popen
#pragma GCC poison scanf fscanf sscanf vscanf vfscanf vsscanf
/* <mysql.h> names this one in macros of its own, which a poisoned name would refuse. */
#define strcpy(...) strcpy_is_banned_use_the_arena()
