/* The filter bar: a search field and one chip per filter, each with its popover (Enter opens, Esc closes). */
import { type ReactNode, type Ref, useState } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { Dialog, DialogTrigger } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import { useI18n } from "../i18n";
import { Button } from "./Button";
import styles from "./Chips.module.css";
import { cx } from "./cx";
import { Check, Field } from "./Field";
import { Icon } from "./Icon";
import list from "./Popover.module.css";

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
  const [isOpen, setOpen] = useState(false);
  return (
    <span className={cx(styles.chip, value !== null && styles.on)}>
      <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
        <AriaButton className={styles.open}>
          {value === null ? label : `${label}: `}
          {value === null ? <Icon name="down" size={12} /> : <span className={styles.value}>{value}</span>}
        </AriaButton>
        <Popover className={list.popover} placement="bottom start">
          <Dialog className={styles.panel} aria-label={label}>
            {children(() => setOpen(false))}
          </Dialog>
        </Popover>
      </DialogTrigger>
      {value !== null && (
        <AriaButton className={styles.clear} aria-label={`${m.common.clear}: ${label}`} onPress={onClear}>
          <Icon name="cross" size={12} />
        </AriaButton>
      )}
    </span>
  );
}

export interface Choice {
  value: string;
  label: string;
  count?: string;
}

interface ChoicesProps {
  label: string;
  choices: readonly Choice[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

/* Any of several; each tick is applied at once. */
export function ChoicesChip({ label, choices, chosen, onChange }: ChoicesProps) {
  const { m } = useI18n();
  const names = chosen.map((v) => choices.find((c) => c.value === v)?.label ?? v);
  const value =
    names.length === 0 ? null : names.length > 2 ? `${names[0]} ${m.common.more(names.length - 1)}` : names.join(", ");
  return (
    <Chip label={label} value={value} onClear={() => onChange([])}>
      {(close) => (
        <>
          <div className={styles.choices}>
            {choices.length === 0 && <p className="dim">{m.common.noMatch}</p>}
            {choices.map((c) => (
              <Check
                key={c.value}
                checked={chosen.includes(c.value)}
                onChange={(on) => onChange(on ? [...chosen, c.value] : chosen.filter((v) => v !== c.value))}
                label={
                  <>
                    {c.label}
                    {c.count !== undefined && <span className={styles.count}>{c.count}</span>}
                  </>
                }
              />
            ))}
          </div>
          <div className={styles.foot}>
            <Button small look="quiet" isDisabled={chosen.length === 0} onPress={() => onChange([])}>
              {m.common.clear}
            </Button>
            <Button small onPress={close}>
              {m.common.close}
            </Button>
          </div>
        </>
      )}
    </Chip>
  );
}

interface TextProps {
  label: string;
  hint?: string;
  value: string;
  maxLength: number;
  onChange: (value: string) => void;
}

export function TextChip({ label, hint, value, maxLength, onChange }: TextProps) {
  const { m } = useI18n();
  return (
    <Chip label={label} value={value === "" ? null : value} onClear={() => onChange("")}>
      {(close) => (
        <form
          className={styles.panel}
          style={{ padding: 0 }}
          onSubmit={(event) => {
            event.preventDefault();
            onChange(String(new FormData(event.currentTarget).get("value") ?? "").trim());
            close();
          }}
        >
          <Field
            name="value"
            label={label}
            isRequired={false}
            hint={hint}
            defaultValue={value}
            maxLength={maxLength}
            autoFocus
          />
          <div className={styles.foot}>
            <Button small look="primary" type="submit">
              {m.common.apply}
            </Button>
          </div>
        </form>
      )}
    </Chip>
  );
}

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
        <AriaButton
          className={styles.clear}
          aria-label={`${m.common.clear}: ${label}`}
          onPress={() => {
            setTyped("");
            search("");
          }}
        >
          <Icon name="cross" size={12} />
        </AriaButton>
      ) : (
        shortcut && <kbd aria-hidden="true">{shortcut}</kbd>
      )}
    </span>
  );
}
