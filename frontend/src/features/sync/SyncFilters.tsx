import { lazy, Suspense } from "react";
import { useStores } from "../../api/stores";
import { Chip, ChoicesChip, FilterBar } from "../../components/Chips";
import { ClearAll, ListTools } from "../../components/ListTools";
import { Waiting } from "../../components/States";
import type { TableSettingsProps } from "../../components/TableSettings";
import { useI18n } from "../../i18n";
import { isPlain, kinds, statuses, types } from "./filters";
import type { SyncView } from "./useSyncView";

const DateRange = lazy(() => import("../../components/DateRange").then((m) => ({ default: m.DateRange })));

interface Props {
  view: SyncView;
  /* All there are, to choose from. */
  columns: TableSettingsProps["columns"];
}

export function SyncFilters({ view, columns }: Props) {
  const { m, f } = useI18n();
  const { filter, change } = view;
  const words = m.sync.filter;
  const stores = useStores();
  return (
    <FilterBar label={words.label} tools={<ListTools table="sync" columns={columns} onRefresh={view.card.onRefresh} />}>
      <ChoicesChip
        label={words.store}
        choices={(stores.data?.items ?? []).map((s) => ({ value: s.id, label: s.name }))}
        chosen={filter.storeId}
        onChange={(storeId) => change({ storeId: [...storeId].sort() })}
      />
      <ChoicesChip
        label={words.type}
        choices={types.map((t) => ({ value: t, label: m.sync.type[t] }))}
        chosen={filter.type}
        onChange={(chosen) => change({ type: types.filter((t) => chosen.includes(t)) })}
      />
      <ChoicesChip
        label={words.status}
        choices={statuses.map((s) => ({ value: s, label: m.sync.status[s] }))}
        chosen={filter.status}
        onChange={(chosen) => change({ status: statuses.filter((s) => chosen.includes(s)) })}
      />
      <ChoicesChip
        label={words.kind}
        choices={kinds.map((k) => ({ value: k, label: m.sync.kind[k] }))}
        chosen={filter.kind}
        onChange={(chosen) => change({ kind: kinds.filter((k) => chosen.includes(k)) })}
      />
      <Chip
        label={words.time}
        value={rangeWords(filter.from, filter.to, f.dateTime)}
        onClear={() => change({ from: null, to: null })}
      >
        {() => (
          <Suspense fallback={<Waiting lines={2} />}>
            <DateRange presets value={{ from: filter.from, to: filter.to }} onChange={change} />
          </Suspense>
        )}
      </Chip>
      <ClearAll on={!isPlain(filter)} onClear={view.clear} />
    </FilterBar>
  );
}

function rangeWords(from: string | null, to: string | null, show: (at: string) => string): string | null {
  if (from && to) return `${show(from)} – ${show(to)}`;
  if (from) return `≥ ${show(from)}`;
  return to ? `≤ ${show(to)}` : null;
}
