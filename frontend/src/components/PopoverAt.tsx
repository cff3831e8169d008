import type { ReactNode } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Popover, type PopoverProps } from "react-aria-components/Popover";
import styles from "./Popover.module.css";

interface Props {
  at: HTMLElement;
  label: string;
  className?: string;
  placement?: PopoverProps["placement"];
  onClose: () => void;
  children: ReactNode;
}

/* A panel at an element; the focus goes in and comes back. */
export default function PopoverAt({ at, label, className, placement = "bottom start", onClose, children }: Props) {
  return (
    <Popover
      className={styles.popover}
      aria-label={label}
      triggerRef={{ current: at }}
      placement={placement}
      isOpen
      onOpenChange={(open) => !open && onClose()}
    >
      <Dialog className={className} aria-label={label}>
        {children}
      </Dialog>
    </Popover>
  );
}
