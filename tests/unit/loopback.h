#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* A small real server on 127.0.0.1 in a process of its own, one more process for each connection, so
 * that it may answer as badly as a test wants. What it saw lies in memory shared with the test. */
struct loopback_log {
	volatile unsigned connections, requests, writes; /* writes: requests that are no GET */
	char              last[16384];                   /* the last request, head and body */
};

struct loopback {
	uint16_t             port;
	pid_t                pid;
	struct loopback_log *log;
};

/* `answer` writes to the socket whatever it likes; true keeps the connection for the next request. */
void loopback_start(struct loopback *s, bool (*answer)(int fd, const char *request));
void loopback_stop(struct loopback *s);
/* An address on which nobody listens. */
uint16_t loopback_free_port(void);

/* For answers. */
void loopback_send(int fd, const void *bytes, size_t n);
void loopback_print(int fd, const char *format, ...) __attribute__((format(printf, 2, 3)));
void loopback_reset(int fd); /* closes with RST instead of FIN */
bool loopback_asks(const char *request, const char *path); /* whether its path begins so */
