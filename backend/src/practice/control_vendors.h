#pragma once
#include "practice/call.h"

/* The control API's vendor accounts: handlers of control_vendors.c and control_pos.c. */
void control_vendors_list(struct call *k);
void control_vendors_add(struct call *k);
void control_vendor_get(struct call *k);
void control_vendor_change(struct call *k);
void control_vendor_weather_get(struct call *k);
void control_vendor_weather_put(struct call *k);
void control_vendor_ledger_get(struct call *k);
void control_vendor_ledger_reset(struct call *k);
void control_pos_list(struct call *k);
void control_pos_add(struct call *k);
void control_po_get(struct call *k);
void control_po_change(struct call *k);
void control_po_cancel(struct call *k);
void control_po_close(struct call *k);
