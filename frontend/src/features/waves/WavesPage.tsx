/* Waves, and the picking list of the one that is open. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import type { WaveRow } from "../../api/types";
import { useWarehouses } from "../../api/warehouses";
import { useWaves, waveKeys } from "../../api/waves";
import { Button, ButtonLink } from "../../components/Button";
import { ChoicesChip, FilterBar } from "../../components/Chips";
import { DataTable } from "../../components/DataTable";
import { Card, NotRefreshed, Page, Pill } from "../../components/Page";
import { Pager } from "../../components/Pager";
import { Empty, Failure } from "../../components/States";
import { TableSettings } from "../../components/TableSettings";
import { useColumns } from "../../components/useColumns";
import { useListKeys } from "../../components/useListKeys";
import { useI18n } from "../../i18n";
import { usePref } from "../../lib/prefs";
import { useListAddress } from "../../lib/useListAddress";
import { useSettled } from "../../lib/useSettled";
import { type WaveCells, waveColumns } from "./columns";
import { address, type noFilter, toQuery, writeFilter } from "./filters";
import { PickList } from "./PickList";

export default function WavesPage() {
  const pageSize = usePref("pageSize");
  const list = useListAddress(address, pageSize);
  return list.open ? <PickList id={list.open} onClose={list.hide} /> : <WaveList list={list} pageSize={pageSize} />;
}

type List = ReturnType<typeof useListAddress<typeof noFilter, string>>;

function WaveList({ list, pageSize }: { list: List; pageSize: number }) {
  const i18n = useI18n();
  const { m } = i18n;
  const words = m.waves;
  const cache = useQueryClient();
  const warehouses = useWarehouses();
  const { filter } = list;
  const query = useMemo(() => toQuery(filter, pageSize), [filter, pageSize]);
  const waves = useWaves(query);
  const { rows, newer, showAll } = useSettled(list.key, waves.isPlaceholderData ? undefined : waves.data?.items);
  const region = useRef<HTMLDivElement>(null);
  const density = usePref("density");

  // Cells are handed the same object until language or zone change; what it calls is always the newest.
  const latest = useRef(list.show);
  useEffect(() => {
    latest.current = list.show;
  });
  const cells = useMemo<WaveCells>(() => ({ ...i18n, open: (wave) => latest.current(wave.id) }), [i18n]);
  const all = useMemo(() => waveColumns(i18n), [i18n]);
  const columns = useColumns("waves", all);
  const onNext = list.onNext(waves.isPlaceholderData ? null : waves.data?.nextCursor);
  const refresh = () => void cache.invalidateQueries({ queryKey: waveKeys.all });
  useListKeys({ region, rows: rows ?? [], onRefresh: refresh, onPrevious: list.onPrevious ?? list.onFirst, onNext });

  const total = waves.data?.total ?? 0;
  const isLoading = waves.isFetching && (waves.isPlaceholderData || !rows);
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
        tools={
          <>
            <Button small look="quiet" icon="sync" label={m.common.refresh} onPress={refresh} />
            <TableSettings table="waves" columns={all} />
          </>
        }
      >
        <ChoicesChip
          label={m.outbound.filter.warehouse}
          choices={(warehouses.data?.items ?? []).map((w) => ({ value: w.id, label: w.name }))}
          chosen={filter.warehouseId}
          onChange={(warehouseId) => list.change({ warehouseId: [...warehouseId].sort() })}
        />
        {!isPlain && (
          <Button small look="quiet" onPress={list.clear}>
            {m.common.clearAll}
          </Button>
        )}
      </FilterBar>
      <Card>
        {waves.error && !rows ? (
          <Failure refusal={waves.error} onRetry={() => waves.refetch()} isRetrying={waves.isFetching} />
        ) : (
          <>
            {waves.error && <NotRefreshed since={waves.dataUpdatedAt} />}
            {newer > 0 && <Pill onPress={() => showAll()}>{words.newer(newer)}</Pill>}
            <DataTable
              ref={region}
              label={words.title}
              columns={columns}
              rows={rows}
              context={cells}
              idOf={idOf}
              nameOf={nameOf}
              isBusy={isLoading}
              density={density}
              total={total}
              firstIndex={list.firstIndex ?? 0}
              onOpen={cells.open}
              empty={
                isPlain ? (
                  <Empty icon="outbound" title={words.nothing} lead={words.nothingLead}>
                    <ButtonLink to="/outbound?status=reviewed" look="primary">
                      {words.choose}
                    </ButtonLink>
                  </Empty>
                ) : (
                  <Empty icon="search" title={words.noMatch} lead={m.outbound.empty.noMatchLead}>
                    <Button onPress={list.clear}>{m.common.clearAll}</Button>
                  </Empty>
                )
              }
            />
            {rows && (
              <Pager
                firstIndex={list.firstIndex}
                shown={rows.length}
                total={total}
                totalIsExact={waves.data?.totalIsExact ?? true}
                onPrevious={list.onPrevious}
                onNext={onNext}
                onFirst={list.onFirst}
              />
            )}
          </>
        )}
      </Card>
      <p className="sr-only" role="status">
        {!isLoading && waves.data && m.common.results(total, waves.data.totalIsExact)}
      </p>
    </Page>
  );
}

const idOf = (wave: WaveRow) => wave.id;
const nameOf = (wave: WaveRow) => wave.waveNo;
