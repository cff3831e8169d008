import { linkOf, type User, useInvite } from "../../api/users";
import { Refused } from "../../components/Alert";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { Carried, ShownOnce } from "../../components/ShownOnce";
import { Time } from "../../components/Time";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";

/* A link to hand over. It is made when somebody asks for it, because it ends the one before. */
export function InviteDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { m } = useI18n();
  const words = m.users;
  const isOnline = useOnline();
  const invite = useInvite();
  const link = invite.data?.token ? linkOf(invite.data.token) : null;
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
        <ShownOnce
          title={words.once}
          lead={
            <>
              {words.until} <Time at={invite.data.expiresAt} />
            </>
          }
        >
          <Carried label={words.link} value={link} isMain />
        </ShownOnce>
      ) : (
        <p>{user.hasPassword ? words.resetLead(user.name) : words.inviteLead(user.name)}</p>
      )}
    </Dialog>
  );
}
