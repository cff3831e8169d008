import type { Ref } from "react";
import { Link } from "wouter";
import { useWarehouses } from "../../api/warehouses";
import { ChoicesChip, FilterBar, SearchField, TextChip } from "../../components/Chips";
import { ClearAll, ListTools } from "../../components/ListTools";
import type { TableSettingsProps } from "../../components/TableSettings";
import styles from "../../components/ViewBar.module.css";
import { useI18n } from "../../i18n";
import { SavedViews } from "../../parts/SavedViews";
import { isPlain, maxLength, noFilter, queues, readFilter, statuses, writeFilter } from "./filters";
import type { OutboundView } from "./useOutboundView";

interface Props {
  view: OutboundView;
  /* All there are, to choose from. */
  columns: TableSettingsProps["columns"];
  searchRef: Ref<HTMLInputElement>;
}

export function OutboundFilters({ view, columns, searchRef }: Props) {
  const { m } = useI18n();
  const { filter, change } = view;
  const words = m.outbound.filter;
  const warehouses = useWarehouses();
  return (
    <FilterBar
      label={words.label}
      tools={<ListTools table="outbound" columns={columns} onRefresh={view.card.onRefresh} />}
    >
      <SearchField
        label={words.outboundNo}
        value={filter.outboundNo}
        maxLength={maxLength.outboundNo}
        inputRef={searchRef}
        shortcut="/"
        onSearch={(outboundNo) => change({ outboundNo })}
      />
      <TextChip
        label={words.orderNo}
        value={filter.orderNo}
        maxLength={maxLength.orderNo}
        onChange={(orderNo) => change({ orderNo })}
      />
      <ChoicesChip
        label={words.status}
        choices={statuses.map((s) => ({ value: s, label: m.outbound.status[s] }))}
        chosen={filter.status}
        onChange={(chosen) => change({ status: statuses.filter((s) => chosen.includes(s)) })}
      />
      <ChoicesChip
        label={words.warehouse}
        choices={(warehouses.data?.items ?? []).map((w) => ({ value: w.id, label: w.name }))}
        chosen={filter.warehouseId}
        onChange={(warehouseId) => change({ warehouseId: [...warehouseId].sort() })}
      />
      <ClearAll on={!isPlain(filter)} onClear={view.clear} />
    </FilterBar>
  );
}

/* The queues of the work, each a named address; the warehouse that is chosen stays chosen. Then the person's own views. */
export function Queues({ view }: { view: OutboundView }) {
  const { m } = useI18n();
  const words = m.outbound.views;
  const here = writeFilter({ ...view.filter, cursor: "" });
  const names = Object.keys(queues) as (keyof typeof queues)[];
  const tos = names.map((name) => ({
    name,
    to: { ...noFilter, warehouseId: view.filter.warehouseId, status: [...queues[name]] },
  }));
  return (
    <nav className={styles.views} aria-label={words.label}>
      {tos.map(({ name, to }) => (
        <Link key={name} to={view.hrefOf(to)} aria-current={writeFilter(to) === here ? "true" : undefined}>
          {words[name]}
        </Link>
      ))}
      <SavedViews
        page="outbound"
        here={here}
        given={tos.map(({ to }) => writeFilter(to))}
        read={(query) => {
          const filter = readFilter(query);
          return { query: writeFilter(filter), href: view.hrefOf(filter) };
        }}
      />
    </nav>
  );
}
