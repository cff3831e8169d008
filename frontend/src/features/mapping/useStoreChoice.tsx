import { useState } from "react";
import { useStores } from "../../api/stores";
import type { Store } from "../../api/types";
import { Select } from "../../components/Select";
import { Failure, Waiting } from "../../components/States";

/* One store out of those there are: the one that is filtered for, or the only one. `refusalOf` says why one cannot be
 * chosen. */
export function useStoreChoice(
  filtered: readonly string[],
  label: string,
  refusalOf: (store: Store) => string | undefined = () => undefined,
) {
  const stores = useStores();
  const list = stores.data?.items ?? [];
  const able = list.filter((store) => refusalOf(store) === undefined);
  const [chosen, setChosen] = useState<string | null>(filtered.length === 1 ? (filtered[0] ?? null) : null);
  const storeId = able.find((s) => s.id === chosen)?.id ?? (able.length === 1 ? (able[0]?.id ?? null) : null);
  return {
    storeId,
    store: list.find((s) => s.id === storeId),
    field: !stores.data ? (
      stores.error ? (
        <Failure refusal={stores.error} onRetry={() => stores.refetch()} isRetrying={stores.isFetching} />
      ) : (
        <Waiting lines={1} />
      )
    ) : (
      <Select
        label={label}
        isRequired
        options={list.map((s) => {
          const no = refusalOf(s);
          return { value: s.id, label: s.name, second: no, isDisabled: no !== undefined };
        })}
        value={storeId}
        onChange={setChosen}
      />
    ),
  };
}
