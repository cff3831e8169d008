/* Single keys for the whole page. They never fire while somebody types, in a dialog or a menu, during
 * an IME composition, or when the person turned them off (WCAG 2.1.4). */
import { useEffect, useEffectEvent } from "react";
import { getPrefs } from "./prefs";

export type Hotkeys = Record<string, (event: KeyboardEvent) => void>;

const elsewhere = "input:not([type=checkbox]), textarea, select, [contenteditable], [role=textbox], [role=spinbutton]";
// A toast is an alertdialog too, but it takes nothing away from the page.
const over = [":is([role=dialog], [role=alertdialog]):not([data-toasts] *)", "[role=menu]", "[role=listbox]"].join(
  ", ",
);

export interface KeyScope {
  inDialog?: boolean; // keys of an open dialog, such as j and k in the order's details
}

/* `keys` maps "j", "shift+x", "g o" (one after the other) to what they do. */
export function useHotkeys(keys: Hotkeys, scope: KeyScope = {}) {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const name = keyName(event, scope);
    if (name === undefined) return;
    const before = keyBefore(event);
    const run = before ? keys[`${before} ${name}`] : keys[name];
    if (run) {
      event.preventDefault();
      run(event);
    } else if (!before && Object.keys(keys).some((k) => k.startsWith(`${name} `))) {
      waitForSecond(name);
    }
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}

/* A first key such as "g" waits a second for its second. Several parts of the page listen, and all of them
 * must see the same key before: the second key is then nobody's single key. */
let first: string | undefined;
let patience: ReturnType<typeof setTimeout> | undefined;
let seen: { event: KeyboardEvent; before: string | undefined } | undefined;

function keyBefore(event: KeyboardEvent): string | undefined {
  if (seen?.event !== event) {
    seen = { event, before: first };
    first = undefined;
  }
  return seen.before;
}

function waitForSecond(name: string) {
  first = name;
  clearTimeout(patience);
  patience = setTimeout(() => {
    first = undefined;
  }, 1000);
}

function keyName(event: KeyboardEvent, scope: KeyScope): string | undefined {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  if (!getPrefs().singleKeys && event.key.length === 1) return undefined;
  const at = event.target instanceof Element ? event.target : document.body;
  if (at.closest(elsewhere)) return undefined;
  if (scope.inDialog ? at.closest("[role=menu], [role=listbox]") : document.querySelector(over)) {
    return undefined;
  }
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return event.shiftKey && /^[a-z]$/.test(key) ? `shift+${key}` : key;
}
