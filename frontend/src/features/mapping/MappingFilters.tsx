import type { Ref } from "react";
import { Link } from "wouter";
import { useUnboundCount } from "../../api/platform-skus";
import { useStores } from "../../api/stores";
import { ChoicesChip, FilterBar, SearchField } from "../../components/Chips";
import { ClearAll, ListTools } from "../../components/ListTools";
import type { TableSettingsProps } from "../../components/TableSettings";
import bar from "../../components/ViewBar.module.css";
import { useI18n } from "../../i18n";
import { isPlain, type MappingFilter, maxLength, noFilter, states, writeFilter } from "./filters";
import type { MappingView } from "./useMappingView";

interface Props {
  view: MappingView;
  columns: TableSettingsProps["columns"];
  searchRef: Ref<HTMLInputElement>;
}

export function MappingFilters({ view, columns, searchRef }: Props) {
  const { m } = useI18n();
  const { filter, change } = view;
  const words = m.mapping.filter;
  const stores = useStores();
  return (
    <FilterBar
      label={words.label}
      tools={<ListTools table="mapping" columns={columns} onRefresh={view.card.onRefresh} />}
    >
      <SearchField
        label={words.search}
        value={filter.q}
        maxLength={maxLength.q}
        inputRef={searchRef}
        shortcut="/"
        onSearch={(q) => change({ q })}
      />
      <ChoicesChip
        label={words.store}
        choices={(stores.data?.items ?? []).map((s) => ({ value: s.id, label: s.name }))}
        chosen={filter.storeId}
        onChange={(storeId) => change({ storeId: [...storeId].sort() })}
      />
      <ChoicesChip
        label={words.state}
        choices={states.map((s) => ({ value: s, label: m.mapping.state[s] }))}
        chosen={filter.state}
        onChange={(chosen) => change({ state: states.filter((s) => chosen.includes(s)) })}
      />
      <ClearAll on={!isPlain(filter)} onClear={view.clear} />
    </FilterBar>
  );
}

/* All, and what is left to do. The stores that are chosen stay. */
export function Views({ view }: { view: MappingView }) {
  const { m } = useI18n();
  const { storeId } = view.filter;
  const unbound = useUnboundCount(storeId.join(",")).data;
  const views: { id: "all" | "unbound"; to: MappingFilter; count?: string }[] = [
    { id: "all", to: { ...noFilter, storeId } },
    {
      id: "unbound",
      to: { ...noFilter, storeId, state: ["unbound"] },
      count: unbound && m.common.total(unbound.total, unbound.totalIsExact),
    },
  ];
  const here = writeFilter({ ...view.filter, cursor: "" });
  return (
    <nav className={bar.views} aria-label={m.mapping.views.label}>
      {views.map((v) => (
        <Link key={v.id} to={view.hrefOf(v.to)} aria-current={writeFilter(v.to) === here ? "true" : undefined}>
          {m.mapping.views[v.id]} <small>{v.count}</small>
        </Link>
      ))}
    </nav>
  );
}
