import { type FormEvent, lazy, Suspense, useEffect, useEffectEvent, useState } from "react";
import { useMay } from "../../api/auth";
import { useStores } from "../../api/stores";
import { useRunsProgress, useStartSync, useSyncRun } from "../../api/sync-runs";
import { isUnderWay } from "../../api/sync-status";
import type { OrderKind, Store, SyncMode, SyncRun, SyncStatus } from "../../api/types";
import { Alert, Refused } from "../../components/Alert";
import { Badge, type Tone } from "../../components/Badge";
import { Button, ButtonLink } from "../../components/Button";
import type { Instants } from "../../components/DateRange";
import { Dialog } from "../../components/Dialog";
import { Check, Field, FieldGroup, RadioCards } from "../../components/Field";
import { fieldSaid } from "../../components/fieldSaid";
import { Waiting } from "../../components/States";
import { useI18n } from "../../i18n";
import { formatter } from "../../lib/format";
import { useOnline } from "../../lib/online";
import styles from "./Details.module.css";
import { isPurchaseNumber, orderNumbers } from "./filters";

const DateRange = lazy(() => import("../../components/DateRange").then((m) => ({ default: m.DateRange })));
const modes: readonly SyncMode[] = ["immediate", "time_range", "order_numbers"];
const mostNumbers = 500;

interface Props {
  kind: OrderKind;
  /* Stores of the list's filter: chosen to begin with. */
  chosen: readonly string[];
  /* A run of the log whose choice is filled in. */
  like?: string | null;
  /* Orders may have come. */
  onNews: () => void;
  onClose: () => void;
}

export default function SyncDialog(props: Props) {
  const [runs, setRuns] = useState<SyncRun[] | null>(null);
  if (runs) return <Progress {...props} started={runs} onAgain={() => setRuns(null)} />;
  return props.like ? (
    <AskLike {...props} like={props.like} onStarted={setRuns} />
  ) : (
    <Ask {...props} onStarted={setRuns} />
  );
}

/* Waits for the run whose choice is wanted; one that is gone leaves the form as it always is. */
function AskLike({ like, ...props }: AskProps & { like: string }) {
  const { m } = useI18n();
  const run = useSyncRun(like);
  if (run.data) return <Ask {...props} chosen={[run.data.store.id]} choice={run.data} />;
  if (run.error) return <Ask {...props} />;
  return (
    <Dialog title={m.orders.sync.title[props.kind]} onClose={props.onClose}>
      <Waiting />
    </Dialog>
  );
}

interface AskProps extends Props {
  choice?: SyncRun;
  onStarted: (runs: SyncRun[]) => void;
}

const canSync = (store: Store) => store.status !== "disabled" && store.status !== "expired";

function Ask({ kind, chosen, choice, onStarted, onClose }: AskProps) {
  const { m, f, language } = useI18n();
  const words = m.orders.sync;
  const may = useMay();
  const isOnline = useOnline();
  const stores = useStores();
  const mine = stores.data?.items.filter((s) => s.kind === kind) ?? [];
  const able = mine.filter(canSync);
  const [touched, setTouched] = useState<string[] | null>(null);
  const first = able.length === 1 ? able.map((s) => s.id) : able.filter((s) => chosen.includes(s.id)).map((s) => s.id);
  const storeIds = touched ?? first;
  const [search, setSearch] = useState("");
  const [mode, setMode] = useState<SyncMode>(choice?.mode ?? "immediate");
  const [range, setRange] = useState<Instants>(
    choice?.mode === "time_range" ? { from: choice.from, to: choice.to } : { from: null, to: null },
  );
  const [text, setText] = useState(choice?.orderNumbers.join("\n") ?? "");
  const [isAsked, setAsked] = useState(false);
  const numbers = orderNumbers(text);
  const odd = kind === "b2b" ? numbers.filter((no) => !isPurchaseNumber(no)) : [];
  const send = useStartSync(onStarted);

  const wrong = {
    stores: storeIds.length === 0 ? words.storesNeeded : undefined,
    range:
      mode !== "time_range"
        ? undefined
        : !range.from || !range.to
          ? words.rangeNeeded
          : range.from > range.to
            ? m.common.range.order
            : undefined,
    numbers:
      mode !== "order_numbers"
        ? undefined
        : numbers.length === 0
          ? words.numbersNeeded
          : numbers.length > mostNumbers
            ? words.tooMany(numbers.length)
            : undefined,
  };
  const said = (field: string) => {
    const error = send.error?.problem.errors.find((e) => e.field.startsWith(field));
    return error && fieldSaid(error, m);
  };

  function submit(event: FormEvent) {
    event.preventDefault();
    setAsked(true);
    if (wrong.stores || wrong.range || wrong.numbers || !isOnline) return;
    send.mutate({
      kind,
      storeIds,
      mode,
      from: mode === "time_range" ? range.from : null,
      to: mode === "time_range" ? range.to : null,
      orderNumbers: mode === "order_numbers" ? numbers : null,
    });
  }

  const found = mine.filter((s) => s.name.toLowerCase().includes(search.trim().toLowerCase()));
  const utc = formatter(language, "UTC");
  return (
    <Dialog
      title={words.title[kind]}
      sub={words.lead}
      onClose={onClose}
      isBusy={send.isPending}
      isDirty={!choice && (text.trim() !== "" || range.from !== null || range.to !== null)}
      footer={
        <>
          <Button onPress={onClose} isDisabled={send.isPending}>
            {m.common.cancel}
          </Button>
          <Button
            type="submit"
            form="manual-sync"
            look="primary"
            icon="sync"
            isPending={send.isPending}
            isDisabled={!isOnline || !may("order_sync") || able.length === 0}
          >
            {words.start}
          </Button>
        </>
      }
    >
      <form id="manual-sync" className={styles.form} onSubmit={submit} noValidate>
        {!may("order_sync") && <Alert tone="warning">{m.common.forbidden(m.shell.permission.order_sync)}</Alert>}
        {send.error && <Refused refusal={send.error} />}
        {stores.error && <Refused refusal={stores.error} />}
        {!stores.data ? (
          stores.isLoading && <Waiting lines={3} />
        ) : mine.length === 0 ? (
          <Alert tone="info">
            {words.noStores[kind]} <a href="/stores">{m.shell.pages.stores}</a>
          </Alert>
        ) : (
          <FieldGroup
            label={words.stores}
            hint={words.storesHint}
            error={isAsked ? (wrong.stores ?? said("storeIds")) : undefined}
          >
            {mine.length > 8 && (
              <Field label={words.searchStores} value={search} onChange={setSearch} isRequired type="search" />
            )}
            <div className={styles.stores}>
              {able.length > 1 && search === "" && (
                <Check
                  label={<b>{words.allStores}</b>}
                  checked={able.every((s) => storeIds.includes(s.id))}
                  onChange={(on) => setTouched(on ? able.map((s) => s.id) : [])}
                />
              )}
              {found.map((store) => (
                <Check
                  key={store.id}
                  checked={storeIds.includes(store.id)}
                  isDisabled={!canSync(store)}
                  onChange={(on) => setTouched(on ? [...storeIds, store.id] : storeIds.filter((id) => id !== store.id))}
                  label={
                    <>
                      {store.name}
                      {words.storeStatus[store.status] && <small>{words.storeStatus[store.status]}</small>}
                    </>
                  }
                />
              ))}
              {found.length === 0 && <p className="dim">{m.common.noMatch}</p>}
            </div>
          </FieldGroup>
        )}
        <RadioCards
          label={words.mode}
          value={mode}
          onChange={setMode}
          options={modes.map((value) => ({ value, label: words.modes[value], hint: words.modeLead[value] }))}
        />
        {mode === "time_range" && (
          <FieldGroup label={words.range}>
            <Suspense fallback={<Waiting lines={2} />}>
              <DateRange
                isRequired
                value={range}
                onChange={setRange}
                error={isAsked ? (wrong.range ?? said("from") ?? said("to")) : undefined}
              />
            </Suspense>
            {range.from && range.to && range.from <= range.to && f.zone !== "UTC" && (
              <p className="dim">{words.rangeUtc(utc.dateTime(range.from), utc.dateTime(range.to))}</p>
            )}
          </FieldGroup>
        )}
        {mode === "order_numbers" && (
          <>
            <Field
              name="orderNumbers"
              label={words.numbers}
              isRequired
              rows={5}
              value={text}
              onChange={setText}
              hint={[
                words.numbersHint,
                kind === "b2b" ? m.acknowledge.numbers.hint : "",
                numbers.length > 0 ? words.numbersCount(numbers.length) : "",
              ].join(" ")}
              error={isAsked ? (wrong.numbers ?? said("orderNumbers")) : undefined}
            />
            {odd.length > 0 && <Alert tone="warning">{m.acknowledge.numbers.odd(odd.slice(0, 5).join(", "))}</Alert>}
          </>
        )}
      </form>
    </Dialog>
  );
}

export const runTone: Record<SyncStatus, Tone> = {
  queued: "neutral",
  running: "blue",
  success: "green",
  partly_failed: "amber",
  failed: "red",
  no_new_orders: "neutral",
};

/* The runs as they go, one per store. Closing loses nothing: they go on and the log has them. */
function Progress({
  kind,
  started,
  onNews,
  onAgain,
  onClose,
}: Props & { started: readonly SyncRun[]; onAgain: () => void }) {
  const { m } = useI18n();
  const words = m.orders.sync;
  const runs = useRunsProgress(started).flatMap((run) => run ?? []);
  const seen = runs.reduce((n, r) => n + r.created + r.updated + (isUnderWay(r) ? 0 : 1), 0);
  const news = useEffectEvent(onNews);
  useEffect(() => {
    if (seen > 0) news();
  }, [seen]);
  return (
    <Dialog
      title={words.title[kind]}
      onClose={onClose}
      footer={
        <>
          <Button look="quiet" onPress={onAgain}>
            {words.again}
          </Button>
          <ButtonLink to="/sync-runs" icon="log">
            {words.log}
          </ButtonLink>
          <Button look="primary" onPress={onClose}>
            {m.common.close}
          </Button>
        </>
      }
    >
      <Alert tone="good" title={words.startedTitle}>
        {words.started}
      </Alert>
      <ul className={styles.runs} aria-live="polite">
        {runs.map((run) => (
          <li key={run.id}>
            <b>{run.store.name}</b>
            <Badge tone={runTone[run.status]} busy={isUnderWay(run)}>
              {m.sync.status[run.status]}
            </Badge>
            <span className="dim">
              {isUnderWay(run)
                ? words.progress(run.orderCount)
                : run.status !== "no_new_orders" &&
                  words.result(run.created, run.updated, run.unchanged, run.skipped, run.failed)}
            </span>
            {run.problem && (
              <p>
                {m.problem.title[run.problem.code]}: {run.problem.detail}
              </p>
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
