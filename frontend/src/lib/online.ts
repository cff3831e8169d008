import { useSyncExternalStore } from "react";

const subscribe = (seen: () => void) => {
  addEventListener("online", seen);
  addEventListener("offline", seen);
  return () => {
    removeEventListener("online", seen);
    removeEventListener("offline", seen);
  };
};

/* Whether the browser has a network at all. */
export const useOnline = () => useSyncExternalStore(subscribe, () => navigator.onLine);
