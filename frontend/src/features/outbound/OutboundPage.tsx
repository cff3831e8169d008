import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react";
import { useMay } from "../../api/auth";
import type { OutboundRow } from "../../api/types";
import { Button, ButtonLink } from "../../components/Button";
import { DataTable, focusRow, rowAt } from "../../components/DataTable";
import { MenuAt } from "../../components/Menu";
import { Card, NotRefreshed, Page, Pill } from "../../components/Page";
import { Pager } from "../../components/Pager";
import { Empty, Failure } from "../../components/States";
import { useColumns } from "../../components/useColumns";
import { useListKeys } from "../../components/useListKeys";
import { useI18n } from "../../i18n";
import { usePref } from "../../lib/prefs";
import { createSelection, useTicked } from "../../lib/selection";
import { menuOf } from "./actions";
import { type OutboundCells, outboundColumns } from "./columns";
import { isPlain, noFilter, queues, writeFilter } from "./filters";
import { OutboundFilters, Queues } from "./OutboundFilters";
import { preloadSteps, StepDialog } from "./StepDialog";
import { type OutboundView, useOutboundView } from "./useOutboundView";
import { type Asking, useStep } from "./useStep";
import { WaveBar } from "./WaveBar";

const OutboundDialog = lazy(() => import("./OutboundDialog"));
const WaveDialog = lazy(() => import("./WaveDialog"));
const AddDialog = lazy(() => import("./AddDialog"));

export default function OutboundPage() {
  const i18n = useI18n();
  const { m } = i18n;
  const may = useMay();
  const mayOpenOrders = may("order_view");
  const mayWork = may("outbound_work");
  const view = useOutboundView();
  const { outbounds, rows, open } = view;
  const density = usePref("density");
  const [menu, setMenu] = useState<{ row: OutboundRow; at: HTMLElement } | null>(null);
  const [asking, setAsking] = useState<Asking | null>(null);
  const { take, working } = useStep(setAsking);
  const isWorking = useTicked(working, open ?? "");
  const [selection] = useState(createSelection);
  const known = useRef(new Map<string, OutboundRow>()); // every row this tab has shown, for those ticked on other pages
  const [waving, setWaving] = useState<readonly OutboundRow[] | null>(null);
  const [isAdding, setAdding] = useState(false);
  useEffect(() => {
    for (const row of rows ?? []) known.current.set(row.id, row);
  }, [rows]);
  const region = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const place = useRef({ id: "", index: 0 });
  useEffect(() => void setTimeout(preloadSteps, 500), []);

  /* The focus goes back to the row a dialog came from, or to its neighbour when that row left. */
  const remember = () => {
    const id = rowAt(document.activeElement);
    const index = rows?.findIndex((r) => r.id === id) ?? -1;
    if (id && index >= 0) place.current = { id, index };
  };
  const giveBackFocus = () =>
    setTimeout(() => {
      if (document.activeElement && document.activeElement !== document.body) return;
      const neighbours = [...(region.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
      const next = neighbours[Math.min(place.current.index, neighbours.length - 1)]?.dataset.row;
      if (!focusRow(region.current, place.current.id)) focusRow(region.current, next);
    }, 50);

  // Cells are handed the same object until language or zone change; what it calls is always the newest.
  const step: OutboundCells["step"] = (name, row) => {
    remember();
    take(name, row);
  };
  const latest = useRef({ show: view.show, step });
  useEffect(() => {
    latest.current = { show: view.show, step };
  });
  const cells = useMemo<OutboundCells>(
    () => ({
      ...i18n,
      working,
      mayOpenOrders,
      open: (row) => latest.current.show(row.id),
      menu: (row, at) => setMenu({ row, at }),
      step: (...args) => latest.current.step(...args),
    }),
    [i18n, working, mayOpenOrders],
  );
  const all = useMemo(() => outboundColumns(i18n), [i18n]);
  const columns = useColumns("outbound", all);

  useListKeys({
    region,
    search,
    rows: rows ?? [],
    onMenu: (row, at) => setMenu({ row, at }),
    onRefresh: () => void view.refresh(),
    onPrevious: view.onPrevious ?? view.onFirst,
    onNext: view.next,
  });

  const total = outbounds.data?.total ?? 0;
  const isLoading = outbounds.isFetching && (outbounds.isPlaceholderData || !rows);
  const index = open ? (rows?.findIndex((r) => r.id === open) ?? -1) : -1;
  const neighbour = (by: number) => {
    const to = index >= 0 ? rows?.[index + by] : undefined;
    return to && (() => view.show(to.id));
  };
  return (
    <Page
      title={m.outbound.title}
      actions={
        mayWork && (
          <Button icon="plus" onPress={() => setAdding(true)}>
            {m.waves.byHand.button}
          </Button>
        )
      }
    >
      <Queues view={view} />
      <OutboundFilters view={view} columns={all} searchRef={search} />
      <Card>
        {outbounds.error && !rows ? (
          <Failure refusal={outbounds.error} onRetry={() => outbounds.refetch()} isRetrying={outbounds.isFetching} />
        ) : (
          <>
            {outbounds.error && <NotRefreshed since={outbounds.dataUpdatedAt} />}
            {view.newer > 0 && <Pill onPress={() => view.showAll()}>{m.outbound.newer(view.newer)}</Pill>}
            <DataTable
              ref={region}
              label={m.outbound.title}
              columns={columns}
              rows={rows}
              context={cells}
              idOf={idOf}
              nameOf={nameOf}
              isBusy={isLoading}
              density={density}
              total={total}
              firstIndex={view.firstIndex ?? 0}
              selection={mayWork ? selection : undefined}
              onOpen={cells.open}
              empty={<EmptyList view={view} mayOpenOrders={mayOpenOrders} />}
            />
            <WaveBar
              selection={selection}
              onWave={() => setWaving(selection.ids().flatMap((id) => known.current.get(id) ?? []))}
            />
            {rows && (
              <Pager
                firstIndex={view.firstIndex}
                shown={rows.length}
                total={total}
                totalIsExact={outbounds.data?.totalIsExact ?? true}
                onPrevious={view.onPrevious}
                onNext={view.next}
                onFirst={view.onFirst}
              />
            )}
          </>
        )}
      </Card>
      <p className="sr-only" role="status">
        {!isLoading && outbounds.data && m.common.results(total, outbounds.data.totalIsExact)}
      </p>

      {menu && (
        <MenuAt
          at={menu.at}
          label={m.outbound.menu(menu.row.outboundNo)}
          groups={menuOf(
            {
              row: rows?.find((r) => r.id === menu.row.id) ?? menu.row,
              onDetails: () => view.show(menu.row.id),
              onStep: (name) => step(name, rows?.find((r) => r.id === menu.row.id) ?? menu.row),
            },
            i18n,
          )}
          onClose={() => setMenu(null)}
        />
      )}
      <Suspense>
        {open && (
          <OutboundDialog
            key={open}
            id={open}
            row={rows?.[index]}
            isWorking={isWorking}
            mayOpenOrders={mayOpenOrders}
            onNext={neighbour(1)}
            onPrevious={neighbour(-1)}
            onStep={take}
            onClose={() => {
              place.current = { id: open, index: Math.max(0, index) };
              view.hide();
              giveBackFocus();
            }}
          />
        )}
        {waving && <WaveDialog rows={waving} onDone={selection.clear} onClose={() => setWaving(null)} />}
        {isAdding && (
          <AddDialog
            onDone={(outbound) => {
              setAdding(false);
              view.show(outbound.id);
            }}
            onClose={() => setAdding(false)}
          />
        )}
        {asking && (
          <StepDialog
            key={`${asking.step} ${asking.row.id}`}
            {...asking}
            onClose={() => {
              setAsking(null);
              giveBackFocus();
            }}
          />
        )}
      </Suspense>
    </Page>
  );
}

const idOf = (row: OutboundRow) => row.id;
const nameOf = (row: OutboundRow) => row.outboundNo;

/* Nothing yet, a queue that is done, nothing that matches. */
function EmptyList({ view, mayOpenOrders }: { view: OutboundView; mayOpenOrders: boolean }) {
  const { m } = useI18n();
  const words = m.outbound.empty;
  const { filter } = view;
  if (isPlain(filter)) {
    return (
      <Empty icon="outbound" title={words.nothing} lead={words.nothingLead}>
        {mayOpenOrders && (
          <ButtonLink to="/orders" icon="orders">
            {words.orders}
          </ButtonLink>
        )}
      </Empty>
    );
  }
  const here = writeFilter({ ...filter, warehouseId: [], cursor: "" });
  const isQueue = Object.values(queues).some((status) => writeFilter({ ...noFilter, status: [...status] }) === here);
  return (
    <Empty
      icon={isQueue ? "good" : "search"}
      title={isQueue ? words.queue : words.noMatch}
      lead={isQueue ? words.queueLead : words.noMatchLead}
    >
      <Button onPress={view.clear}>{m.common.clearAll}</Button>
    </Empty>
  );
}
