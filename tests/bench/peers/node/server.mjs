/* The peer in Node: what a team would write with fastify and mysql2. It runs the statements of the API, word for word
 * (argv[2], a file written by the bench), and answers the same JSON; what only the API's rules know (which actions are
 * allowed and why not, whose turn it is) it gets ready-made. Nobody has to sign in here, which is in its favour. */
import cluster from "node:cluster";
import { readFileSync } from "node:fs";
import Fastify from "fastify";
import mysql from "mysql2/promise";

const { socket, port, processes, connections, list, one, rules } = JSON.parse(readFileSync(process.argv[2], "utf8"));

const instant = (text) => text === null ? null : `${text.slice(0, 10)}T${text.slice(11, 19)}${text.slice(19).replace(/\.?0*$/, "")}Z`;
const money = (text) => text === null ? null : text.replace(/0{1,2}$/, "");
const id = (n) => n === null ? null : String(n);

function orderOf(o) {
  const rule = rules[`${o.status}/${o.platform_state}`];
  return {
    id: id(o.id), orderNo: o.order_no, kind: o.kind, status: o.status, source: o.source, platform: o.platform,
    store: { id: id(o.store_id), name: o.store_name }, amount: money(o.amount), currency: o.currency,
    wmsShippingCost: money(o.wms_shipping_cost), wmsShippingCurrency: o.wms_shipping_currency, orderTime: instant(o.order_time),
    warehouse: o.warehouse_id === null ? null : { id: id(o.warehouse_id), name: o.warehouse_name },
    exception: o.exception_code === null ? null : { code: o.exception_code, detail: o.exception_detail, since: instant(o.exception_since) },
    version: o.version, actions: rule.actions, turn: { ...rule.turn, since: instant(o.status_since) },
    acknowledgeBy: null, shipWindow: null, deliveryWindow: null, acknowledgementState: null, // of purchase orders alone
  };
}

function linesOf(rows) {
  const lines = new Map();
  for (const l of rows) {
    if (!lines.has(l.id))
      lines.set(l.id, {
        id: id(l.id), platformLineId: l.platform_line_id, platformSku: l.platform_sku, skuKey: l.sku_key, productId: l.product_id,
        productName: l.product_name, unit: l.unit, unitSize: l.unit_size, orderedQty: l.ordered_qty, acceptedQty: l.accepted_qty,
        backorderedQty: l.backordered_qty, rejectedQty: l.rejected_qty, rejectReason: l.reject_reason, backorderAllowed: !!l.backorder_allowed,
        shippedQty: l.shipped_qty, unitPrice: money(l.unit_price), lineTotal: money(l.line_total), shippable: !!l.shippable, mapping: [],
      });
    if (l.sku_id !== null) lines.get(l.id).mapping.push({ skuId: id(l.sku_id), code: l.code, name: l.name, quantity: l.quantity });
  }
  return [...lines.values()];
}

if (cluster.isPrimary) {
  for (let i = 0; i < processes; i++) cluster.fork();
} else {
  const pool = mysql.createPool({ socketPath: socket, user: "root", database: "gwms", charset: "utf8mb4", dateStrings: true,
    connectionLimit: Math.max(1, Math.floor(connections / processes)) });
  const app = Fastify();

  app.get("/api/v1/orders", async () => {
    const [rows] = await pool.execute(list);
    const more = rows.length > 50;
    if (more) rows.pop();
    return { items: rows.map(orderOf), nextCursor: more ? id(rows.at(-1).id) : null, total: 10000, totalIsExact: false };
  });

  app.get("/api/v1/orders/:id", async ({ params }, reply) => {
    const [[[o]], [lines], [parcels], [writebacks]] = await Promise.all(one.map(({ sql, ids }) => pool.execute(sql, Array(ids).fill(params.id))));
    if (!o) return reply.code(404).send();
    const rule = rules[`${o.status}/${o.platform_state}`];
    const shown = linesOf(lines);
    return { ...orderOf(o), purchase: null, acknowledgement: null, platformOrderId: o.platform_order_id, platformStatus: o.platform_status,
      fulfilmentStatus: rule.fulfilmentStatus, shippingProvider: o.carrier, serviceType: o.service_type, buyerNote: o.buyer_note,
      paymentMethod: o.payment_method, paidAt: instant(o.paid_at), shippingFee: money(o.shipping_fee), tax: money(o.tax), discount: money(o.discount),
      shippable: shown.some((l) => l.shippable),
      recipient: { name: o.recipient_name, company: o.recipient_company, phone: o.recipient_phone, email: o.recipient_email, country: o.recipient_country,
        state: o.recipient_state, city: o.recipient_city, line1: o.recipient_line1, line2: o.recipient_line2, zip: o.recipient_zip },
      lines: shown, outbound: null, parcels, writebacks };
  });
  await app.listen({ port, host: "127.0.0.1" });
}
