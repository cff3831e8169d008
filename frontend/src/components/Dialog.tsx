import { type ReactNode, useState } from "react";
import { Dialog as AriaDialog, Heading } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { useI18n } from "../i18n";
import { Button } from "./Button";
import { cx } from "./cx";
import styles from "./Dialog.module.css";

interface Props {
  title: string;
  /* Beside the title, such as a copy button. */
  titleEnd?: ReactNode;
  sub?: ReactNode;
  size?: "s" | "m" | "l" | "xl" | "sheet";
  /* alertdialog for what must be answered */
  role?: "dialog" | "alertdialog";
  /* Something was typed: closing asks first. */
  isDirty?: boolean;
  /* Buttons, the main one last. */
  footer?: ReactNode;
  headExtra?: ReactNode;
  flush?: boolean;
  /* Stops closing altogether, while a write is under way. */
  isBusy?: boolean;
  /* Without it the dialog must be answered. */
  onClose?: () => void;
  children: ReactNode;
}

export function Dialog({
  title,
  titleEnd,
  sub,
  size = "m",
  role,
  isDirty,
  footer,
  headExtra,
  flush,
  isBusy,
  onClose,
  children,
}: Props) {
  const { m } = useI18n();
  const [asking, setAsking] = useState(false);
  const close = () => {
    if (isBusy || !onClose) return;
    if (isDirty && !asking) setAsking(true);
    else onClose();
  };
  return (
    <ModalOverlay
      className={cx(styles.overlay, size === "sheet" && styles.atEnd)}
      isOpen
      isDismissable={!isBusy && onClose !== undefined}
      isKeyboardDismissDisabled={isBusy || !onClose}
      onOpenChange={(open) => !open && (asking ? setAsking(false) : close())}
    >
      <Modal className={cx(styles.modal, styles[size])}>
        <AriaDialog className={styles.dialog} role={role}>
          <header className={styles.head}>
            <div className={styles.heading}>
              <div className={styles.title}>
                <Heading slot="title" level={2}>
                  {title}
                </Heading>
                {titleEnd}
              </div>
              {sub && <div className={styles.sub}>{sub}</div>}
            </div>
            {headExtra}
            {onClose && <Button look="quiet" icon="cross" label={m.common.close} isDisabled={isBusy} onPress={close} />}
          </header>
          <div className={cx(styles.body, flush && styles.flush)}>{children}</div>
          {asking ? (
            <div className={styles.ask} role="alert">
              <p>{m.common.discardTitle}</p>
              <Button small onPress={() => setAsking(false)} autoFocus>
                {m.common.keepEditing}
              </Button>
              <Button small look="danger" onPress={onClose}>
                {m.common.discard}
              </Button>
            </div>
          ) : (
            footer && <footer className={styles.foot}>{footer}</footer>
          )}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
