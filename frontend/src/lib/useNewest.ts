/* Functions that stay the same objects while what they do is always the newest: what is handed to rows that are drawn once. */
import { useLayoutEffect, useRef, useState } from "react";

type Calls = Record<string, (...args: never[]) => void>;

export function useNewest<T extends Calls>(calls: T): T {
  const latest = useRef(calls);
  useLayoutEffect(() => {
    latest.current = calls;
  });
  const [same] = useState(
    () =>
      Object.fromEntries(
        Object.keys(calls).map((name) => [name, (...args: never[]) => latest.current[name]?.(...args)]),
      ) as T,
  );
  return same;
}
