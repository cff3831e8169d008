import { useState } from "react";
import { type Settled, settle } from "./settle";

interface Shown<Row> extends Settled<Row> {
  key: string;
  fresh: readonly Row[];
}

/* The rows to draw for the list `key`. `fresh` is undefined until the first answer for that key is there;
 * until then the rows of the list before it stay. */
export function useSettled<Row extends { id: string }>(key: string, fresh: readonly Row[] | undefined) {
  const [shown, setShown] = useState<Shown<Row>>();
  if (fresh && (shown?.key !== key || shown.fresh !== fresh)) {
    const next =
      shown?.key === key && shown.rows.length > 0 ? settle(shown.rows, fresh) : { rows: [...fresh], newer: 0 };
    setShown({ key, fresh, ...next });
  }
  return {
    rows: shown?.rows,
    newer: shown?.newer ?? 0,
    /* Shows everything as it came, at the person's wish. */
    showAll: (rows = shown?.fresh) => rows && setShown({ key, fresh: rows, rows: [...rows], newer: 0 }),
  };
}
