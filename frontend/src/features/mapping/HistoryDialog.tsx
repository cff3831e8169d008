import { type MappingEvent, type PlatformSku, useMappingHistory, useUndoMapping } from "../../api/platform-skus";
import type { SkuMapping } from "../../api/types";
import { Refused } from "../../components/Alert";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { Failure, Waiting } from "../../components/States";
import { Time } from "../../components/Time";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";
import styles from "./Mapping.module.css";
import { itemsWords, nameOf } from "./names";

interface Props {
  row: PlatformSku;
  mayBind: boolean;
  onUndone: (mapping: SkuMapping) => void;
  onClose: () => void;
}

/* Every binding a platform SKU had, newest first; the newest change can be taken back. */
export default function HistoryDialog({ row, mayBind, onUndone, onClose }: Props) {
  const { m } = useI18n();
  const words = m.mapping.history;
  const isOnline = useOnline();
  const history = useMappingHistory(row.store.id, row.skuKey);
  const undo = useUndoMapping(onUndone);
  const events = history.data?.items;
  return (
    <Dialog
      title={words.title(nameOf(row))}
      sub={`${row.store.name} · ${row.name}`}
      isBusy={undo.isPending}
      onClose={onClose}
      footer={<Button onPress={onClose}>{m.common.close}</Button>}
    >
      {undo.error && <Refused refusal={undo.error} />}
      {!events ? (
        history.error ? (
          <Failure refusal={history.error} onRetry={() => history.refetch()} isRetrying={history.isFetching} />
        ) : (
          <Waiting />
        )
      ) : events.length === 0 ? (
        <p className="dim">{words.none}</p>
      ) : (
        <>
          <p>{words.lead}</p>
          <ul className={styles.events}>
            {events.map((event, i) => (
              <li key={event.id} className={styles.event}>
                <Entry event={event} />
                {i === 0 && mayBind && (
                  <Button
                    small
                    isPending={undo.isPending}
                    isDisabled={!isOnline}
                    onPress={() => undo.mutate({ storeId: row.store.id, skuKey: row.skuKey, eventId: event.id })}
                  >
                    {words.undo}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}

function Entry({ event }: { event: MappingEvent }) {
  const i18n = useI18n();
  const words = i18n.m.mapping.history;
  return (
    <div>
      {event.items.length > 0 ? (
        <>
          {words.boundTo} <span className="mono">{itemsWords(event.items, i18n)}</span>
        </>
      ) : (
        words.unbound
      )}
      <small>
        <Time at={event.at} relative /> · {words.by(event.actor.name)}
      </small>
    </div>
  );
}
