import { lazy, type Ref, Suspense } from "react";
import { useOrderCounts } from "../../api/orders";
import { usePlatforms, useStores } from "../../api/stores";
import type { OrderStatus } from "../../api/types";
import { Button } from "../../components/Button";
import { Chip, ChoicesChip, FilterBar, SearchField, TextChip } from "../../components/Chips";
import { Waiting } from "../../components/States";
import type { TableSettingsProps } from "../../components/TableSettings";
import { TableSettings } from "../../components/TableSettings";
import { useI18n } from "../../i18n";
import { ExportButton } from "./ExportButton";
import { isPlain, maxLength, notFound, orderNumbers, statusesOf, turnOwners } from "./filters";
import styles from "./Orders.module.css";
import { ownerWord, useIsStaff } from "./turn";
import type { OrdersView } from "./useOrdersView";

const DateRange = lazy(() => import("../../components/DateRange").then((m) => ({ default: m.DateRange })));

interface Props {
  view: OrdersView;
  columns: TableSettingsProps["columns"];
  searchRef: Ref<HTMLInputElement>;
}

export function OrdersFilters({ view, columns, searchRef }: Props) {
  const i18n = useI18n();
  const { m, f } = i18n;
  const { filter, change, orders, rows } = view;
  const words = m.orders.filter;
  const counts = useOrderCounts(filter.kind);
  const isStaff = useIsStaff();
  const stores = useStores();
  const platforms = usePlatforms();
  const count = (status: OrderStatus) => counts.data && m.common.total(counts.data[status], counts.data.isExact);
  const missing = notFound(
    filter,
    rows ?? [],
    orders.data !== undefined && !orders.isPlaceholderData && view.next === undefined,
  );

  return (
    <>
      <FilterBar
        label={words.label}
        tools={
          <>
            <Button small look="quiet" icon="sync" label={m.common.refresh} onPress={() => void view.refresh()} />
            <ExportButton view={view} />
            <TableSettings table="orders" columns={columns} />
          </>
        }
      >
        <SearchField
          label={words.orderNo}
          title={words.orderNoHint}
          value={orderNumbers(filter.orderNo).join(", ")}
          maxLength={maxLength.orderNo}
          inputRef={searchRef}
          shortcut="/"
          onSearch={(text) => change({ orderNo: orderNumbers(text).join(",") })}
        />
        <ChoicesChip
          label={words.store}
          choices={(stores.data?.items ?? [])
            .filter((s) => s.kind === filter.kind)
            .map((s) => ({ value: s.id, label: s.name }))}
          chosen={filter.storeId}
          onChange={(storeId) => change({ storeId })}
        />
        <ChoicesChip
          label={words.status}
          choices={statusesOf(filter.kind).map((s) => ({ value: s, label: m.orders.status[s], count: count(s) }))}
          chosen={filter.status}
          onChange={(chosen) => change({ status: statusesOf(filter.kind).filter((s) => chosen.includes(s)) })}
        />
        <ChoicesChip
          label={words.source}
          choices={(platforms.data?.items ?? [])
            .filter((p) => p.kind === filter.kind)
            .map((p) => ({ value: p.code, label: p.name }))}
          chosen={filter.source}
          onChange={(source) => change({ source })}
        />
        <ChoicesChip
          label={m.orders.turn.label}
          choices={turnOwners.map((owner) => ({ value: owner, label: ownerWord(owner, m, isStaff) }))}
          chosen={filter.turn}
          onChange={(chosen) => change({ turn: turnOwners.filter((owner) => chosen.includes(owner)) })}
        />
        <Chip
          label={words.orderTime}
          value={rangeWords(filter.orderTimeFrom, filter.orderTimeTo, f.dateTime)}
          onClear={() => change({ orderTimeFrom: null, orderTimeTo: null })}
        >
          {() => (
            <Suspense fallback={<Waiting lines={2} />}>
              <DateRange
                presets
                value={{ from: filter.orderTimeFrom, to: filter.orderTimeTo }}
                onChange={({ from, to }) => change({ orderTimeFrom: from, orderTimeTo: to })}
              />
            </Suspense>
          )}
        </Chip>
        {filter.kind === "b2c" && (
          <>
            <TextChip
              label={words.recipientName}
              hint={words.recipientHint}
              value={filter.recipientName}
              maxLength={maxLength.recipientName}
              onChange={(recipientName) => change({ recipientName })}
            />
            <TextChip
              label={words.trackingNo}
              value={filter.trackingNo}
              maxLength={maxLength.trackingNo}
              onChange={(trackingNo) => change({ trackingNo })}
            />
          </>
        )}
        {filter.exception && (
          <ChoicesChip
            label={words.exception}
            choices={[
              {
                value: filter.exception,
                label: [
                  filter.exception === "any"
                    ? words.anyException
                    : ((m.problem.title as Record<string, string>)[filter.exception] ?? filter.exception),
                  ...(filter.exceptionKey ? [filter.exceptionKey] : []),
                ].join(" · "),
              },
            ]}
            chosen={[filter.exception]}
            onChange={() => change({ exception: "", exceptionKey: "" })}
          />
        )}
        {!isPlain(filter) && (
          <Button small look="quiet" onPress={view.clear}>
            {m.common.clearAll}
          </Button>
        )}
      </FilterBar>
      {missing.length > 0 && (
        <p className={styles.missing} role="status">
          {words.notFound(missing.join(", "))}
        </p>
      )}
    </>
  );
}

function rangeWords(from: string | null, to: string | null, show: (at: string) => string): string | null {
  if (from && to) return `${show(from)} – ${show(to)}`;
  if (from) return `≥ ${show(from)}`;
  return to ? `≤ ${show(to)}` : null;
}
