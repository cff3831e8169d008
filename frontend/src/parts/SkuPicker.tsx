/* A warehouse SKU by code, name or barcode; those that cannot be bound are there with the reason. (In this folder
 * stands what several features show of one thing; it knows components, api, words and lib, and no feature.) */
import { useState } from "react";
import { useSkuSearch } from "../api/skus";
import type { Sku } from "../api/types";
import { ComboBox } from "../components/ComboBox";
import { useI18n } from "../i18n";
import { useAfterPause } from "../lib/useAfterPause";

interface Props {
  label: string;
  hideLabel?: boolean;
  isDisabled?: boolean;
  autoFocus?: boolean;
  onPick: (sku: Sku) => void;
}

export function SkuPicker({ onPick, ...field }: Props) {
  const { m, f } = useI18n();
  const words = m.mapping.picker;
  const [text, setText] = useState("");
  const q = useAfterPause(text.trim(), 150);
  const skus = useSkuSearch({ q, warehouseId: null });
  const found = q === "" ? [] : (skus.data?.items ?? []);
  return (
    <ComboBox
      {...field}
      isSearch
      isRequired
      placeholder={words.placeholder}
      text={text}
      onText={setText}
      options={found.map((sku) => ({
        value: sku.id,
        label: sku.code,
        second: sku.bindable ? sku.name : `${sku.name} · ${words.status[sku.status]}`,
        end: words.available(f.number(sku.available)),
        isDisabled: !sku.bindable,
      }))}
      isLoading={q !== text.trim() || skus.isFetching}
      empty={q === "" ? words.hint : words.none}
      error={skus.error ? m.problem.title[skus.error.problem.code] : undefined}
      onChoose={(id) => {
        const sku = found.find((s) => s.id === id);
        if (sku) onPick(sku);
      }}
    />
  );
}
