import type { PlatformSku } from "../../api/platform-skus";
import type { Item } from "../../components/Menu";
import type { I18n } from "../../i18n";
import { canBind, isUnbound } from "./names";

interface Deeds {
  row: PlatformSku;
  mayBind: boolean;
  onEdit: () => void;
  onHistory: () => void;
  onUnbind: () => void;
  onCopy: () => void;
  /* A refused one repeats its reason. */
  onRefused: (reason: string) => void;
}

export function menuOf({ row, mayBind, ...on }: Deeds, { m }: I18n): readonly (readonly Item[])[] {
  const words = m.mapping;
  const noBind = !mayBind ? words.refusedBind : canBind(row) ? undefined : words.refusedDigital;
  const noUnbind = noBind ?? (row.mappingId === null ? words.refusedUnbound : undefined);
  const item = (id: string, label: string, refused: string | undefined, run: () => void): Item => ({
    id,
    label,
    refused,
    onAction: () => (refused ? on.onRefused(refused) : run()),
  });
  return [
    [
      item("bind", isUnbound(row) ? words.action.bundle : words.action.edit, noBind, on.onEdit),
      item("history", words.action.history, undefined, on.onHistory),
      ...(row.platformSku ? [item("copy", words.action.copy, undefined, on.onCopy)] : []),
    ],
    [
      {
        ...item(
          "unbind",
          row.waitingOrders > 0 && !noUnbind ? words.action.unbindOrders(row.waitingOrders) : words.action.unbind,
          noUnbind,
          on.onUnbind,
        ),
        danger: true,
      },
    ],
  ];
}
