/* Warehouse SKUs with the codes of unbound platform SKUs: identical ones are ticked, the others are suggestions.
 * Nothing is saved before it is confirmed. */
import { useState } from "react";
import { type AutoMatchResult, useApplyMatches, useMatches } from "../../api/platform-skus";
import { Alert, Refused } from "../../components/Alert";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { Failure, Waiting } from "../../components/States";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";
import styles from "./Mapping.module.css";
import { useStoreChoice } from "./useStoreChoice";

type Match = AutoMatchResult["matches"][number];

export default function AutoMatchDialog({ storeIds, onClose }: { storeIds: readonly string[]; onClose: () => void }) {
  const { m } = useI18n();
  const words = m.mapping.match;
  const isOnline = useOnline();
  const { storeId, field } = useStoreChoice(storeIds, words.store);
  const found = useMatches(storeId);
  const apply = useApplyMatches(() => undefined);
  const done = apply.data;
  // What the person ticked against the usual: identical ones on, suggestions off.
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const isTicked = (x: Match) => (x.how === "identical") !== turned.has(x.skuKey);
  const turn = (keys: readonly string[], on: boolean, how: Match["how"]) => {
    const next = new Set(turned);
    for (const key of keys) on === (how === "identical") ? next.delete(key) : next.add(key);
    setTurned(next);
  };
  const ticked = found.data?.matches.filter(isTicked) ?? [];
  const again = () => {
    apply.reset();
    setTurned(new Set());
    void found.refetch();
  };

  return (
    <Dialog
      title={words.title}
      size="l"
      isDirty={turned.size > 0 && !done}
      isBusy={apply.isPending}
      onClose={onClose}
      footer={
        done ? (
          <>
            {found.data?.more && <Button onPress={again}>{words.again}</Button>}
            <Button look="primary" onPress={onClose}>
              {m.common.close}
            </Button>
          </>
        ) : (
          <>
            <Button onPress={onClose}>{m.common.cancel}</Button>
            <Button
              look="primary"
              isPending={apply.isPending}
              isDisabled={ticked.length === 0 || !isOnline}
              onPress={() =>
                storeId && apply.mutate({ storeId, items: ticked.map((x) => ({ skuKey: x.skuKey, skuId: x.sku.id })) })
              }
            >
              {words.apply(ticked.length)}
            </Button>
          </>
        )
      }
    >
      <div className={styles.form}>
        {done ? (
          <Alert tone="good" title={words.applied(done.bound)}>
            {words.freed(done.freedOrders)}
          </Alert>
        ) : (
          <>
            <p>{words.lead}</p>
            {field}
            {apply.error && <Refused refusal={apply.error} />}
            {storeId && !found.data && !found.error && <Waiting />}
            {found.error && (
              <Failure refusal={found.error} onRetry={() => found.refetch()} isRetrying={found.isFetching} />
            )}
            {found.data && <Matches result={found.data} isTicked={isTicked} onTurn={turn} />}
          </>
        )}
      </div>
    </Dialog>
  );
}

interface MatchesProps {
  result: AutoMatchResult;
  isTicked: (match: Match) => boolean;
  onTurn: (keys: readonly string[], on: boolean, how: Match["how"]) => void;
}

function Matches({ result, isTicked, onTurn }: MatchesProps) {
  const { m } = useI18n();
  const words = m.mapping.match;
  if (result.matches.length === 0) {
    return (
      <Alert tone="info" title={words.none}>
        {words.rest(result.unmatched, result.ambiguous)}
      </Alert>
    );
  }
  return (
    <>
      {(["identical", "folded"] as const).map((how) => {
        const list = result.matches.filter((x) => x.how === how);
        return (
          list.length > 0 && (
            <section key={how} className={styles.group} aria-label={words[how](list.length)}>
              <h3>{words[how](list.length)}</h3>
              {how === "folded" && <p className={styles.hint}>{words.foldedHint}</p>}
              <div className={styles.matches}>
                {list.length > 1 && (
                  <label className={styles.match}>
                    <input
                      type="checkbox"
                      checked={list.every(isTicked)}
                      onChange={(event) =>
                        onTurn(
                          list.map((x) => x.skuKey),
                          event.target.checked,
                          how,
                        )
                      }
                    />
                    <span>{words.tickAll}</span>
                  </label>
                )}
                {list.map((x) => (
                  <label key={x.skuKey} className={styles.match}>
                    <input
                      type="checkbox"
                      aria-label={words.tick(x.platformSku, x.sku.code)}
                      checked={isTicked(x)}
                      onChange={(event) => onTurn([x.skuKey], event.target.checked, how)}
                    />
                    <span>
                      <span className={styles.code}>{x.platformSku}</span>
                      <small>{x.name}</small>
                    </span>
                    <span aria-hidden="true">→</span>
                    <span>
                      <span className={styles.code}>{x.sku.code}</span>
                      <small>{x.sku.name}</small>
                    </span>
                    <span>{x.waitingOrders > 0 && words.orders(x.waitingOrders)}</span>
                  </label>
                ))}
              </div>
            </section>
          )
        );
      })}
      <p className="dim">{words.rest(result.unmatched, result.ambiguous)}</p>
      {result.more && <Alert tone="info">{words.more}</Alert>}
    </>
  );
}
