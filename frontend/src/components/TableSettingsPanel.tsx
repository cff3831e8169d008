import { useI18n } from "../i18n";
import { canMove, fitting, inOrder, moved, narrowest, widest, withWidths } from "../lib/columns";
import { myZone } from "../lib/format";
import { getPrefs, setColumns, setPrefs, usePref } from "../lib/prefs";
import { Button, type ButtonProps } from "./Button";
import { Check, FieldGroup, Segmented } from "./Field";
import type { TableSettingsProps } from "./TableSettings";
import styles from "./TableSettings.module.css";

const sizes = [50, 100, 200] as const;
const step = 16;

const Press = (props: Pick<ButtonProps, "icon" | "label" | "isDisabled" | "onPress">) => (
  <Button small look="quiet" {...props} />
);

export default function TableSettingsPanel({ table, columns }: TableSettingsProps) {
  const { m } = useI18n();
  const words = m.common.table;
  const hidden = usePref("hidden")[table] ?? [];
  const setup = usePref("columns")[table];
  const placed = withWidths(inOrder(columns, setup?.order), setup?.widths);
  const movable = placed.filter((c) => canMove(columns, c.id));
  const move = (id: string, by: -1 | 1) => setColumns(table, { order: moved(columns, setup?.order, id, by) });
  const widen = ({ id, width }: { id: string; width: number }, by: number) =>
    setColumns(table, { widths: { ...setup?.widths, [id]: fitting(width + by) } });
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
        <ul className={styles.columns}>
          {placed.map((c) => (
            <li key={c.id}>
              <Check
                label={c.label}
                checked={!hidden.includes(c.id)}
                isDisabled={c.fixed}
                onChange={(on) => show(c.id, on)}
              />
              <Press
                icon="up"
                label={words.earlier(c.label)}
                isDisabled={c === movable[0] || !movable.includes(c)}
                onPress={() => move(c.id, -1)}
              />
              <Press
                icon="down"
                label={words.later(c.label)}
                isDisabled={c === movable.at(-1) || !movable.includes(c)}
                onPress={() => move(c.id, 1)}
              />
              <Press
                icon="minus"
                label={words.narrower(c.label)}
                isDisabled={c.width <= narrowest}
                onPress={() => widen(c, -step)}
              />
              <Press
                icon="plus"
                label={words.wider(c.label)}
                isDisabled={c.width >= widest}
                onPress={() => widen(c, step)}
              />
            </li>
          ))}
        </ul>
        {setup && (
          <Button small look="quiet" onPress={() => setColumns(table, { order: undefined, widths: undefined })}>
            {words.asGiven}
          </Button>
        )}
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
