import { useEffect, useEffectEvent } from "react";

const dialog = ":is([role=dialog], [role=alertdialog]):not([data-toasts] *)";

/* Ctrl K or ⌘ K, also while somebody types; not over a dialog, which would be left with what was typed in it. */
export function usePaletteKey(open: () => void) {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    if (event.isComposing || document.querySelector(dialog)) return;
    event.preventDefault();
    open();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}
