/* What can be done with a store; cards, menu and details offer the same. */
import type { Store } from "../../api/types";
import type { Item } from "../../components/Menu";
import type { I18n } from "../../i18n";

export type StoreAction = "details" | "test" | "authorize" | "edit" | "carriers" | "switch";

/* `refused` is why nothing may be changed, when nothing may be. */
export function menuOf(
  store: Store,
  refused: string | undefined,
  act: (action: StoreAction, store: Store) => void,
  { m }: Pick<I18n, "m">,
): Item[][] {
  const words = m.stores;
  const item = (id: StoreAction, label: string, more: Partial<Item> = {}): Item => ({
    id,
    label,
    refused,
    onAction: () => act(id, store),
    ...more,
  });
  return [
    [item("details", words.details, { refused: undefined })],
    [item("test", words.test), item("authorize", words.authorize), item("edit", words.edit)],
    [item("carriers", words.carriers.open, { refused: undefined })],
    [store.status === "disabled" ? item("switch", words.enable) : item("switch", words.disable, { danger: true })],
  ];
}
