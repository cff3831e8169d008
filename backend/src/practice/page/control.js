/* The control page: shows what the control API tells, once a second while it is looked at. */
import { $, call, code, element, number, time } from "./base.js";
import { shops } from "./shops.js";
import { vendors } from "./vendors.js";

const kinds = [shops, vendors];
let current = null; /* { kind, name } */
let shown = null; /* the account as it is on the page */
let weatherShown = "";

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

const isCurrent = (kind, account) => current?.kind === kind && current.name === account.name;
const mine = (what = "") => `${current.kind.path}/${current.name}${what}`;

function showAccounts(kind, accounts) {
	$(kind.path).replaceChildren(...accounts.map((account) => {
		const button = element("button", { type: "button" }, account.title,
			element("small", {}, `/${account.name} · ${account.orders} orders · ${weatherWords(account.weather)}`));
		button.setAttribute("aria-current", String(isCurrent(kind, account)));
		button.addEventListener("click", () => { current = { kind, name: account.name }; weatherShown = ""; refresh(); });
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
	if (w.transaction && w.transaction !== "success") words.push(`submissions: ${w.transaction}`);
	if (w.transactionPolls) words.push(`worked after ${w.transactionPolls} polls`);
	if (w.transactionS) words.push(`worked after ${w.transactionS} s`);
	if (!words.length) return "fair";
	return words.join(", ") + (w.only === "all" ? "" : `, ${w.only}`) + (w.times ? `, ${w.times} more` : "");
}

/* The forms follow the account only when something changed there, so that typing is not disturbed. */
function fillForms(account) {
	const { hits, times, ...steady } = account.weather;
	const state = JSON.stringify([current.kind.path, account.name, steady, account.orderEveryS, account.burst, account.refillMs]);
	if (state === weatherShown) return;
	weatherShown = state;
	const form = $("weather").elements;
	for (const [name, value] of Object.entries({ ...steady, times })) {
		if (!form[name]) continue;
		if (form[name].type === "checkbox") form[name].checked = value;
		else form[name].value = value ?? (form[name].type === "number" ? 0 : "");
	}
	$("more-orders").elements.every.value = account.orderEveryS;
	if (current.kind === vendors) for (const name of ["burst", "refillMs"]) $("access").elements[name].value = account[name];
}

function showAccount(account) {
	const { kind } = current;
	shown = account;
	$("account-title").textContent = account.title;
	$("facts").replaceChildren(...Object.entries(kind.facts(account)).flatMap(([name, value]) =>
		[element("dt", {}, name), element("dd", {}, code(value))]));
	$("access").hidden = $("transactions").hidden = kind !== vendors;
	$("revoke").textContent = account.revoked ? "Authorise again" : "Revoke the authorisation";
	const words = weatherWords(account.weather);
	$("weather-now").textContent = `${words} · met ${account.weather.hits} requests`;
	$("weather-now").classList.toggle("bad", words !== "fair");
	fillForms(account);
}

function showOrders(account, orders) {
	const { kind } = current;
	$("orders-title").textContent = kind.ordersTitle;
	$("order-columns").replaceChildren(element("tr", {}, ...kind.columns.map((name) => element("th", { scope: "col" }, name))));
	$("orders").replaceChildren(...orders.map((o) => element("tr", {}, ...kind.cells(account, o, act).map((cell) => element("td", {}, ...cell)))));
}

function showLedger(ledger) {
	$("reference-column").textContent = current.kind.referenceColumn;
	$("effects").replaceChildren(...ledger.effects.slice(-200).reverse().map((e) => {
		const [order, effect, reference, detail] = current.kind.effect(e);
		return element("tr", {}, ...[String(e.seq), time(e.at), order, effect, code(reference), detail].map((cell) => element("td", {}, cell)));
	}));
	$("requests").replaceChildren(...ledger.requests.map((r) => element("li", { className: r.status >= 400 || !r.status ? "bad" : "" },
		`${r.method} ${r.route} → ${r.status || "dropped"} × ${r.count}`)));
}

let seen = "";
async function refresh() {
	try {
		const accounts = await Promise.all(kinds.map((kind) => call("GET", kind.path)));
		const whole = kinds.flatMap((kind, i) => accounts[i].map((account) => ({ kind, account })));
		const one = whole.find(({ kind, account }) => isCurrent(kind, account)) ?? whole[0] ?? null;
		current = one && { kind: one.kind, name: one.account.name };
		const [orders, ledger] = current ? await Promise.all([call("GET", mine("/orders?limit=200")), call("GET", mine("/ledger"))]) : [[], null];
		/* Nothing new: leave the page alone, so that focus and selection stay. */
		const state = JSON.stringify([current?.kind.path, current?.name, accounts, orders, ledger]);
		if (state === seen) return;
		seen = state;
		kinds.forEach((kind, i) => { showAccounts(kind, accounts[i]); });
		$("account").hidden = !current;
		if (!current) return;
		showAccount(one.account);
		showOrders(one.account, orders);
		showLedger(ledger);
	} catch (error) {
		trouble(error instanceof TypeError ? new Error("The practice store does not answer.") : error);
	}
}

/* ---- forms --------------------------------------------------------------------------------------- */

const on = (id, event, work) => $(id).addEventListener(event, (e) => {
	e.preventDefault();
	work(e.target);
});

function opens(id, kind, body) {
	on(id, "submit", (form) => act(async () => {
		const account = await call("POST", kind.path, { name: form.elements.name.value, empty: form.elements.empty.checked, ...body(form) });
		current = { kind, name: account.name };
		form.reset();
	}));
}
opens("new-shop", shops, (form) => ({ writeback: form.elements.writeback.value }));
opens("new-vendor", vendors, () => ({}));

on("more-orders", "submit", (form) => act(() => call("POST", mine("/orders"), { count: number(form, "count") })));
on("set-every", "click", () => act(() => call("PUT", mine(), { orderEveryS: number($("more-orders"), "every") })));
on("access", "submit", (form) => act(() => call("PUT", mine(), { burst: number(form, "burst"), refillMs: number(form, "refillMs") })));
on("revoke", "click", () => act(() => call("PUT", mine(), { revoked: !shown.revoked })));
on("expire", "click", () => act(() => call("PUT", mine(), { expireTokens: true })));
on("weather", "submit", (form) => act(() => call("PUT", mine("/weather"), {
	status: number(form, "status") || null, retryAfterS: number(form, "retryAfterS") || null, delayMs: number(form, "delayMs"),
	noise: form.elements.noise.value, only: form.elements.only.value, times: number(form, "times") || null,
	...Object.fromEntries(["cutBody", "duplicatePage", "refuseWrites", "ignoreWrites", "dropAfterWrite"].map((name) => [name, form.elements[name].checked])),
	...(current.kind === vendors ? { transaction: form.elements.transaction.value, transactionPolls: number(form, "transactionPolls"),
		transactionS: number(form, "transactionS"), transactionMessage: form.elements.transactionMessage.value || null } : {}),
})));
on("fair", "click", () => act(() => call("PUT", mine("/weather"), {})));
on("reset-ledger", "click", () => act(() => call("POST", mine("/ledger/reset"))));

refresh();
setInterval(() => { if (!document.hidden) refresh(); }, 1000);
