import { useEffect, useRef } from "react";
import { linkOf, type User, useInvite } from "../../api/users";
import { Alert, Refused } from "../../components/Alert";
import { Button } from "../../components/Button";
import { Copy } from "../../components/Copy";
import { Dialog } from "../../components/Dialog";
import { Time } from "../../components/Time";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";
import styles from "./Users.module.css";

/* A link to hand over. It is made when somebody asks for it, because it ends the one before. */
export function InviteDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { m } = useI18n();
  const words = m.users;
  const isOnline = useOnline();
  const invite = useInvite();
  const shown = useRef<HTMLInputElement>(null);
  const link = invite.data?.token ? linkOf(invite.data.token) : null;
  useEffect(() => {
    if (link) shown.current?.select();
  }, [link]);
  return (
    <Dialog
      title={user.hasPassword ? words.reset : words.invite}
      sub={`${user.name} · ${user.email}`}
      onClose={onClose}
      isBusy={invite.isPending}
      footer={
        link ? (
          <Button look="primary" onPress={onClose}>
            {words.handedOver}
          </Button>
        ) : (
          <>
            <Button onPress={onClose} isDisabled={invite.isPending}>
              {words.later}
            </Button>
            <Button
              look="primary"
              isPending={invite.isPending}
              isDisabled={!isOnline}
              onPress={() => invite.mutate(user.id)}
            >
              {words.makeLink}
            </Button>
          </>
        )
      }
    >
      {invite.error && <Refused refusal={invite.error} />}
      {link && invite.data ? (
        <div className={styles.made}>
          <Alert tone="warning" title={words.once}>
            {words.until} <Time at={invite.data.expiresAt} />
          </Alert>
          <div className={styles.link}>
            <input ref={shown} readOnly value={link} aria-label={words.link} onFocus={(e) => e.target.select()} />
            <Copy text={link} what={words.link} />
          </div>
        </div>
      ) : (
        <p>{user.hasPassword ? words.resetLead(user.name) : words.inviteLead(user.name)}</p>
      )}
    </Dialog>
  );
}
