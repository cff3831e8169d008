#pragma once
#include "base/instant.h"
#include <stdbool.h>
#include <stdint.h>

/* Misbehaviour on demand: what a real shop, its host or its firewall does on a bad day. Zeroed is
 * fair weather. */
enum weather_only { WEATHER_ALL, WEATHER_READS, WEATHER_WRITES, WEATHER_TOKEN };
extern const char *const weather_only_names[];

enum weather_noise { NOISE_NONE, NOISE_HTML, NOISE_NOTICE, NOISE_BOM };
extern const char *const weather_noise_names[];

/* What becomes of a vendor's write: judged; judged without ever saying so; never looked at; refused
 * whatever it says. All but the third wait for so many polls and seconds first. */
enum transaction_fate { FATE_SUCCESS, FATE_SILENT, FATE_LOST, FATE_FAILURE };
extern const char *const transaction_fate_names[];

struct transaction_weather {
	enum transaction_fate fate;
	int64_t               polls, seconds;
	const char           *code, *message; /* of a failure; NULL is the usual one */
};

struct weather {
	int64_t           delay_ms;
	int64_t           status;           /* 0, or what is answered instead of working */
	int64_t           retry_after_s;    /* beside a status; 0 sends none */
	bool              cut_body;         /* half the body, then the connection ends */
	bool              duplicate_page;   /* a stale cache: order lists repeat the first page asked for */
	bool              ignore_writes;    /* answers well and stores nothing */
	bool              refuse_writes;    /* a plain no */
	bool              drop_after_write; /* stores, then cuts the connection */
	enum weather_noise noise;           /* good answers spoilt as broken plugins spoil them */
	enum weather_only only;
	struct transaction_weather transaction; /* of vendor accounts alone */
	int64_t           times;            /* how many requests it lasts; 0 is until it is changed */
	int64_t           hits;             /* requests it met since it was set */
	/* the page that a stale cache repeats; NULL until the first was asked for */
	const char       *kept_query, *kept_body;
};

struct call;
struct shape;
extern const struct shape weather_shape, weather_in_shape;                 /* of shops */
extern const struct shape vendor_weather_shape, vendor_weather_in_shape;

/* What it does to this request; counts it as met when it does anything. */
void weather_meet(struct call *k);
/* Answers in the place of the shop when the weather says so. */
bool weather_answers(struct call *k);
/* Spoils a finished answer. */
void weather_spoil(struct call *k);
