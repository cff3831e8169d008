import { useSyncExternalStore } from "react";

const phone = "(max-width: 640px)";
const subscribe = (seen: () => void) => {
  const list = matchMedia(phone);
  list.addEventListener("change", seen);
  return () => list.removeEventListener("change", seen);
};

/* Whether the window is as narrow as a phone. */
export const useIsNarrow = () => useSyncExternalStore(subscribe, () => matchMedia(phone).matches);
