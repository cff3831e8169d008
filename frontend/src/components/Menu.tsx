/* A menu, on its own button or opened at any element. An item that is refused stays focusable: its reason
 * is its second line, part of its name, and choosing it says the reason again. */
import { cloneElement, type ReactElement, type RefObject, useState } from "react";
import { Menu as AriaMenu, Keyboard, MenuItem, Popover, Separator } from "react-aria-components/Menu";
import type { ButtonProps } from "./Button";
import { cx } from "./cx";
import { Icon, type IconName } from "./Icon";
import styles from "./Popover.module.css";

export interface Item {
  id: string;
  label: string;
  icon?: IconName;
  /* Why it cannot be done now. */
  refused?: string;
  danger?: boolean;
  key?: string;
  onAction: () => void;
}

/* Groups are parted by a line. */
const Items = ({ label, groups }: { label: string; groups: readonly (readonly Item[])[] }) => (
  <AriaMenu aria-label={label} className={styles.list} autoFocus="first">
    {groups
      .filter((group) => group.length > 0)
      .flatMap((group, i) => [
        ...(i > 0 ? [<Separator key={`line ${group[0]?.id}`} className={styles.line} />] : []),
        ...group.map((item) => (
          <MenuItem
            key={item.id}
            id={item.id}
            textValue={item.label}
            className={cx(
              styles.item,
              item.refused !== undefined && styles.refused,
              item.danger && item.refused === undefined && styles.dangerous,
            )}
            onAction={item.onAction}
          >
            {item.icon && <Icon name={item.icon} />}
            <span className={styles.text}>
              <span>{item.label}</span>
              {item.refused !== undefined && <span className={styles.second}>{item.refused}</span>}
            </span>
            {item.key && <Keyboard>{item.key.toUpperCase()}</Keyboard>}
          </MenuItem>
        )),
      ])}
  </AriaMenu>
);

/* One shared menu, opened at whichever element `at` points to. */
export function MenuAt({
  at,
  label,
  groups,
  onClose,
}: {
  at: HTMLElement;
  label: string;
  groups: readonly (readonly Item[])[];
  onClose: () => void;
}) {
  const trigger: RefObject<HTMLElement> = { current: at };
  return (
    <Popover
      aria-label={label}
      className={styles.popover}
      triggerRef={trigger}
      placement="bottom end"
      isOpen
      onOpenChange={(open) => !open && onClose()}
    >
      <Items
        label={label}
        groups={groups.map((group) =>
          group.map((item) => ({
            ...item,
            onAction: () => {
              onClose();
              item.onAction();
            },
          })),
        )}
      />
    </Popover>
  );
}

interface MenuButtonProps {
  trigger: ReactElement<ButtonProps>;
  label: string;
  groups: readonly (readonly Item[])[];
}

/* A menu on its own button. */
export function MenuButton({ trigger, label, groups }: MenuButtonProps) {
  const [at, setAt] = useState<HTMLElement | null>(null);
  return (
    <>
      {cloneElement(trigger, {
        onPress: (event) => setAt(event.currentTarget),
        "aria-haspopup": "menu",
        "aria-expanded": at !== null,
      })}
      {at && <MenuAt at={at} label={label} groups={groups} onClose={() => setAt(null)} />}
    </>
  );
}
