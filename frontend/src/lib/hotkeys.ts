/* Single keys for the whole page. They never fire while somebody types, in a dialog or a menu, during
 * an IME composition, or when the person turned them off (WCAG 2.1.4). */
import { useEffect, useEffectEvent } from "react";
import { getPrefs } from "./prefs";

export type Hotkeys = Record<string, (event: KeyboardEvent) => void>;

const elsewhere = "input:not([type=checkbox]), textarea, select, [contenteditable], [role=textbox], [role=spinbutton]";
const over = "[role=dialog], [role=alertdialog], [role=menu], [role=listbox]";

export interface KeyScope {
  inDialog?: boolean; // keys of an open dialog, such as j and k in the order's details
}

/* `keys` maps "j", "shift+x", "g o" (one after the other) to what they do. */
export function useHotkeys(keys: Hotkeys, scope: KeyScope = {}) {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const name = keyName(event, scope);
    if (name === undefined) return;
    const sequence = first && `${first} ${name}`;
    const run = (sequence && keys[sequence]) || keys[name];
    if (sequence || startsSequence(keys, name)) {
      // A "g" waits a second for its second letter.
      first = sequence ? undefined : name;
      clearTimeout(patience);
      patience = setTimeout(() => {
        first = undefined;
      }, 1000);
    }
    if (run) {
      event.preventDefault();
      first = undefined;
      run(event);
    }
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}

let first: string | undefined;
let patience: ReturnType<typeof setTimeout> | undefined;

const startsSequence = (keys: Hotkeys, name: string) => Object.keys(keys).some((k) => k.startsWith(`${name} `));

function keyName(event: KeyboardEvent, scope: KeyScope): string | undefined {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  if (!getPrefs().singleKeys && event.key.length === 1) return undefined;
  const at = event.target instanceof Element ? event.target : document.body;
  if (at.closest(elsewhere)) return undefined;
  if (scope.inDialog ? at.closest("[role=menu], [role=listbox], [role=alertdialog]") : document.querySelector(over)) {
    return undefined;
  }
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return event.shiftKey && /^[a-z]$/.test(key) ? `shift+${key}` : key;
}
