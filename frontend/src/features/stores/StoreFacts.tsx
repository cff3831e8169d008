/* What is known of a store, in words. */
import type { Store } from "../../api/types";
import { Badge } from "../../components/Badge";
import { Fact, Facts } from "../../components/Facts";
import { Time } from "../../components/Time";
import { useI18n } from "../../i18n";
import { useNow } from "../../lib/clock";
import styles from "./Stores.module.css";
import { daysUntil, healthTone } from "./tone";

export function Health({ store, lead }: { store: Store; lead?: boolean }) {
  const { m } = useI18n();
  const { state, detail, since } = store.health;
  return (
    <div className={styles.health}>
      <Badge tone={healthTone[state]}>{m.stores.health[state]}</Badge>
      {since && (
        <small className="dim">
          {m.stores.since} <Time at={since} />
        </small>
      )}
      {(detail || lead) && <p>{detail ?? m.stores.healthLead[state]}</p>}
    </div>
  );
}

/* When it syncs, and up to when nothing is missing. */
export function SyncFacts({ store }: { store: Store }) {
  const { m } = useI18n();
  const words = m.stores.facts;
  return (
    <Facts dense>
      <Fact label={words.lastSync}>
        {store.lastSyncAt ? <Time at={store.lastSyncAt} relative /> : <span className="dim">{m.stores.never}</span>}
      </Fact>
      <Fact label={words.nextSync}>
        <NextSync store={store} />
      </Fact>
      <Fact label={words.covered}>
        {store.coveredTo ? (
          <span title={m.stores.coveredLead}>
            <Time at={store.coveredTo} />
          </span>
        ) : (
          <span className="dim" title={m.stores.notCovered}>
            {m.common.none}
          </span>
        )}
      </Fact>
      <Fact label={words.schedule}>{m.stores.every(store.syncEveryS)}</Fact>
      <Fact label={words.writeback}>
        <Writeback store={store} />
      </Fact>
      <Fact label={words.expires}>
        <Expiry store={store} />
      </Fact>
    </Facts>
  );
}

function NextSync({ store }: { store: Store }) {
  const { m } = useI18n();
  const now = useNow();
  if (!store.nextSyncAt || store.status !== "authorised")
    return <span className="dim">{m.stores.noNextSync[store.status]}</span>;
  return Date.parse(store.nextSyncAt) <= now ? m.stores.due : <Time at={store.nextSyncAt} relative />;
}

function Writeback({ store }: { store: Store }) {
  const { m } = useI18n();
  const strategy = store.writebackStrategy;
  if (!strategy) return <span className="dim">{m.stores.noStrategy}</span>;
  return <span title={m.stores.strategyLead[strategy]}>{m.stores.strategy[strategy]}</span>;
}

function Expiry({ store }: { store: Store }) {
  const { m } = useI18n();
  const now = useNow();
  if (!store.expiresAt) return <span className="dim">{m.stores.neverExpires}</span>;
  const days = daysUntil(store.expiresAt, now);
  return (
    <>
      <Time at={store.expiresAt} /> <b className={days < 14 ? styles.soon : undefined}>{m.stores.expiresIn(days)}</b>
    </>
  );
}
