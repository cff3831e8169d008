/* Vendor accounts: their facts, their purchase orders, and what the buyer does to these. */
import { $, buttons, call, code, element, small, time } from "./base.js";

function item(i) {
	const said = [["accepted", i.accepted], ["backordered", i.backordered], ["rejected", i.rejected], ["received", i.received]]
		.filter(([, n]) => n > 0).map(([word, n]) => `${n} ${word}`);
	const ordered = i.ordered === i.firstOrdered ? `${i.ordered}` : `${i.ordered} (was ${i.firstOrdered})`;
	return element("div", {}, `${ordered} ${i.unit}${i.unitSize > 1 ? ` of ${i.unitSize}` : ""} `, code(i.sku ?? i.asin), small(said.join(", ") || "no word yet"));
}

/* What was asked in an acknowledgement or a shipment confirmation. */
function submission(what, s) {
	const words = s.errors.map((e) => `${e.message}${e.details ? ` (${e.details})` : ""}`).join(" ");
	const state = s.status === "Processing" && s.over ? "Processing for ever" : s.status;
	return element("div", {}, `${what}: ${state}`, small(`${time(s.at)}${words ? ` · ${words}` : ""}`),
		element("details", {}, element("summary", {}, "as received"), element("pre", {}, JSON.stringify(s.body, null, 1))));
}

function askChange(vendor, o, act) {
	$("change-title").textContent = `Purchase order ${o.number}`;
	$("change-items").replaceChildren(...o.items.map((i) => element("label", {}, `${i.sku ?? i.asin}, item ${i.sequence} `,
		element("input", { type: "number", name: i.sequence, min: 0, max: i.ordered, value: i.ordered, required: true }))));
	$("change").onclose = () => {
		if ($("change").returnValue !== "change") return;
		const quantity = Object.fromEntries([...$("change-items").querySelectorAll("input")].map((input) => [input.name, Number(input.value)]));
		act(() => call("POST", `vendors/${vendor.name}/orders/${o.number}/change`, { quantity }));
	};
	$("change").returnValue = "";
	$("change").showModal();
}

export const vendors = {
	path: "vendors",
	ordersTitle: "Purchase orders",
	columns: ["Number", "State", "Ship to", "Items", "Received from the vendor", "As the buyer"],
	referenceColumn: "Reference",
	facts: (v) => ({ "Store address": v.url, "Client identifier": v.clientId, "Client secret": v.clientSecret, "Refresh token": v.refreshToken,
		"Vendor code": v.vendorCode, "To acknowledge within": `${v.acknowledgeWithinS / 3600} h`, "Access tokens live": `${v.tokenLifetimeS} s`,
		"Authorisation": v.revoked ? "revoked by the vendor" : "given" }),
	effect: (e) => [e.order, e.effect, e.reference, e.detail],
	cells: (vendor, o, act) => {
		const post = (name) => () => act(() => call("POST", `vendors/${vendor.name}/orders/${o.number}/${name}`));
		const left = o.items.some((i) => i.ordered > 0);
		return [
			[element("strong", {}, o.number), small(time(o.createdAt)), small(o.type)],
			[o.cancelled ? "Cancelled" : o.state, ...(o.state === "Closed" || o.open ? [] : [small("nothing to come")])],
			[o.shipTo, small(o.shipToCity ?? "code only")],
			o.items.map(item),
			o.acknowledgements.length + o.shipments.length
				? [...o.acknowledgements.map((s) => submission("Acknowledgement", s)), ...o.shipments.map((s) => submission(`Shipment ${s.body.shipmentIdentifier}`, s))] : ["–"],
			[buttons([["change", left && o.state !== "Closed", () => askChange(vendor, o, act)], ["cancel", left && o.state !== "Closed", post("cancel")],
				["close", o.state !== "Closed", post("close")]])],
		];
	},
};
