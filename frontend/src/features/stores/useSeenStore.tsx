/* The store as the person sees it in a dialog. When the server has another version, the new one is taken,
 * what it now says is shown, and what was typed stays for another press. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { asRefusal, type Refusal } from "../../api/refusal";
import { rereadStore } from "../../api/stores";
import type { Store } from "../../api/types";
import { Alert, Refused } from "../../components/Alert";
import { useI18n } from "../../i18n";

export function useSeenStore(first: Store) {
  const { m } = useI18n();
  const cache = useQueryClient();
  const [store, setStore] = useState(first);
  const [isChanged, setChanged] = useState(false);
  const [lost, setLost] = useState<Refusal | null>(null);
  const words = m.stores.editDialog;
  return {
    store,
    changed: lost ? (
      <Refused refusal={lost} />
    ) : (
      isChanged && (
        <Alert tone="warning" title={words.changed}>
          {words.changedTo(store.name, m.stores.every(store.syncEveryS))} {m.stores.status[store.status]}
        </Alert>
      )
    ),
    onRefused: async (refusal: Refusal) => {
      if (refusal.problem.code !== "stale") return;
      try {
        setStore(await rereadStore(cache, first.id));
        setChanged(true);
        setLost(null);
      } catch (error) {
        setLost(asRefusal(error));
      }
    },
  };
}
