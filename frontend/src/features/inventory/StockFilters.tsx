import { type FormEvent, type Ref, useState } from "react";
import { useWarehouseSku } from "../../api/warehouse-skus";
import { useWarehouses } from "../../api/warehouses";
import { Button } from "../../components/Button";
import { Chip, ChoicesChip, FilterBar, SearchField } from "../../components/Chips";
import chips from "../../components/Chips.module.css";
import { Check, Field } from "../../components/Field";
import { ClearAll, ListTools } from "../../components/ListTools";
import type { TableSettingsProps } from "../../components/TableSettings";
import { useI18n } from "../../i18n";
import { CustomerChip } from "../../parts/CustomerChip";
import { isPlainStock, readBelow, type StockFilter, searchMax } from "./filters";
import type { StockView } from "./useStockView";

interface Props {
  view: StockView;
  columns: TableSettingsProps["columns"];
  searchRef: Ref<HTMLInputElement>;
}

export function StockFilters({ view, columns, searchRef }: Props) {
  const { m } = useI18n();
  const words = m.inventory.filter;
  const { filter, change } = view;
  const warehouses = useWarehouses();
  return (
    <FilterBar
      label={words.label}
      tools={<ListTools table="stock" columns={columns} onRefresh={view.card.onRefresh} />}
    >
      <SearchField
        label={words.search}
        value={filter.q}
        maxLength={searchMax}
        inputRef={searchRef}
        shortcut="/"
        onSearch={(q) => change({ q })}
      />
      {filter.skuId && <OneSku id={filter.skuId} onClear={() => change({ skuId: null })} />}
      <ChoicesChip
        label={words.warehouse}
        choices={(warehouses.data?.items ?? []).map((w) => ({ value: w.id, label: w.name }))}
        chosen={filter.warehouseId}
        onChange={(warehouseId) => change({ warehouseId: [...warehouseId].sort() })}
      />
      <CustomerChip chosen={filter.customerId} onChange={(customerId) => change({ customerId })} />
      <Chip
        label={words.availability}
        value={filter.outOfStock ? words.out : filter.below === null ? null : words.below(filter.below)}
        onClear={() => change({ outOfStock: false, below: null })}
      >
        {(close) => <Availability filter={filter} onChange={change} onClose={close} />}
      </Chip>
      <ClearAll on={!isPlainStock(filter)} onClear={view.clear} />
    </FilterBar>
  );
}

/* One SKU, come to from its own page. */
function OneSku({ id, onClear }: { id: string; onClear: () => void }) {
  const { m } = useI18n();
  const sku = useWarehouseSku(id).data;
  return (
    <Chip label={m.inventory.filter.sku} value={sku?.code ?? id} onClear={onClear}>
      {() => <p className={chips.fields}>{sku?.name ?? id}</p>}
    </Chip>
  );
}

interface AvailabilityProps {
  filter: StockFilter;
  onChange: (change: Partial<StockFilter>) => void;
  onClose: () => void;
}

function Availability({ filter, onChange, onClose }: AvailabilityProps) {
  const { m } = useI18n();
  const words = m.inventory.filter;
  const [out, setOut] = useState(filter.outOfStock);
  const [below, setBelow] = useState(filter.below === null ? "" : String(filter.below));
  const isWrong = !out && below.trim() !== "" && readBelow(below.trim()) === null;
  function apply(event: FormEvent) {
    event.preventDefault();
    if (isWrong) return;
    onChange({ outOfStock: out, below: out ? null : readBelow(below.trim()) });
    onClose();
  }
  return (
    <form className={chips.fields} onSubmit={apply} noValidate>
      <Check label={words.out} checked={out} onChange={setOut} />
      <Field
        label={words.belowLabel}
        inputMode="numeric"
        maxLength={10}
        value={below}
        onChange={setBelow}
        isDisabled={out}
        hint={words.belowHint}
        error={isWrong ? m.problem.field.out_of_range : undefined}
      />
      <div className={chips.foot}>
        <Button small look="primary" type="submit">
          {m.common.apply}
        </Button>
      </div>
    </form>
  );
}
