/* Shops: their facts and orders. */
import { buttons, call, code, element, small, time } from "./base.js";

function trackings(order) {
	if (!order.trackings.length) {
		const last = order.notes.findLast((note) => note.forCustomer);
		return last ? [small(`Note: ${last.note}`)] : ["–"];
	}
	return order.trackings.map((t) => element("span", { className: "tracking" }, code(t.tracking ?? "no number"),
		small([t.carrier, t.items.map((i) => `${i.qty} × line ${i.lineItemId}`).join(", ")].filter(Boolean).join(" · "))));
}

export const shops = {
	path: "shops",
	ordersTitle: "Orders",
	columns: ["Number", "Status", "Recipient", "Lines", "Tracking received", "As the merchant"],
	referenceColumn: "Tracking",
	facts: (shop) => ({ "Store address": shop.url, "Consumer key": shop.key, "Consumer secret": shop.secret,
		"Shipments come back by": shop.writeback.replace("_", " "), "Local time": `UTC${shop.utcOffsetH < 0 ? "" : "+"}${shop.utcOffsetH}` }),
	effect: (e) => [String(e.orderId), e.effect, e.tracking ?? "", e.detail],
	cells: (shop, o, act) => {
		const post = (name) => () => act(() => call("POST", `shops/${shop.name}/orders/${o.id}/${name}`));
		return [
			[element("strong", {}, o.number), small(time(o.createdAt))],
			[o.status],
			[o.recipient.name || "no name", small([o.recipient.city, o.recipient.country].filter(Boolean).join(", "))],
			[...o.lines.map((l) => small(`${l.quantity} × ${l.sku || l.name}`)), small(`${o.total} ${o.currency}`)],
			trackings(o),
			[buttons([["pay", ["pending", "on-hold", "failed"].includes(o.status), post("pay")],
				["cancel", !["cancelled", "trash", "refunded"].includes(o.status), post("cancel")],
				["trash", o.status !== "trash", post("trash")], ["touch", true, post("touch")]])],
		];
	},
};
