import { Dialog, DialogTrigger } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import { useI18n } from "../i18n";
import { myZone } from "../lib/format";
import { getPrefs, setPrefs, usePref } from "../lib/prefs";
import { Button } from "./Button";
import { Check, FieldGroup, Segmented } from "./Field";
import list from "./Popover.module.css";
import styles from "./TableSettings.module.css";

const sizes = [50, 100, 200] as const;

interface Props {
  /* The name under which hidden columns are kept. */
  table: string;
  columns: readonly { id: string; label: string; fixed?: boolean }[];
}

/* Columns, density, page size and time zone, kept for this person in this browser. */
export function TableSettings({ table, columns }: Props) {
  const { m } = useI18n();
  const words = m.common.table;
  const hidden = usePref("hidden")[table] ?? [];
  const density = usePref("density");
  const pageSize = usePref("pageSize");
  const zone = usePref("zone");
  const show = (id: string, on: boolean) =>
    setPrefs({
      hidden: { ...getPrefs().hidden, [table]: on ? hidden.filter((h) => h !== id) : [...hidden, id] },
    });
  return (
    <DialogTrigger>
      <Button small look="quiet" icon="settings" label={words.settings} />
      <Popover className={list.popover} placement="bottom end">
        <Dialog className={styles.settings} aria-label={words.settings}>
          <FieldGroup label={words.columns}>
            {columns
              .filter((c) => !c.fixed)
              .map((c) => (
                <Check key={c.id} label={c.label} checked={!hidden.includes(c.id)} onChange={(on) => show(c.id, on)} />
              ))}
          </FieldGroup>
          <Segmented
            label={words.density}
            value={density}
            onChange={(d) => setPrefs({ density: d })}
            options={[
              { value: "compact", label: words.compact },
              { value: "roomy", label: words.roomy },
            ]}
          />
          <Segmented
            label={m.common.page.rows}
            value={String(pageSize)}
            onChange={(size) => setPrefs({ pageSize: sizes.find((s) => String(s) === size) ?? 50 })}
            options={sizes.map((s) => ({ value: String(s), label: String(s) }))}
          />
          <Segmented
            label={words.zone}
            value={zone}
            onChange={(z) => setPrefs({ zone: z })}
            options={[
              { value: "mine", label: words.zoneMine(myZone()) },
              { value: "utc", label: words.zoneUtc },
            ]}
          />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
