import { lazy } from "react";
import { useI18n } from "../i18n";
import button from "./Button.module.css";
import { cx } from "./cx";
import { Icon } from "./Icon";
import { Opens } from "./Opens";
import styles from "./TableSettings.module.css";

const Panel = lazy(() => import("./TableSettingsPanel"));

export interface TableSettingsProps {
  /* The name under which its columns are kept. */
  table: string;
  columns: readonly { id: string; label: string; width: number; fixed?: boolean }[];
}

/* Columns, density, page size and time zone, kept for this person in this browser. */
export function TableSettings(props: TableSettingsProps) {
  const { m } = useI18n();
  return (
    <Opens
      label={m.common.table.settings}
      isIcon
      className={cx(button.button, button.quiet, button.small, button.icon)}
      shows={<Icon name="settings" />}
      panelClassName={styles.settings}
      placement="bottom end"
    >
      {() => <Panel {...props} />}
    </Opens>
  );
}
