/* The one file that knows react-aria's toast, whose name is still UNSTABLE. */
import { useEffect } from "react";
import {
  Button as AriaButton,
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from "react-aria-components/Toast";
import { Link } from "wouter";
import { useI18n } from "../i18n";
import button from "./Cell.module.css";
import copy from "./Copy.module.css";
import { cx } from "./cx";
import { Icon } from "./Icon";
import styles from "./Toasts.module.css";
import { onToast, type ToastNews } from "./toast";

const queue = new ToastQueue<ToastNews>({ maxVisibleToasts: 3 });

export default function Toasts() {
  const { m } = useI18n();
  useEffect(() => {
    // Failures stay until they are closed; the timer of the others rests while pointed at or focused.
    onToast((news) => queue.add(news, { timeout: news.tone === "error" ? undefined : 6000 }));
    return () => onToast(undefined);
  }, []);
  return (
    <ToastRegion queue={queue} className={styles.region} data-toasts>
      {({ toast }) => (
        <Toast toast={toast} className={cx(styles.toast, styles[toast.content.tone])}>
          <Icon name={toast.content.tone === "info" ? "info" : toast.content.tone} />
          <ToastContent className={styles.content}>
            <Text slot="title">{toast.content.text}</Text>
            {toast.content.detail && <p>{toast.content.detail}</p>}
            {toast.content.link && <Link to={toast.content.link.to}>{toast.content.link.label}</Link>}
            {toast.content.action && (
              <button
                type="button"
                className={button.link}
                onClick={() => {
                  queue.close(toast.key);
                  toast.content.action?.run();
                }}
              >
                {toast.content.action.label}
              </button>
            )}
          </ToastContent>
          <AriaButton slot="close" className={copy.copy} aria-label={m.common.dismiss}>
            <Icon name="cross" size={14} />
          </AriaButton>
        </Toast>
      )}
    </ToastRegion>
  );
}
