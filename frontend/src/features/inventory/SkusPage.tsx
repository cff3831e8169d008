import { lazy, type ReactNode, Suspense, useMemo, useRef, useState } from "react";
import { useLocation } from "wouter";
import { useMay, useMe } from "../../api/auth";
import type { WarehouseSkuRow } from "../../api/types";
import { Button } from "../../components/Button";
import { ChoicesChip, FilterBar, SearchField } from "../../components/Chips";
import { ListCard } from "../../components/ListCard";
import { ClearAll, ListTools, NoMatch } from "../../components/ListTools";
import { MenuAt } from "../../components/Menu";
import { Page } from "../../components/Page";
import { Empty } from "../../components/States";
import { useRowPlace } from "../../components/useRowPlace";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";
import { useNewest } from "../../lib/useNewest";
import { CustomerChip } from "../../parts/CustomerChip";
import { isPlainSku, searchMax, statuses } from "./filters";
import { menuOf, type SkuAsk } from "./skuActions";
import { type SkuCells, skuColumns } from "./skuColumns";
import { type SkuView, useSkuView } from "./useSkuView";

const SkuDialog = lazy(() => import("./SkuDialog"));
const SkuForm = lazy(() => import("./SkuForm"));
const TurnDialog = lazy(() => import("./TurnDialog"));
const ImportDialog = lazy(() => import("./ImportDialog"));
const AdjustDialog = lazy(() => import("./AdjustDialog"));

type Asking = SkuAsk | { what: "add" | "import" } | { what: "adjust"; sku: WarehouseSkuRow };

export default function SkusPage() {
  const i18n = useI18n();
  const { m } = i18n;
  const words = m.inventory;
  const may = useMay();
  const isStaff = useMe().data?.staff ?? false;
  const mayAdd = may(isStaff ? "warehouse_manage" : "sku_bind");
  const mayAdjust = isStaff && may("stock_adjust");
  const isOnline = useOnline();
  const [, navigate] = useLocation();
  const view = useSkuView();
  const { rows, open } = view;
  const region = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const place = useRowPlace(region, rows);
  const [menu, setMenu] = useState<{ sku: WarehouseSkuRow; at: HTMLElement } | null>(null);
  const [asking, setAsking] = useState<Asking | null>(null);

  const ask = (what: Asking) => {
    if ("sku" in what) place.remember(what.sku.id);
    setAsking(what);
  };
  const done = () => {
    setAsking(null);
    place.giveBack();
  };
  const show = (sku: WarehouseSkuRow) => {
    place.remember(sku.id);
    view.show(sku.id);
  };
  const showStock = (sku: WarehouseSkuRow) => navigate(`/stock?skuId=${sku.id}`);

  const calls = useNewest({
    open: show,
    edit: (sku: WarehouseSkuRow) => ask({ what: "edit", sku }),
    approve: (sku: WarehouseSkuRow) => ask({ what: "turn", sku, to: "enabled" }),
    menu: (sku: WarehouseSkuRow, at: HTMLElement) => setMenu({ sku, at }),
  });
  const cells = useMemo<SkuCells>(() => ({ ...i18n, isStaff, ...calls }), [i18n, isStaff, calls]);
  const columns = useMemo(() => skuColumns(i18n), [i18n]);
  const choicesOf = (sku: WarehouseSkuRow) => ({
    sku,
    isStaff,
    mayAdjust,
    onAsk: ask,
    onAdjust: () => ask({ what: "adjust", sku }),
    onStock: () => showStock(sku),
  });
  const addButton = mayAdd && (
    <Button look="primary" icon="plus" isDisabled={!isOnline} onPress={() => ask({ what: "add" })}>
      {isStaff ? words.add : words.propose}
    </Button>
  );
  return (
    <Page
      title={words.skus}
      actions={
        mayAdd && (
          <>
            <Button isDisabled={!isOnline} onPress={() => ask({ what: "import" })}>
              {words.import.button}
            </Button>
            {addButton}
          </>
        )
      }
    >
      <FilterBar
        label={words.filter.label}
        tools={<ListTools table="skus" columns={columns} onRefresh={view.card.onRefresh} />}
      >
        <SearchField
          label={words.filter.search}
          value={view.filter.q}
          maxLength={searchMax}
          inputRef={search}
          shortcut="/"
          onSearch={(q) => view.change({ q })}
        />
        <ChoicesChip
          label={words.filter.status}
          choices={statuses.map((s) => ({ value: s, label: words.status[s] }))}
          chosen={view.filter.status}
          onChange={(chosen) => view.change({ status: statuses.filter((s) => chosen.includes(s)) })}
        />
        <CustomerChip chosen={view.filter.customerId} onChange={(customerId) => view.change({ customerId })} />
        <ClearAll on={!isPlainSku(view.filter)} onClear={view.clear} />
      </FilterBar>
      <ListCard
        {...view.card}
        table="skus"
        label={words.skus}
        columns={columns}
        cells={cells}
        nameOf={(sku) => sku.code}
        region={region}
        search={search}
        onOpen={calls.open}
        onMenu={calls.menu}
        empty={<EmptySkus view={view} isStaff={isStaff} add={addButton} />}
      />
      {menu && (
        <MenuAt
          at={menu.at}
          label={words.menu(menu.sku.code)}
          groups={menuOf({ ...choicesOf(menu.sku), onDetails: () => show(menu.sku) }, i18n)}
          onClose={() => setMenu(null)}
        />
      )}
      <Suspense>
        {open && !asking && (
          <SkuDialog
            key={open}
            id={open}
            row={rows?.find((s) => s.id === open)}
            isStaff={isStaff}
            mayAdjust={mayAdjust}
            onAsk={ask}
            onAdjust={(sku) => ask({ what: "adjust", sku })}
            onClose={() => {
              place.remember(open);
              view.hide();
              place.giveBack();
            }}
          />
        )}
        {asking?.what === "add" && <SkuForm isStaff={isStaff} onDone={(sku) => view.show(sku.id)} onClose={done} />}
        {asking?.what === "import" && <ImportDialog isStaff={isStaff} onClose={done} />}
        {asking?.what === "edit" && <SkuForm sku={asking.sku} isStaff={isStaff} onClose={done} />}
        {asking?.what === "turn" && <TurnDialog sku={asking.sku} to={asking.to} onClose={done} />}
        {asking?.what === "adjust" && <AdjustDialog sku={asking.sku} onClose={done} />}
      </Suspense>
    </Page>
  );
}

function EmptySkus({ view, isStaff, add }: { view: SkuView; isStaff: boolean; add: ReactNode }) {
  const { m } = useI18n();
  const words = m.inventory.emptySkus;
  if (!isPlainSku(view.filter)) {
    return <NoMatch title={words.noMatch} lead={words.noMatchLead} onClear={view.clear} />;
  }
  return (
    <Empty icon="sku" title={words.nothing} lead={isStaff ? words.nothingStaff : words.nothingCustomer}>
      {add}
    </Empty>
  );
}
