import { useEffect, useState } from "react";

/* The value once it rested: a question per pause, not per letter. */
export function useAfterPause<T>(value: T, ms: number): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return rested;
}
