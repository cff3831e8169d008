import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react";
import { useMay, useMe } from "../../api/auth";
import type { Stock } from "../../api/stock";
import { Button, ButtonLink } from "../../components/Button";
import { DataTable } from "../../components/DataTable";
import { Card, NotRefreshed, Page } from "../../components/Page";
import { Pager } from "../../components/Pager";
import { Empty, Failure } from "../../components/States";
import { useColumns } from "../../components/useColumns";
import { useListKeys } from "../../components/useListKeys";
import { useRowPlace } from "../../components/useRowPlace";
import { useI18n } from "../../i18n";
import { usePref } from "../../lib/prefs";
import { isPlainStock, refOf } from "./filters";
import { StockFilters } from "./StockFilters";
import { type StockCells, stockColumns } from "./stockColumns";
import { type StockView, useStockView } from "./useStockView";

const AdjustDialog = lazy(() => import("./AdjustDialog"));
const LedgerDialog = lazy(() => import("./LedgerDialog"));

export default function StockPage() {
  const i18n = useI18n();
  const { m } = i18n;
  const words = m.inventory;
  const may = useMay();
  const isStaff = useMe().data?.staff ?? false;
  const mayAdjust = isStaff && may("stock_adjust");
  const view = useStockView();
  const { stock, rows, open } = view;
  const density = usePref("density");
  const region = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const place = useRowPlace(region, rows);
  const [adjusting, setAdjusting] = useState<Stock | null>(null);

  const adjust = (row: Stock) => {
    place.remember(row.id);
    setAdjusting(row);
  };
  const show = (row: Stock) => {
    place.remember(row.id);
    view.show(row.id);
  };
  // Cells are handed the same object until language or zone change; what it calls is always the newest.
  const latest = useRef({ adjust, show });
  useEffect(() => {
    latest.current = { adjust, show };
  });
  const cells = useMemo<StockCells>(
    () => ({
      ...i18n,
      mayAdjust,
      open: (row) => latest.current.show(row),
      adjust: (row) => latest.current.adjust(row),
    }),
    [i18n, mayAdjust],
  );
  const all = useMemo(() => stockColumns(i18n, isStaff), [i18n, isStaff]);
  const columns = useColumns("stock", all);

  useListKeys({
    region,
    search,
    rows: rows ?? [],
    onRefresh: () => void view.refresh(),
    onPrevious: view.onPrevious ?? view.onFirst,
    onNext: view.next,
  });

  const total = stock.data?.total ?? 0;
  const isLoading = stock.isFetching && (stock.isPlaceholderData || !rows);
  const opened = open ? refOf(open) : null;
  return (
    <Page title={words.stock}>
      <StockFilters view={view} columns={all} searchRef={search} />
      <Card>
        {stock.error && !rows ? (
          <Failure refusal={stock.error} onRetry={() => stock.refetch()} isRetrying={stock.isFetching} />
        ) : (
          <>
            {stock.error && <NotRefreshed since={stock.dataUpdatedAt} />}
            <DataTable
              ref={region}
              label={words.stock}
              columns={columns}
              rows={rows}
              context={cells}
              idOf={idOf}
              nameOf={nameOf}
              isBusy={isLoading}
              density={density}
              total={total}
              firstIndex={view.firstIndex ?? 0}
              onOpen={cells.open}
              empty={<EmptyStock view={view} isStaff={isStaff} mayOpenSkus={may("sku_view")} />}
            />
            {rows && (
              <Pager
                firstIndex={view.firstIndex}
                shown={rows.length}
                total={total}
                totalIsExact={stock.data?.totalIsExact ?? true}
                onPrevious={view.onPrevious}
                onNext={view.next}
                onFirst={view.onFirst}
              />
            )}
          </>
        )}
      </Card>
      <p className="sr-only" role="status">
        {!isLoading && stock.data && m.common.results(total, stock.data.totalIsExact)}
      </p>
      <Suspense>
        {open && opened && !adjusting && (
          <LedgerDialog
            key={open}
            stockRef={opened}
            row={rows?.find((s) => s.id === open)}
            onAdjust={mayAdjust ? adjust : undefined}
            onClose={() => {
              place.remember(open);
              view.hide();
              place.giveBack();
            }}
          />
        )}
        {adjusting && (
          <AdjustDialog
            sku={adjusting.sku}
            warehouse={adjusting.warehouse}
            onClose={() => {
              setAdjusting(null);
              place.giveBack();
            }}
          />
        )}
      </Suspense>
    </Page>
  );
}

const idOf = (row: Stock) => row.id;
const nameOf = (row: Stock) => row.sku.code;

function EmptyStock({ view, isStaff, mayOpenSkus }: { view: StockView; isStaff: boolean; mayOpenSkus: boolean }) {
  const { m } = useI18n();
  const words = m.inventory.emptyStock;
  if (!isPlainStock(view.filter)) {
    return (
      <Empty icon="search" title={words.noMatch} lead={words.noMatchLead}>
        <Button onPress={view.clear}>{m.common.clearAll}</Button>
      </Empty>
    );
  }
  return (
    <Empty icon="stock" title={words.nothing} lead={isStaff ? words.nothingStaff : words.nothingCustomer}>
      {mayOpenSkus && (
        <ButtonLink to="/skus" icon="sku">
          {words.openSkus}
        </ButtonLink>
      )}
    </Empty>
  );
}
