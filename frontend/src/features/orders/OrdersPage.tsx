import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react";
import { useOrderCounts, useReadOrder, useTickAll } from "../../api/orders";
import type { OrderKind, OrderRow } from "../../api/types";
import { Button } from "../../components/Button";
import { DataTable } from "../../components/DataTable";
import { Card, NotRefreshed, Page, Pill } from "../../components/Page";
import { Pager } from "../../components/Pager";
import { Failure } from "../../components/States";
import { Tabs } from "../../components/Tabs";
import { toast } from "../../components/toast";
import { useColumns, useResize } from "../../components/useColumns";
import { useRowPlace } from "../../components/useRowPlace";
import { useI18n } from "../../i18n";
import { early } from "../../lib/early";
import { usePref } from "../../lib/prefs";
import { createSelection } from "../../lib/selection";
import { acknowledge, actionsOf, dispatch, type OrderAction, reasonOf, refusal } from "./actions";
import { BatchPill } from "./BatchPill";
import { batchMost } from "./batch-most";
import { type OrderCells, orderColumns } from "./columns";
import { EmptyOrders } from "./EmptyOrders";
import { noFilter } from "./filters";
import type { Fix } from "./fixes";
import styles from "./Orders.module.css";
import { OrdersFilters } from "./OrdersFilters";
import { QuickViews } from "./QuickViews";
import { SelectionBar } from "./SelectionBar";
import { useIsStaff } from "./turn";
import { useNote } from "./useNote";
import { useOrderKeys } from "./useOrderKeys";
import { useOrdersView } from "./useOrdersView";

const RowMenu = lazy(() => import("./RowMenu"));
const ExceptionNote = lazy(() => import("./ExceptionNote"));
const OrderDialog = lazy(() => import("./OrderDialog"));
const SyncDialog = lazy(() => import("./SyncDialog"));
const BatchDialog = lazy(() => import("./BatchDialog"));
const TakeBackDialog = lazy(() => import("./TakeBackDialog"));

interface Acting {
  action: OrderAction;
  orders: readonly OrderRow[];
}

export default function OrdersPage() {
  const i18n = useI18n();
  const { m } = i18n;
  const isStaff = useIsStaff();
  const view = useOrdersView();
  const { filter, open, orders, rows } = view;
  const { kind } = filter;
  const density = usePref("density");
  const counts = { b2c: useOrderCounts("b2c").data, b2b: useOrderCounts("b2b").data };
  const [selection] = useState(createSelection);
  const [menu, setMenu] = useState<{ order: OrderRow; at: HTMLElement } | null>(null);
  const [acting, setActing] = useState<Acting | null>(null);
  const [taking, setTaking] = useState<OrderRow | null>(null);
  const [isSyncing, setSyncing] = useState(false);
  const { note, showNote, leaveNote, stayNote, closeNote } = useNote();
  const region = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const { remember, giveBack } = useRowPlace(region, rows);
  const known = useRef(new Map<string, OrderRow>()); // every order this tab has shown, for those ticked on other pages

  useEffect(() => {
    for (const row of rows ?? []) known.current.set(row.id, row);
  }, [rows]);
  useEffect(() => {
    if (kind === "b2b") selection.clear(); // there is nothing to tick in that tab
  }, [kind, selection]);
  useEffect(() => preload(kind), [kind]);

  const act = (action: OrderAction, on: readonly OrderRow[]) => {
    const [first] = on;
    if (!first) return toast({ tone: "info", text: m.orders.action.tickFirst });
    const no = on.length === 1 ? refusal(action, on) : undefined;
    if (no) {
      const label = m.orders.action[action.name];
      return toast({ tone: "info", text: m.orders.action.notHere(label, reasonOf(no, first, i18n)) });
    }
    remember(first.id);
    setActing({ action, orders: on });
  };
  const tickedOrders = () => selection.ids().flatMap((id) => known.current.get(id) ?? []);
  const batch = () => act(dispatch, tickedOrders());
  const tickAll = useTickAll((found) => {
    for (const order of found) known.current.set(order.id, order);
    selection.set(
      found.map((order) => order.id),
      true,
    );
  });
  const readOrder = useReadOrder();
  const cure = (id: string, fix: Fix) =>
    "tab" in fix
      ? view.openOrder(id, fix.tab)
      : readOrder.mutate(id, { onSuccess: (order) => "action" in fix && act(fix.action, [order]) });

  // Cells are handed the same object until language or zone change; what it calls is always the newest.
  const openOrder = (order: OrderRow) => {
    remember(order.id);
    view.openOrder(order.id);
  };
  const latest = useRef({ openOrder, showNote, leaveNote });
  useEffect(() => {
    latest.current = { openOrder, showNote, leaveNote };
  });
  const cells = useMemo<OrderCells>(
    () => ({
      ...i18n,
      isStaff,
      open: (order) => latest.current.openOrder(order),
      menu: (order, at) => setMenu({ order, at }),
      note: (...args) => latest.current.showNote(...args),
      noteLeft: () => latest.current.leaveNote(),
    }),
    [i18n, isStaff],
  );
  const all = useMemo(() => orderColumns(i18n, kind), [i18n, kind]);
  const columns = useColumns("orders", all);
  const resize = useResize("orders");

  useOrderKeys({
    region,
    search,
    rows: rows ?? [],
    selection: kind === "b2c" ? selection : null,
    onMenu: (order, at) => setMenu({ order, at }),
    onDispatch: (order) => act(dispatch, [order]),
    onAcknowledge: kind === "b2b" ? (order) => act(acknowledge, [order]) : undefined,
    onBatch: kind === "b2c" ? batch : undefined,
    onRefresh: () => void view.refresh(),
    onPrevious: view.previous ?? view.first,
    onNext: view.next,
  });

  const total = orders.data?.total ?? 0;
  const count = (k: "b2c" | "b2b") => (counts[k] ? m.common.total(counts[k].total, counts[k].isExact) : null);
  const isLoading = orders.isFetching && (orders.isPlaceholderData || !rows);
  const index = open ? (rows?.findIndex((r) => r.id === open.id) ?? -1) : -1;

  return (
    <Page
      title={m.orders.title}
      actions={
        <>
          <BatchPill open={view.batch} onOpen={view.openBatch} />
          {kind === "b2c" && (
            <Button icon="dispatch" onPress={batch}>
              {m.orders.action.batch_dispatch}
            </Button>
          )}
          <Button look="primary" icon="sync" onPress={() => setSyncing(true)}>
            {m.orders.sync.button}
          </Button>
        </>
      }
    >
      <Tabs
        label={m.orders.title}
        className={styles.tabs}
        panelClassName={styles.panel}
        tabs={[
          { id: "b2c", label: m.orders.tabs.b2c, count: count("b2c") },
          { id: "b2b", label: m.orders.tabs.b2b, count: count("b2b") },
        ]}
        selected={kind}
        onSelect={(k) => k !== kind && view.change(noFilter(k))}
        end={<QuickViews view={view} />}
      >
        <OrdersFilters view={view} columns={all} searchRef={search} />
        <Card>
          {orders.error && !rows ? (
            <Failure refusal={orders.error} onRetry={() => orders.refetch()} isRetrying={orders.isFetching} />
          ) : (
            <>
              {orders.error && <NotRefreshed since={orders.dataUpdatedAt} />}
              {view.newer > 0 && <Pill onPress={() => view.showAll()}>{m.orders.newer(view.newer)}</Pill>}
              <DataTable
                ref={region}
                label={m.orders.table[kind]}
                columns={columns}
                rows={rows}
                context={cells}
                idOf={idOf}
                nameOf={nameOf}
                isBusy={isLoading}
                density={density}
                total={total}
                firstIndex={view.firstIndex ?? 0}
                selection={kind === "b2c" ? selection : undefined}
                sorting={{
                  column: "orderTime",
                  descending: !filter.oldestFirst,
                  onSort: (descending) => view.change({ oldestFirst: !descending }),
                }}
                onOpen={cells.open}
                onResize={resize}
                empty={<EmptyOrders view={view} onSync={() => setSyncing(true)} />}
              />
              {kind === "b2c" && (
                <SelectionBar
                  selection={selection}
                  onDispatch={batch}
                  all={
                    total > (rows?.length ?? 0)
                      ? {
                          n: Math.min(total, batchMost),
                          isWhole: total <= batchMost,
                          isBusy: tickAll.isPending,
                          tick: () => tickAll.mutate({ filter: view.query, most: batchMost }),
                        }
                      : null
                  }
                />
              )}
              {rows && (
                <Pager
                  firstIndex={view.firstIndex}
                  shown={rows.length}
                  total={total}
                  totalIsExact={orders.data?.totalIsExact ?? true}
                  onPrevious={view.previous}
                  onNext={view.next}
                  onFirst={view.first}
                />
              )}
            </>
          )}
        </Card>
        <p className="sr-only" role="status">
          {!isLoading && orders.data && m.common.results(total, orders.data.totalIsExact)}
        </p>
      </Tabs>

      {/* In a boundary of its own: what is fetched to be opened over the batch must not hide it meanwhile. */}
      <Suspense>
        {view.batch && (
          <BatchDialog
            key={view.batch}
            id={view.batch}
            onFix={cure}
            onBatch={view.openBatch}
            onClose={() => {
              view.closeBatch();
              giveBack();
            }}
          />
        )}
      </Suspense>
      <Suspense>
        {menu && (
          <RowMenu
            order={menu.order}
            at={menu.at}
            onClose={() => setMenu(null)}
            onDetails={() => openOrder(menu.order)}
            onAction={(action) => act(action, [menu.order])}
          />
        )}
        {note && (
          <ExceptionNote
            order={rows?.find((r) => r.id === note.order.id) ?? note.order}
            at={note.at}
            asked={note.asked}
            sameHref={view.hrefOf({ ...noFilter(kind), exception: note.order.exception?.code ?? "any" })}
            onEnter={stayNote}
            onLeave={leaveNote}
            onClose={closeNote}
            onAction={(action) => act(action, [note.order])}
            onTakeBack={() => {
              remember(note.order.id);
              setTaking(note.order);
            }}
            onDetails={(tab) => view.openOrder(note.order.id, tab)}
          />
        )}
        {open && (
          <OrderDialog
            key={open.id}
            id={open.id}
            row={rows?.find((r) => r.id === open.id)}
            tab={open.tab}
            onTab={(tab) => view.openOrder(open.id, tab)}
            onNext={
              index >= 0 && rows?.[index + 1] ? () => view.openOrder(rows[index + 1]?.id ?? "", open.tab) : undefined
            }
            onPrevious={index > 0 ? () => view.openOrder(rows?.[index - 1]?.id ?? "", open.tab) : undefined}
            onAction={(action, order) => act(action, [order])}
            onClose={() => {
              view.closeOrder();
              giveBack();
            }}
          />
        )}
        {acting && (
          <acting.action.Dialog
            orders={acting.orders}
            onBatch={(id) => {
              setActing(null);
              selection.clear();
              view.openBatch(id);
            }}
            onClose={() => {
              setActing(null);
              giveBack();
            }}
          />
        )}
        {taking && (
          <TakeBackDialog
            row={taking}
            onClose={() => {
              setTaking(null);
              giveBack();
            }}
          />
        )}
        {(isSyncing || view.syncLike) && (
          <SyncDialog
            kind={kind}
            chosen={filter.storeId}
            like={view.syncLike}
            onNews={() => void view.refresh()}
            onClose={() => {
              setSyncing(false);
              if (view.syncLike) view.forgetSync();
            }}
          />
        )}
      </Suspense>
    </Page>
  );
}

const idOf = (order: OrderRow) => order.id;
const nameOf = (order: OrderRow) => order.orderNo;

/* The code of menus and dialogs comes when the browser is idle, so that the first press is quick. */
function preload(kind: OrderKind) {
  const later = globalThis.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 500));
  later(() => {
    early(() => import("./RowMenu"));
    early(() => import("./ExceptionNote"));
    early(() => import("./OrderDialog"));
    if (kind === "b2c") early(() => import("./BatchDialog"));
    for (const action of actionsOf(kind)) early(action.load);
  });
}
