/* What every list of rows offers: to be read again and to be set up, to be cleared of its filters, and to say that none match. */
import { useI18n } from "../i18n";
import { Button } from "./Button";
import { Empty } from "./States";
import { TableSettings, type TableSettingsProps } from "./TableSettings";

export function ListTools({ onRefresh, ...table }: TableSettingsProps & { onRefresh: () => void }) {
  const { m } = useI18n();
  return (
    <>
      <Button small look="quiet" icon="sync" label={m.common.refresh} onPress={onRefresh} />
      <TableSettings {...table} />
    </>
  );
}

/* After the filters, while any is set. */
export function ClearAll({ on, onClear }: { on: boolean; onClear: () => void }) {
  const { m } = useI18n();
  return on ? (
    <Button small look="quiet" onPress={onClear}>
      {m.common.clearAll}
    </Button>
  ) : null;
}

export function NoMatch({ title, lead, onClear }: { title: string; lead: string; onClear: () => void }) {
  const { m } = useI18n();
  return (
    <Empty icon="search" title={title} lead={lead}>
      <Button onPress={onClear}>{m.common.clearAll}</Button>
    </Empty>
  );
}
