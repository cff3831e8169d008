import type { ReactNode } from "react";
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from "react-aria-components/Tabs";
import { cx } from "./cx";
import styles from "./Tabs.module.css";

interface Props<K extends string> {
  label: string;
  tabs: readonly { id: K; label: string; count?: string }[];
  selected: K;
  onSelect: (id: K) => void;
  className?: string;
  panelClassName?: string;
  /* At the end of the row of tabs. */
  end?: ReactNode;
  /* The panel of the selected tab. */
  children: ReactNode;
}

export function Tabs<K extends string>({
  label,
  tabs,
  selected,
  onSelect,
  className,
  panelClassName,
  end,
  children,
}: Props<K>) {
  return (
    <AriaTabs className={className} selectedKey={selected} onSelectionChange={(key) => onSelect(key as K)}>
      <div className={styles.row}>
        <TabList className={styles.list} aria-label={label}>
          {tabs.map((tab) => (
            <Tab key={tab.id} id={tab.id} className={styles.tab}>
              {tab.label}
              {tab.count !== undefined && <span className={styles.count}>{tab.count}</span>}
            </Tab>
          ))}
        </TabList>
        {end}
      </div>
      <TabPanel id={selected} className={cx(styles.panel, panelClassName)}>
        {children}
      </TabPanel>
    </AriaTabs>
  );
}
