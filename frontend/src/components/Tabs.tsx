import { type KeyboardEvent, type ReactNode, useId, useRef } from "react";
import { cx } from "./cx";
import styles from "./Tabs.module.css";

interface Props<K extends string> {
  label: string;
  /* A count that is still to come is null: its room is kept. */
  tabs: readonly { id: K; label: string; count?: string | null }[];
  selected: K;
  onSelect: (id: K) => void;
  className?: string;
  panelClassName?: string;
  /* The panel is text to scroll: it takes the keyboard itself. */
  isText?: boolean;
  /* At the end of the row of tabs. */
  end?: ReactNode;
  /* The panel of the selected tab. */
  children: ReactNode;
}

/* Tabs as the ARIA practices describe them: one stop for Tab, arrows move and select. */
export function Tabs<K extends string>({
  label,
  tabs,
  selected,
  onSelect,
  className,
  panelClassName,
  isText,
  end,
  children,
}: Props<K>) {
  const base = useId();
  const list = useRef<HTMLDivElement>(null);

  function move(event: KeyboardEvent) {
    const at = tabs.findIndex((tab) => tab.id === selected);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    const next = to !== undefined && tabs[(to + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    onSelect(next.id);
    list.current?.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
  }

  return (
    <div className={className}>
      <div className={styles.row}>
        <div ref={list} role="tablist" aria-label={label} className={styles.list}>
          {tabs.map((tab) => {
            const isSelected = tab.id === selected;
            return (
              <button
                key={tab.id}
                type="button"
                role="tab"
                id={`${base}${tab.id}`}
                data-tab={tab.id}
                data-selected={isSelected || undefined}
                className={styles.tab}
                aria-selected={isSelected}
                aria-controls={isSelected ? `${base}panel` : undefined}
                tabIndex={isSelected ? 0 : -1}
                onClick={() => onSelect(tab.id)}
                onKeyDown={move}
              >
                {tab.label}
                {tab.count !== undefined && <span className={styles.count}>{tab.count}</span>}
              </button>
            );
          })}
        </div>
        {end}
      </div>
      <div
        role="tabpanel"
        id={`${base}panel`}
        aria-labelledby={`${base}${selected}`}
        className={cx(styles.panel, panelClassName)}
        tabIndex={isText ? 0 : undefined}
      >
        {children}
      </div>
    </div>
  );
}
