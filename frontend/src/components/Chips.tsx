/* The filter bar: a search field and one chip per filter, each with its popover (Enter opens, Esc closes). */
import { lazy, type ReactNode, type Ref, useState } from "react";
import { useI18n } from "../i18n";
import styles from "./Chips.module.css";
import { cx } from "./cx";
import { Icon } from "./Icon";
import { Opens } from "./Opens";

/* `tools` stand at the end: refresh, view settings. */
export const FilterBar = ({ label, tools, children }: { label: string; tools?: ReactNode; children: ReactNode }) => (
  <search className={styles.bar} aria-label={label}>
    <div className={styles.chips}>{children}</div>
    {tools && <div className={styles.tools}>{tools}</div>}
  </search>
);

interface ChipProps {
  label: string;
  /* What is chosen, in words; null when nothing is. */
  value: string | null;
  onClear: () => void;
  children: (close: () => void) => ReactNode;
}

export function Chip({ label, value, onClear, children }: ChipProps) {
  const { m } = useI18n();
  return (
    <span className={cx(styles.chip, value !== null && styles.on)}>
      <Opens
        label={label}
        className={styles.open}
        panelClassName={styles.panel}
        shows={
          <>
            {value === null ? label : `${label}: `}
            {value === null ? <Icon name="down" size={12} /> : <span className={styles.value}>{value}</span>}
          </>
        }
      >
        {children}
      </Opens>
      {value !== null && (
        <button type="button" className={styles.clear} aria-label={`${m.common.clear}: ${label}`} onClick={onClear}>
          <Icon name="cross" size={12} />
        </button>
      )}
    </span>
  );
}

export interface Choice {
  value: string;
  label: string;
  count?: string;
}

export interface ChoicesProps {
  label: string;
  choices: readonly Choice[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

const ChoicesPanel = lazy(() => import("./ChipPanels").then((m) => ({ default: m.ChoicesPanel })));
const TextPanel = lazy(() => import("./ChipPanels").then((m) => ({ default: m.TextPanel })));

/* Any of several; each tick is applied at once. */
export function ChoicesChip({ label, choices, chosen, onChange }: ChoicesProps) {
  const { m } = useI18n();
  const names = chosen.map((v) => choices.find((c) => c.value === v)?.label ?? v);
  const value =
    names.length === 0 ? null : names.length > 2 ? `${names[0]} ${m.common.more(names.length - 1)}` : names.join(", ");
  return (
    <Chip label={label} value={value} onClear={() => onChange([])}>
      {(close) => <ChoicesPanel choices={choices} chosen={chosen} onChange={onChange} onClose={close} />}
    </Chip>
  );
}

export interface TextProps {
  label: string;
  hint?: string;
  value: string;
  maxLength: number;
  onChange: (value: string) => void;
}

export const TextChip = (text: TextProps) => (
  <Chip label={text.label} value={text.value === "" ? null : text.value} onClear={() => text.onChange("")}>
    {(close) => <TextPanel {...text} onClose={close} />}
  </Chip>
);

interface SearchProps {
  label: string;
  value: string;
  onSearch: (value: string) => void;
  maxLength: number;
  title?: string;
  inputRef?: Ref<HTMLInputElement>;
  shortcut?: string;
}

/* Searches on Enter, on leaving the field, and at once when a list is pasted. */
export function SearchField({ label, value, onSearch, maxLength, title, inputRef, shortcut }: SearchProps) {
  const { m } = useI18n();
  const [typed, setTyped] = useState(value);
  const [shown, setShown] = useState(value);
  if (shown !== value) {
    setShown(value);
    setTyped(value);
  }
  const search = (text: string) => text.trim() !== value && onSearch(text.trim());
  return (
    <span className={styles.search}>
      <Icon name="search" size={14} />
      <input
        ref={inputRef}
        type="text"
        inputMode="search"
        autoComplete="off"
        spellCheck={false}
        aria-label={label}
        placeholder={label}
        title={title}
        maxLength={maxLength}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => search(typed)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Enter") search(typed);
          if (event.key === "Escape") {
            setTyped("");
            search("");
            event.currentTarget.blur();
          }
        }}
        onPaste={(event) => {
          const list = event.clipboardData.getData("text");
          if (!/[\n\t]/.test(list.trim())) return;
          event.preventDefault();
          const text = list
            .trim()
            .split(/[\s,;]+/)
            .join(", ")
            .slice(0, maxLength);
          setTyped(text);
          search(text);
        }}
      />
      {typed !== "" ? (
        <button
          type="button"
          className={styles.clear}
          aria-label={`${m.common.clear}: ${label}`}
          onClick={() => {
            setTyped("");
            search("");
          }}
        >
          <Icon name="cross" size={12} />
        </button>
      ) : (
        shortcut && <kbd aria-hidden="true">{shortcut}</kbd>
      )}
    </span>
  );
}
