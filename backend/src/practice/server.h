#pragma once
#include "practice/call.h"
#include <stdbool.h>

/* The sockets: libmicrohttpd in one thread, with requests that wait set aside so that others go on. */
struct server;

/* Listens on address:*port (IPv4, as numbers); 0 lets the system choose and *port says which. NULL with a
 * sentence in `why` when it cannot. The world may be filled later, before server_run. */
struct server *server_open(struct world *w, const char *address, int *port, char *why, size_t why_size);
/* Serves until SIGTERM or SIGINT. */
void server_run(struct server *v);
void server_close(struct server *v);
