"use strict";

/* The control page: shows what the control API tells, once a second while it is looked at. */

const $ = (id) => document.getElementById(id);
let current = null;
let weatherShown = "";

async function call(method, path, body) {
	const answer = await fetch(`/control/${path}`, {
		method,
		headers: body === undefined ? {} : { "Content-Type": "application/json" },
		body: body === undefined ? undefined : JSON.stringify(body),
	});
	const text = await answer.text();
	const json = text ? JSON.parse(text) : null;
	if (!answer.ok) throw new Error(json?.detail ?? `The practice store answered ${answer.status}.`);
	return json;
}

function trouble(error) {
	$("trouble").textContent = error ? error.message : "";
	$("trouble").hidden = !error;
}

/* A button or a form does one thing; what went wrong with it stays on the page until the next. */
async function act(work) {
	try {
		await work();
		trouble(null);
	} catch (error) {
		trouble(error);
	}
	await refresh();
}

function element(name, properties = {}, ...children) {
	const node = Object.assign(document.createElement(name), properties);
	node.append(...children);
	return node;
}

const time = (text) => new Date(text).toLocaleString([], { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit" });

function showShops(shops) {
	$("shops").replaceChildren(...shops.map((shop) => {
		const button = element("button", { type: "button" }, shop.title,
			element("small", {}, `/${shop.name} · ${shop.orders} orders · ${weatherWords(shop.weather)}`));
		button.setAttribute("aria-current", String(shop.name === current));
		button.addEventListener("click", () => { current = shop.name; weatherShown = ""; refresh(); });
		return element("li", {}, button);
	}));
}

function weatherWords(w) {
	const words = [];
	if (w.delayMs) words.push(`${w.delayMs} ms late`);
	if (w.status) words.push(String(w.status));
	if (w.cutBody) words.push("cut bodies");
	if (w.duplicatePage) words.push("repeated pages");
	if (w.refuseWrites) words.push("writes refused");
	if (w.ignoreWrites) words.push("writes forgotten");
	if (w.dropAfterWrite) words.push("dropped connections");
	if (w.noise !== "none") words.push(`noise: ${w.noise}`);
	if (!words.length) return "fair";
	return words.join(", ") + (w.only === "all" ? "" : `, ${w.only}`) + (w.times ? `, ${w.times} more` : "");
}

function showShop(shop) {
	$("shop").hidden = false;
	$("shop-title").textContent = shop.title;
	const facts = { "Store address": shop.url, "Consumer key": shop.key, "Consumer secret": shop.secret,
		"Shipments come back by": shop.writeback.replace("_", " "), "Local time": `UTC${shop.utcOffsetH < 0 ? "" : "+"}${shop.utcOffsetH}` };
	$("facts").replaceChildren(...Object.entries(facts).flatMap(([name, value]) =>
		[element("dt", {}, name), element("dd", {}, element("code", {}, value))]));
	const words = weatherWords(shop.weather);
	$("weather-now").textContent = `${words} · met ${shop.weather.hits} requests`;
	$("weather-now").classList.toggle("bad", words !== "fair");
	/* The form follows the shop only when the weather changed there, so that typing is not disturbed. */
	const { hits, times, ...steady } = shop.weather;
	const state = JSON.stringify([shop.name, steady]);
	if (state === weatherShown) return;
	weatherShown = state;
	const form = $("weather").elements;
	for (const [name, value] of Object.entries({ ...steady, times })) {
		if (form[name].type === "checkbox") form[name].checked = value;
		else form[name].value = value ?? (form[name].tagName === "SELECT" ? "" : 0);
	}
	$("more-orders").elements.every.value = shop.orderEveryS;
}

function trackings(order) {
	if (!order.trackings.length) {
		const last = order.notes.findLast((note) => note.forCustomer);
		return last ? [element("small", {}, `Note: ${last.note}`)] : ["–"];
	}
	return order.trackings.map((t) => element("span", { className: "tracking" }, element("code", {}, t.tracking ?? "no number"),
		element("small", {}, [t.carrier, t.items.map((i) => `${i.qty} × line ${i.lineItemId}`).join(", ")].filter(Boolean).join(" · "))));
}

function actions(order) {
	const can = {
		pay: ["pending", "on-hold", "failed"].includes(order.status),
		cancel: !["cancelled", "trash", "refunded"].includes(order.status),
		trash: order.status !== "trash",
		touch: true,
	};
	const box = element("div", { className: "actions" });
	for (const [name, allowed] of Object.entries(can)) {
		const button = element("button", { type: "button", disabled: !allowed }, name);
		button.addEventListener("click", () => act(() => call("POST", `shops/${current}/orders/${order.id}/${name}`)));
		box.append(button);
	}
	return box;
}

function showOrders(orders) {
	$("orders").replaceChildren(...orders.map((o) => element("tr", {},
		element("td", {}, element("strong", {}, o.number), element("small", {}, time(o.createdAt))),
		element("td", {}, o.status),
		element("td", {}, o.recipient.name || "no name", element("small", {}, [o.recipient.city, o.recipient.country].filter(Boolean).join(", "))),
		element("td", {}, ...o.lines.map((l) => element("small", {}, `${l.quantity} × ${l.sku || l.name}`)),
			element("small", {}, `${o.total} ${o.currency}`)),
		element("td", {}, ...trackings(o)),
		element("td", {}, actions(o)))));
}

function showLedger(ledger) {
	$("effects").replaceChildren(...ledger.effects.slice(-200).reverse().map((e) => element("tr", {},
		element("td", {}, String(e.seq)), element("td", {}, time(e.at)), element("td", {}, String(e.orderId)),
		element("td", {}, e.effect), element("td", {}, element("code", {}, e.tracking ?? "")), element("td", {}, e.detail))));
	$("requests").replaceChildren(...ledger.requests.map((r) => element("li", { className: r.status >= 400 || !r.status ? "bad" : "" },
		`${r.method} ${r.route} → ${r.status || "dropped"} × ${r.count}`)));
}

let seen = "";
async function refresh() {
	try {
		const shops = await call("GET", "shops");
		if (!shops.some((shop) => shop.name === current)) current = shops[0]?.name ?? null;
		const [orders, ledger] = current === null ? [[], null] : await Promise.all([
			call("GET", `shops/${current}/orders?limit=200`), call("GET", `shops/${current}/ledger`)]);
		/* Nothing new: leave the page alone, so that focus and selection stay. */
		const state = JSON.stringify([current, shops, orders, ledger]);
		if (state === seen) return;
		seen = state;
		showShops(shops);
		$("shop").hidden = current === null;
		if (current === null) return;
		showShop(shops.find((shop) => shop.name === current));
		showOrders(orders);
		showLedger(ledger);
	} catch (error) {
		trouble(error instanceof TypeError ? new Error("The practice store does not answer.") : error);
	}
}

const number = (form, name) => Number(form.elements[name].value || 0);

$("new-shop").addEventListener("submit", (event) => {
	event.preventDefault();
	const form = event.target;
	act(async () => {
		const shop = await call("POST", "shops", { name: form.elements.name.value, writeback: form.elements.writeback.value,
			empty: form.elements.empty.checked });
		current = shop.name;
		form.reset();
	});
});
$("more-orders").addEventListener("submit", (event) => {
	event.preventDefault();
	act(() => call("POST", `shops/${current}/orders`, { count: number(event.target, "count") }));
});
$("set-every").addEventListener("click", () =>
	act(() => call("PUT", `shops/${current}`, { orderEveryS: number($("more-orders"), "every") })));
$("weather").addEventListener("submit", (event) => {
	event.preventDefault();
	const form = event.target;
	const flags = ["cutBody", "duplicatePage", "refuseWrites", "ignoreWrites", "dropAfterWrite"];
	act(() => call("PUT", `shops/${current}/weather`, {
		status: number(form, "status") || null, retryAfterS: number(form, "retryAfterS") || null, delayMs: number(form, "delayMs"),
		noise: form.elements.noise.value, only: form.elements.only.value, times: number(form, "times") || null,
		...Object.fromEntries(flags.map((name) => [name, form.elements[name].checked])),
	}));
});
$("fair").addEventListener("click", () => act(() => call("PUT", `shops/${current}/weather`, {})));
$("reset-ledger").addEventListener("click", () => act(() => call("POST", `shops/${current}/ledger/reset`)));

refresh();
setInterval(() => { if (!document.hidden) refresh(); }, 1000);
