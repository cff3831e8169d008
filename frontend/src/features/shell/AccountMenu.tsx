import { lazy } from "react";
import type { Me } from "../../api/types";
import { Opens } from "../../components/Opens";
import { useI18n } from "../../i18n";
import styles from "./Shell.module.css";

const AccountPanel = lazy(() => import("./AccountPanel"));

export function AccountMenu({ me, onHelp, onPassword }: { me: Me; onHelp: () => void; onPassword: () => void }) {
  const { m } = useI18n();
  return (
    <Opens
      label={m.shell.account}
      className={styles.account}
      panelClassName={styles.panel}
      placement="top start"
      shows={
        <>
          <span className="sr-only">{m.shell.account}: </span>
          <span className={styles.face} aria-hidden="true">
            {initials(me.name)}
          </span>
          <span className={styles.word}>
            <b>{me.name}</b>
            <small>{me.customer?.name ?? m.shell.staff}</small>
          </span>
        </>
      }
    >
      {(close) => <AccountPanel me={me} onHelp={onHelp} onPassword={onPassword} onClose={close} />}
    </Opens>
  );
}

const initials = (name: string) =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word[0] ?? "")
    .join("")
    .toUpperCase();
