/* Waves, and the picking list of the one that is open. */
import { useMemo } from "react";
import type { WaveRow } from "../../api/types";
import { useWarehouses } from "../../api/warehouses";
import { useWaves, waveKeys } from "../../api/waves";
import { ButtonLink } from "../../components/Button";
import { ChoicesChip, FilterBar } from "../../components/Chips";
import { ListCard } from "../../components/ListCard";
import { ClearAll, ListTools, NoMatch } from "../../components/ListTools";
import { Page } from "../../components/Page";
import { Empty } from "../../components/States";
import { useI18n } from "../../i18n";
import { useListView } from "../../lib/useListView";
import { useNewest } from "../../lib/useNewest";
import { type WaveCells, waveColumns } from "./columns";
import { address, toQuery, writeFilter } from "./filters";
import { PickList } from "./PickList";

const waves = { address, toQuery, usePage: useWaves, keys: waveKeys };

export default function WavesPage() {
  const view = useListView(waves);
  return view.open ? <PickList id={view.open} onClose={view.hide} /> : <WaveList view={view} />;
}

type View = ReturnType<typeof useListView<Parameters<typeof toQuery>[0], string, ReturnType<typeof toQuery>, WaveRow>>;

function WaveList({ view }: { view: View }) {
  const i18n = useI18n();
  const { m } = i18n;
  const words = m.waves;
  const warehouses = useWarehouses();
  const { filter } = view;
  const calls = useNewest({ open: (wave: WaveRow) => view.show(wave.id) });
  const cells = useMemo<WaveCells>(() => ({ ...i18n, ...calls }), [i18n, calls]);
  const columns = useMemo(() => waveColumns(i18n), [i18n]);
  const isPlain = writeFilter({ ...filter, cursor: "" }) === "";
  return (
    <Page
      title={words.title}
      actions={
        <ButtonLink to="/outbound?status=reviewed" icon="plus">
          {words.choose}
        </ButtonLink>
      }
    >
      <FilterBar
        label={m.outbound.filter.label}
        tools={<ListTools table="waves" columns={columns} onRefresh={view.card.onRefresh} />}
      >
        <ChoicesChip
          label={m.outbound.filter.warehouse}
          choices={(warehouses.data?.items ?? []).map((w) => ({ value: w.id, label: w.name }))}
          chosen={filter.warehouseId}
          onChange={(warehouseId) => view.change({ warehouseId: [...warehouseId].sort() })}
        />
        <ClearAll on={!isPlain} onClear={view.clear} />
      </FilterBar>
      <ListCard
        {...view.card}
        table="waves"
        label={words.title}
        columns={columns}
        cells={cells}
        nameOf={(wave) => wave.waveNo}
        newerWords={words.newer}
        onOpen={calls.open}
        empty={
          isPlain ? (
            <Empty icon="outbound" title={words.nothing} lead={words.nothingLead}>
              <ButtonLink to="/outbound?status=reviewed" look="primary">
                {words.choose}
              </ButtonLink>
            </Empty>
          ) : (
            <NoMatch title={words.noMatch} lead={m.outbound.empty.noMatchLead} onClear={view.clear} />
          )
        }
      />
    </Page>
  );
}
