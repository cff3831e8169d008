import { useStores } from "../../api/stores";
import { Button, ButtonLink } from "../../components/Button";
import { Empty } from "../../components/States";
import { useI18n } from "../../i18n";
import { isPlain } from "./filters";
import type { OrdersView } from "./useOrdersView";

/* Three different kinds of nothing: no store yet, nothing pulled yet, nothing matches. */
export function EmptyOrders({ view, onSync }: { view: OrdersView; onSync: () => void }) {
  const { m } = useI18n();
  const { kind } = view.filter;
  const stores = useStores();
  const words = m.orders.empty;
  if (!isPlain(view.filter)) {
    return (
      <Empty icon="search" title={words.noMatch} lead={words.noMatchLead}>
        <Button onPress={view.clear}>{m.common.clearAll}</Button>
      </Empty>
    );
  }
  const hasStore = stores.data?.items.some((s) => s.kind === kind) ?? true;
  if (!hasStore) {
    return (
      <Empty icon="store" title={words.noStore[kind]} lead={words.noStoreLead[kind]}>
        <ButtonLink to="/stores" look="primary" icon="plus">
          {words.connect}
        </ButtonLink>
      </Empty>
    );
  }
  return (
    <Empty icon="orders" title={words.nothing[kind]} lead={words.nothingLead[kind]}>
      <Button look="primary" icon="sync" onPress={onSync}>
        {m.orders.sync.button}
      </Button>
    </Empty>
  );
}
