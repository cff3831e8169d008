import { Page } from "../../components/Page";
import { Tabs } from "../../components/Tabs";
import { useI18n } from "../../i18n";
import { usePref } from "../../lib/prefs";
import { useListAddress } from "../../lib/useListAddress";
import { BusinessesTab } from "./BusinessesTab";
import { ChannelsTab } from "./ChannelsTab";
import { CustomersTab } from "./CustomersTab";
import { address, noView, tabs, type WarehouseView } from "./filters";
import styles from "./Warehouses.module.css";
import { WarehousesTab } from "./WarehousesTab";

/* The view of a tab, and the ways to move in it. */
export interface PageView {
  filter: WarehouseView;
  change: (change: Partial<WarehouseView>) => void;
  pages: (nextCursor: string | null | undefined) => {
    firstIndex: number | undefined;
    onPrevious: (() => void) | undefined;
    onNext: (() => void) | undefined;
    onFirst: (() => void) | undefined;
  };
}

export default function WarehousesPage() {
  const { m } = useI18n();
  const words = m.warehouses;
  const pageSize = usePref("pageSize");
  const list = useListAddress(address, pageSize);
  const view: PageView = {
    filter: list.filter,
    change: list.change,
    pages: (nextCursor) => ({
      firstIndex: list.firstIndex,
      onPrevious: list.onPrevious,
      onNext: list.onNext(nextCursor),
      onFirst: list.onFirst,
    }),
  };
  const { tab } = list.filter;
  return (
    <Page title={words.title}>
      <Tabs
        label={words.title}
        className={styles.tabs}
        panelClassName={styles.panel}
        tabs={tabs.map((id) => ({ id, label: words.tabs[id] }))}
        selected={tab}
        onSelect={(to) => list.change({ ...noView, tab: to })}
      >
        {tab === "warehouses" && <WarehousesTab />}
        {tab === "channels" && (
          <ChannelsTab
            warehouseId={list.filter.warehouseId}
            hrefOf={(warehouseId) => list.hrefOf({ ...noView, tab, warehouseId })}
          />
        )}
        {tab === "businesses" && <BusinessesTab view={view} pageSize={pageSize} />}
        {tab === "customers" && <CustomersTab view={view} pageSize={pageSize} />}
      </Tabs>
    </Page>
  );
}
