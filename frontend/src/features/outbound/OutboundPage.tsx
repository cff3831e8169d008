import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react";
import { useMay } from "../../api/auth";
import type { OutboundRow } from "../../api/types";
import { Button, ButtonLink } from "../../components/Button";
import { ListCard } from "../../components/ListCard";
import { MenuAt } from "../../components/Menu";
import { Page } from "../../components/Page";
import { Empty } from "../../components/States";
import { useRowPlace } from "../../components/useRowPlace";
import { useI18n } from "../../i18n";
import { createSelection, useTicked } from "../../lib/selection";
import { useNewest } from "../../lib/useNewest";
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
  const { rows, open } = view;
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
  const place = useRowPlace(region, rows);
  useEffect(() => void setTimeout(preloadSteps, 500), []);

  const step: OutboundCells["step"] = (name, row) => {
    place.remember(row.id);
    take(name, row);
  };
  const calls = useNewest({
    open: (row: OutboundRow) => view.show(row.id),
    menu: (row: OutboundRow, at: HTMLElement) => setMenu({ row, at }),
    step,
  });
  const cells = useMemo<OutboundCells>(
    () => ({ ...i18n, working, mayOpenOrders, ...calls }),
    [i18n, working, mayOpenOrders, calls],
  );
  const columns = useMemo(() => outboundColumns(i18n), [i18n]);
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
      <OutboundFilters view={view} columns={columns} searchRef={search} />
      <ListCard
        {...view.card}
        table="outbound"
        label={m.outbound.title}
        columns={columns}
        cells={cells}
        nameOf={(row) => row.outboundNo}
        newerWords={m.outbound.newer}
        region={region}
        search={search}
        selection={mayWork ? selection : undefined}
        onOpen={calls.open}
        onMenu={calls.menu}
        empty={<EmptyList view={view} mayOpenOrders={mayOpenOrders} />}
      >
        <WaveBar
          selection={selection}
          onWave={() => setWaving(selection.ids().flatMap((id) => known.current.get(id) ?? []))}
        />
      </ListCard>

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
              place.remember(open);
              view.hide();
              place.giveBack();
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
              place.giveBack();
            }}
          />
        )}
      </Suspense>
    </Page>
  );
}

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
