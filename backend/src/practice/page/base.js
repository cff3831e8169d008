/* What both kinds of accounts are shown and asked with. */

export const $ = (id) => document.getElementById(id);

export async function call(method, path, body) {
	const answer = await fetch(`/control/${path}`, {
		method,
		headers: body === undefined ? {} : { "Content-Type": "application/json" },
		body: body === undefined ? undefined : JSON.stringify(body),
	});
	const text = await answer.text();
	const json = text ? JSON.parse(text) : null;
	if (!answer.ok) throw new Error(json?.errors?.map((e) => `${e.field} ${e.detail}`).join("; ") || json?.detail || `The practice store answered ${answer.status}.`);
	return json;
}

export function element(name, properties = {}, ...children) {
	const node = Object.assign(document.createElement(name), properties);
	node.append(...children);
	return node;
}

export const time = (text) => new Date(text).toLocaleString([], { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit" });
export const small = (...children) => element("small", {}, ...children);
export const code = (text) => element("code", {}, text);
export const number = (form, name) => Number(form.elements[name].value || 0);

/* One button per action; `act` runs it and shows what went wrong. */
export function buttons(actions) {
	const box = element("div", { className: "actions" });
	for (const [name, allowed, work] of actions) {
		const button = element("button", { type: "button", disabled: !allowed }, name);
		button.addEventListener("click", work);
		box.append(button);
	}
	return box;
}
