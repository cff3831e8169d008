/* What can be done with a SKU, and why not. */
import type { SkuStatus, WarehouseSkuRow } from "../../api/types";
import type { Item } from "../../components/Menu";
import type { I18n } from "../../i18n";

export type SkuAsk = { what: "edit"; sku: WarehouseSkuRow } | { what: "turn"; sku: WarehouseSkuRow; to: SkuStatus };

interface Choices {
  sku: WarehouseSkuRow;
  isStaff: boolean;
  mayAdjust: boolean;
  onDetails?: () => void;
  onAsk: (ask: SkuAsk) => void;
  onAdjust: () => void;
  onStock: () => void;
}

/* The states a SKU can be put into, by whoever maintains it. */
export const turnsOf = (status: SkuStatus): SkuStatus[] =>
  status === "enabled" ? ["disabled"] : status === "disabled" ? ["enabled"] : ["enabled", "disabled"];

export function menuOf(choices: Choices, { m }: I18n): Item[][] {
  const { sku, isStaff, mayAdjust, onDetails, onAsk, onAdjust, onStock } = choices;
  const words = m.inventory;
  const turn = (to: SkuStatus): Item => ({
    id: to,
    label: to === "disabled" ? words.disable : sku.status === "pending_review" ? words.approve : words.enable,
    danger: to === "disabled",
    onAction: () => onAsk({ what: "turn", sku, to }),
  });
  const turns = isStaff && sku.editable ? turnsOf(sku.status).map(turn) : [];
  return [
    [
      ...(onDetails ? [{ id: "details", label: m.common.view, onAction: onDetails }] : []),
      ...(sku.editable ? [{ id: "edit", label: words.edit, onAction: () => onAsk({ what: "edit", sku }) }] : []),
      ...turns.filter((item) => !item.danger),
      { id: "stock", label: words.stock, onAction: onStock },
      ...(mayAdjust ? [{ id: "adjust", label: words.adjustment.title, onAction: onAdjust }] : []),
    ],
    turns.filter((item) => item.danger),
  ];
}
