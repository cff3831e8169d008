#pragma once
/* Traps of libc turned into compile errors. Force-included by the Makefile. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#pragma GCC poison strcpy strcat sprintf vsprintf gets strtok atoi atol atoll system popen
