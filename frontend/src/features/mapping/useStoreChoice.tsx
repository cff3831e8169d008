import { useState } from "react";
import { useStores } from "../../api/stores";
import { Select } from "../../components/Select";

/* One store out of those there are: the one that is filtered for, or the only one. */
export function useStoreChoice(filtered: readonly string[], label: string) {
  const stores = useStores();
  const list = stores.data?.items ?? [];
  const [chosen, setChosen] = useState<string | null>(filtered.length === 1 ? (filtered[0] ?? null) : null);
  const storeId = chosen ?? (list.length === 1 ? (list[0]?.id ?? null) : null);
  return {
    storeId,
    store: list.find((s) => s.id === storeId),
    field: (
      <Select
        label={label}
        isRequired
        options={list.map((s) => ({ value: s.id, label: s.name }))}
        value={storeId}
        onChange={setChosen}
      />
    ),
  };
}
