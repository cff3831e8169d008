import { lazy, Suspense, useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { useMay } from "../../api/auth";
import {
  exportPlatformSkus,
  isReading,
  type PlatformSku,
  useBind,
  useLatestRun,
  useUnbind,
  useUndoMapping,
} from "../../api/platform-skus";
import { asRefusal, type Refusal } from "../../api/refusal";
import { useStores } from "../../api/stores";
import type { SkuMapping } from "../../api/types";
import { Button, ButtonLink } from "../../components/Button";
import { fieldSaid } from "../../components/fieldSaid";
import { ListCard } from "../../components/ListCard";
import { MenuAt } from "../../components/Menu";
import { Page } from "../../components/Page";
import { Empty } from "../../components/States";
import { toast } from "../../components/toast";
import { useRowPlace } from "../../components/useRowPlace";
import { useI18n } from "../../i18n";
import { copyText } from "../../lib/clipboard";
import { sentence } from "../../lib/format";
import { saveFile } from "../../lib/save";
import { useNewest } from "../../lib/useNewest";
import { type MappingCells, mappingColumns } from "./columns";
import { createEditing } from "./editing";
import { isPlain, noFilter, toExport, writeFilter } from "./filters";
import styles from "./Mapping.module.css";
import { MappingFilters, Views } from "./MappingFilters";
import { menuOf } from "./menu";
import { isUnbound, itemsWords, nameOf } from "./names";
import { type MappingView, useMappingView } from "./useMappingView";

const BindDialog = lazy(() => import("./BindDialog"));
const HistoryDialog = lazy(() => import("./HistoryDialog"));
const SyncSkusDialog = lazy(() => import("./SyncSkusDialog"));
const AutoMatchDialog = lazy(() => import("./AutoMatchDialog"));
const ImportDialog = lazy(() => import("./ImportDialog"));

export default function MappingPage() {
  const i18n = useI18n();
  const { m } = i18n;
  const may = useMay();
  const mayBind = may("sku_bind");
  const mayOpenOrders = may("order_view");
  const view = useMappingView();
  const { rows } = view;
  const [menu, setMenu] = useState<{ row: PlatformSku; at: HTMLElement } | null>(null);
  const [history, setHistory] = useState<PlatformSku | null>(null);
  const [asking, setAsking] = useState<"sync" | "match" | "import" | null>(null);
  const [isExporting, setExporting] = useState(false);
  const [editing] = useState(createEditing);
  const [watched, setWatched] = useState<string | null>(null);
  const region = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const { remember, giveBack } = useRowPlace(region, rows);
  const { say, sayRefused } = useSaying();

  /* Moves to the next SKU that wants a binding, or leaves. */
  const editNext = (row: PlatformSku) => {
    const list = rows ?? [];
    const next = list.slice(list.findIndex((r) => r.id === row.id) + 1).find(isUnbound);
    if (next) editing.start(next.id);
    else editing.stop();
  };
  const bind = useBind((mapping) => say("bound", mapping));
  const unbind = useUnbind((mapping) => say("unbound", mapping));
  const pick: MappingCells["onPicked"] = (row, sku) => {
    editNext(row);
    bind.mutate(
      { storeId: row.store.id, skuKey: row.skuKey, items: [{ skuId: sku.id, quantity: 1 }] },
      { onError: sayRefused },
    );
  };
  const stop = (row: PlatformSku) => {
    editing.stop();
    setTimeout(() => region.current?.querySelector<HTMLElement>(`[data-bind="${CSS.escape(row.id)}"]`)?.focus());
  };
  const show = (row: PlatformSku) => {
    remember(row.id);
    view.show(row.id);
  };
  const closed = () => giveBack();

  const calls = useNewest({
    open: show,
    menu: (row: PlatformSku, at: HTMLElement) => setMenu({ row, at }),
    onPicked: pick,
    onNext: editNext,
    onStop: stop,
  });
  const cells = useMemo<MappingCells>(
    () => ({ ...i18n, editing, mayBind, mayOpenOrders, ...calls }),
    [i18n, editing, mayBind, mayOpenOrders, calls],
  );
  const columns = useMemo(() => mappingColumns(i18n), [i18n]);

  async function save() {
    setExporting(true);
    try {
      saveFile("sku-mappings.csv", await exportPlatformSkus(toExport(view.filter)));
    } catch (error) {
      sayRefused(asRefusal(error));
    }
    setExporting(false);
  }

  const newest = (row: PlatformSku) => rows?.find((r) => r.id === row.id) ?? row;
  const opened = view.open ? rows?.find((r) => r.id === view.open) : undefined;
  return (
    <Page
      title={m.mapping.title}
      actions={
        <>
          <Button isPending={isExporting} onPress={save}>
            {m.mapping.export.button}
          </Button>
          {mayBind && <Button onPress={() => setAsking("import")}>{m.mapping.import.button}</Button>}
          {may("sku_auto_match") && (
            <Button icon="link" onPress={() => setAsking("match")}>
              {m.mapping.match.button}
            </Button>
          )}
          {may("sku_sync") && (
            <Button look="primary" icon="sync" onPress={() => setAsking("sync")}>
              {m.mapping.sync.button}
            </Button>
          )}
        </>
      }
    >
      <Views view={view} />
      <MappingFilters view={view} columns={columns} searchRef={search} />
      <ListCard
        {...view.card}
        table="mapping"
        label={m.mapping.title}
        columns={columns}
        cells={cells}
        nameOf={nameOf}
        newerWords={m.mapping.newer}
        region={region}
        search={search}
        onOpen={calls.open}
        onMenu={calls.menu}
        above={
          <Reading
            storeId={watched ?? (view.filter.storeId.length === 1 ? (view.filter.storeId[0] ?? null) : null)}
            onOver={view.card.onRefresh}
          />
        }
        empty={<EmptyList view={view} onSync={may("sku_sync") ? () => setAsking("sync") : undefined} />}
      />

      {menu && (
        <MenuAt
          at={menu.at}
          label={m.mapping.menu(nameOf(menu.row))}
          groups={menuOf(
            {
              row: newest(menu.row),
              mayBind,
              onEdit: () => show(menu.row),
              onHistory: () => {
                remember(menu.row.id);
                setHistory(newest(menu.row));
              },
              onUnbind: () => {
                const { mappingId: id, mappingVersion: version } = newest(menu.row);
                if (id && version !== null) unbind.mutate({ id, version }, { onError: sayRefused });
              },
              onCopy: () => void copyText(menu.row.platformSku ?? ""),
              onRefused: (reason) => toast({ tone: "info", text: reason }),
            },
            i18n,
          )}
          onClose={() => setMenu(null)}
        />
      )}
      <Suspense>
        {opened && !history && (
          <BindDialog
            key={opened.id}
            row={opened}
            mayBind={mayBind}
            onHistory={() => setHistory(opened)}
            onSaved={(mapping) => {
              view.hide();
              closed();
              say("bound", mapping);
            }}
            onClose={() => {
              view.hide();
              closed();
            }}
          />
        )}
        {history && (
          <HistoryDialog
            row={newest(history)}
            mayBind={mayBind}
            onUndone={(mapping) => {
              setHistory(null);
              if (view.open) view.hide();
              closed();
              say("restored", mapping);
            }}
            onClose={() => {
              setHistory(null);
              if (!view.open) closed();
            }}
          />
        )}
        {asking === "sync" && (
          <SyncSkusDialog storeIds={view.filter.storeId} onStarted={setWatched} onClose={() => setAsking(null)} />
        )}
        {asking === "match" && <AutoMatchDialog storeIds={view.filter.storeId} onClose={() => setAsking(null)} />}
        {asking === "import" && <ImportDialog onClose={() => setAsking(null)} />}
      </Suspense>
    </Page>
  );
}

/* What was done, with the way back. */
function useSaying() {
  const i18n = useI18n();
  const { m } = i18n;
  const words = m.mapping;
  const sayRefused = (refusal: Refusal) =>
    toast({
      tone: "error",
      text: m.problem.title[refusal.problem.code],
      detail: refusal.problem.errors[0] ? fieldSaid(refusal.problem.errors[0], m) : sentence(refusal.problem.detail),
    });
  const undo = useUndoMapping((mapping) => say("restored", mapping));
  function say(what: "bound" | "unbound" | "restored", mapping: SkuMapping) {
    const sku = mapping.platformSku ?? mapping.skuKey;
    const text = what === "bound" ? words.bound(sku, itemsWords(mapping.items, i18n)) : words[what](sku);
    const { eventId } = mapping;
    toast({
      tone: "good",
      text,
      detail:
        mapping.items.length > 0
          ? words.freed(mapping.freedOrders - mapping.stillWaiting, mapping.stillWaiting)
          : undefined,
      action: eventId
        ? {
            label: words.action.undo,
            run: () =>
              undo.mutate({ storeId: mapping.store.id, skuKey: mapping.skuKey, eventId }, { onError: sayRefused }),
          }
        : undefined,
    });
  }
  return { say, sayRefused };
}

/* A reading that goes on; what it brought is shown at once when it ended, because somebody asked for it. */
function Reading({ storeId, onOver }: { storeId: string | null; onOver: () => void }) {
  const { m } = useI18n();
  const run = useLatestRun(storeId).data;
  const wasReading = useRef(false);
  const isGoing = isReading(run);
  const over = useEffectEvent(onOver);
  useEffect(() => {
    if (wasReading.current && !isGoing) over();
    wasReading.current = isGoing;
  }, [isGoing]);
  if (!run || !isGoing) return null;
  return (
    <div className={styles.strip} role="status">
      <span>{run.store.name}</span>
      <span>{run.state === "queued" && run.seen === 0 ? m.mapping.sync.queued : m.mapping.sync.running(run.seen)}</span>
      {run.problem && <span>{m.problem.title[run.problem.code]}</span>}
    </div>
  );
}

/* No store yet, nothing known yet, all done, nothing that matches. */
function EmptyList({ view, onSync }: { view: MappingView; onSync: (() => void) | undefined }) {
  const { m } = useI18n();
  const words = m.mapping.empty;
  const stores = useStores();
  if (isPlain(view.filter)) {
    if (stores.data?.items.length === 0) {
      return (
        <Empty icon="store" title={words.noStore} lead={words.noStoreLead}>
          <ButtonLink to="/stores" look="primary" icon="plus">
            {words.connect}
          </ButtonLink>
        </Empty>
      );
    }
    return (
      <Empty icon="link" title={words.nothing} lead={words.nothingLead}>
        {onSync && (
          <Button look="primary" icon="sync" onPress={onSync}>
            {m.mapping.sync.button}
          </Button>
        )}
      </Empty>
    );
  }
  const isDone =
    writeFilter({ ...view.filter, storeId: [], cursor: "" }) === writeFilter({ ...noFilter, state: ["unbound"] });
  return (
    <Empty
      icon={isDone ? "good" : "search"}
      title={isDone ? words.allBound : words.noMatch}
      lead={isDone ? words.allBoundLead : words.noMatchLead}
    >
      <Button onPress={view.clear}>{m.common.clearAll}</Button>
    </Empty>
  );
}
