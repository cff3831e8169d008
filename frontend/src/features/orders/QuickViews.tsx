import { Link } from "wouter";
import { useOrderCounts } from "../../api/orders";
import styles from "../../components/ViewBar.module.css";
import { useI18n } from "../../i18n";
import { startOfToday } from "../../lib/today";
import { noFilter, type OrderFilter, writeFilter } from "./filters";
import { OwnViews } from "./OwnViews";
import { mine, useIsStaff } from "./turn";
import type { OrdersView } from "./useOrdersView";

/* The views that come with the product: named addresses, with a count where the server knows one. */
export function QuickViews({ view }: { view: OrdersView }) {
  const { m, f } = useI18n();
  const isStaff = useIsStaff();
  const { filter } = view;
  const counts = useOrderCounts(filter.kind).data;
  const plain = noFilter(filter.kind);
  const count = (n: number | undefined) => n !== undefined && m.common.total(n, counts?.isExact ?? true);
  const views: { id: keyof typeof m.orders.views; to: OrderFilter; isCounted?: boolean; count?: number }[] = [
    { id: "all", to: plain },
    { id: "pending", to: { ...plain, status: ["pending"] }, isCounted: true, count: counts?.pending },
    { id: "exceptions", to: { ...plain, exception: "any" }, isCounted: true, count: counts?.exceptions },
    { id: "turn", to: { ...plain, turn: [mine(isStaff)] } },
    { id: "today", to: { ...plain, orderTimeFrom: startOfToday(f.zone) } },
  ];
  const here = writeFilter({ ...filter, cursor: "", oldestFirst: false });
  return (
    <nav className={styles.views} aria-label={m.orders.views.label}>
      {views.map((v) => (
        <Link key={v.id} to={view.hrefOf(v.to)} aria-current={writeFilter(v.to) === here ? "true" : undefined}>
          {m.orders.views[v.id]} {v.isCounted && <small data-count>{count(v.count)}</small>}
        </Link>
      ))}
      <OwnViews view={view} given={views.map((v) => writeFilter(v.to))} />
    </nav>
  );
}
