import { useViewCount } from "../../api/own";
import { useI18n } from "../../i18n";
import { SavedViews } from "../../parts/SavedViews";
import { isPlain, type OrderFilter, readFilter, toQuery, writeFilter } from "./filters";
import type { OrdersView } from "./useOrdersView";

const resting = (filter: OrderFilter): OrderFilter => ({ ...filter, cursor: "", oldestFirst: false });

/* The person's own views of this tab, each with its count. */
export function OwnViews({ view, given }: { view: OrdersView; given: readonly string[] }) {
  return (
    <SavedViews
      page="orders"
      here={isPlain(view.filter) ? "" : writeFilter(resting(view.filter))}
      given={given}
      read={(query) => {
        const filter = readFilter(query);
        return filter.kind === view.filter.kind
          ? { query: writeFilter(filter), href: view.hrefOf(filter), count: <Count filter={filter} /> }
          : null;
      }}
    />
  );
}

function Count({ filter }: { filter: OrderFilter }) {
  const { m } = useI18n();
  const count = useViewCount(toQuery(filter, 1)).data;
  return count && m.common.total(count.total, count.totalIsExact);
}
