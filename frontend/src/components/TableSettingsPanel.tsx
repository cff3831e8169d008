import { useI18n } from "../i18n";
import { myZone } from "../lib/format";
import { getPrefs, setPrefs, usePref } from "../lib/prefs";
import { Check, FieldGroup, Segmented } from "./Field";
import type { TableSettingsProps } from "./TableSettings";

const sizes = [50, 100, 200] as const;

export default function TableSettingsPanel({ table, columns }: TableSettingsProps) {
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
    <>
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
    </>
  );
}
