import { lazy, Suspense, useMemo, useRef, useState } from "react";
import { useMay, useMe } from "../../api/auth";
import type { Stock } from "../../api/stock";
import { ButtonLink } from "../../components/Button";
import { ListCard } from "../../components/ListCard";
import { NoMatch } from "../../components/ListTools";
import { Page } from "../../components/Page";
import { Empty } from "../../components/States";
import { useRowPlace } from "../../components/useRowPlace";
import { useI18n } from "../../i18n";
import { useNewest } from "../../lib/useNewest";
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
  const { rows, open } = view;
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
  const calls = useNewest({ open: show, adjust });
  const cells = useMemo<StockCells>(() => ({ ...i18n, mayAdjust, ...calls }), [i18n, mayAdjust, calls]);
  const columns = useMemo(() => stockColumns(i18n, isStaff), [i18n, isStaff]);
  const opened = open ? refOf(open) : null;
  return (
    <Page title={words.stock}>
      <StockFilters view={view} columns={columns} searchRef={search} />
      <ListCard
        {...view.card}
        table="stock"
        label={words.stock}
        columns={columns}
        cells={cells}
        nameOf={(row) => row.sku.code}
        region={region}
        search={search}
        onOpen={calls.open}
        empty={<EmptyStock view={view} isStaff={isStaff} mayOpenSkus={may("sku_view")} />}
      />
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

function EmptyStock({ view, isStaff, mayOpenSkus }: { view: StockView; isStaff: boolean; mayOpenSkus: boolean }) {
  const { m } = useI18n();
  const words = m.inventory.emptyStock;
  if (!isPlainStock(view.filter)) {
    return <NoMatch title={words.noMatch} lead={words.noMatchLead} onClear={view.clear} />;
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
