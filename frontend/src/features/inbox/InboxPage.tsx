import { useEffect, useRef, useState } from "react";
import { useMe } from "../../api/auth";
import { type ExceptionGroup, type StockFreed, useExceptions } from "../../api/exceptions";
import { useUndoMapping } from "../../api/platform-skus";
import type { SkuMapping } from "../../api/types";
import { Alert, Refused } from "../../components/Alert";
import { Button } from "../../components/Button";
import { NotRefreshed, Page } from "../../components/Page";
import { Empty, Failure, LoadBar, Waiting } from "../../components/States";
import { Time } from "../../components/Time";
import { useI18n } from "../../i18n";
import { useHotkeys } from "../../lib/hotkeys";
import { idOf } from "./fixes";
import { Group } from "./Group";
import styles from "./Inbox.module.css";

/* What was cured here, said until it is closed. */
interface Cured {
  id: number;
  title: string;
  detail: string;
  mappings: SkuMapping[];
}

export default function InboxPage() {
  const { m } = useI18n();
  const words = m.inbox;
  const me = useMe();
  const groups = useExceptions();
  const [cured, setCured] = useState<Cured[]>([]);
  const list = groups.data?.items;
  const say = (title: string, detail: string, mappings: SkuMapping[] = []) =>
    setCured((before) => [{ id: Date.now(), title, detail, mappings }, ...before].slice(0, 3));
  useHotkeys({ r: () => void groups.refetch() });

  return (
    <Page
      title={words.title}
      actions={
        <Button icon="sync" isPending={groups.isFetching} onPress={() => void groups.refetch()}>
          {m.common.refresh}
        </Button>
      }
    >
      <p className={styles.total}>
        {words.lead} <span role="status">{list && list.length > 0 && words.total(list.length, sum(list))}</span>
      </p>
      {cured.map((one) => (
        <CuredNote
          key={one.id}
          cured={one}
          onUndone={() => setCured((before) => before.filter((x) => x.id !== one.id))}
        />
      ))}
      {groups.data && groups.data.freed.length > 0 && <Freed freed={groups.data.freed} />}
      {groups.error && list && <NotRefreshed since={groups.dataUpdatedAt} />}
      <LoadBar on={groups.isFetching && list === undefined} />
      {!list ? (
        groups.error ? (
          <Failure refusal={groups.error} onRetry={() => groups.refetch()} isRetrying={groups.isFetching} />
        ) : (
          <Waiting lines={6} />
        )
      ) : list.length === 0 ? (
        <Empty icon="good" title={words.empty.title} lead={words.empty.lead} />
      ) : (
        <ul className={styles.list} aria-label={words.list}>
          {list.map((group) => (
            <Group
              key={idOf(group)}
              group={group}
              isStaff={me.data?.customer === null}
              onBound={(g, sku, mappings) =>
                say(words.bound(g.key ?? "", sku.code), words.freed(...freedBy(mappings)), mappings)
              }
              onRetried={(_, sum) => {
                say(words.retry.title, words.retry.done(sum.retried, sum.refused));
                // The platform answers in a moment: the list is asked before its usual time.
                for (const ms of [2_000, 6_000]) setTimeout(() => void groups.refetch(), ms);
              }}
            />
          ))}
        </ul>
      )}
      {groups.data?.more && <Alert tone="info">{words.more}</Alert>}
    </Page>
  );
}

const sum = (list: readonly ExceptionGroup[]) => list.reduce((n, g) => n + g.orders, 0);

/* Orders that are free now, and those that wait for another SKU as well. */
function freedBy(mappings: readonly SkuMapping[]): [number, number] {
  const still = mappings.reduce((n, x) => n + x.stillWaiting, 0);
  return [mappings.reduce((n, x) => n + x.freedOrders, 0) - still, still];
}

/* What went free without anybody here: goods came to a warehouse. */
function Freed({ freed }: { freed: readonly StockFreed[] }) {
  const { m } = useI18n();
  return (
    <Alert tone="good" title={m.inbox.freedByStock}>
      <ul className={styles.freed}>
        {freed.map((one) => (
          <li key={`${one.at} ${one.sku.id}`}>
            {m.inbox.cameIn(one.orders, one.sku.name, one.warehouse.name)} <Time at={one.at} relative />
          </li>
        ))}
      </ul>
    </Alert>
  );
}

function CuredNote({ cured, onUndone }: { cured: Cured; onUndone: () => void }) {
  const { m } = useI18n();
  // What was pressed is gone with its group: the focus goes to what came of it.
  const note = useRef<HTMLDivElement>(null);
  useEffect(() => note.current?.focus(), []);
  const undo = useUndoMapping(() => undefined);
  async function takeBack() {
    try {
      for (const { store, skuKey, eventId } of cured.mappings)
        if (eventId) await undo.mutateAsync({ storeId: store.id, skuKey, eventId });
      onUndone();
    } catch {
      // The refusal stands in undo.error and is shown below.
    }
  }
  return (
    <div ref={note} tabIndex={-1} className={styles.cured}>
      <Alert tone="good" title={cured.title}>
        <p>{cured.detail}</p>
        {cured.mappings.length > 0 && (
          <Button small isPending={undo.isPending} onPress={() => void takeBack()}>
            {m.inbox.undo}
          </Button>
        )}
      </Alert>
      {undo.error && <Refused refusal={undo.error} />}
    </div>
  );
}
