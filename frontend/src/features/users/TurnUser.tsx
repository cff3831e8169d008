import { useQueryClient } from "@tanstack/react-query";
import { rereadUser, type User, useChangeUser } from "../../api/users";
import { toast } from "../../components/toast";
import { useSeenThing } from "../../components/useSeenThing";
import { useI18n } from "../../i18n";
import { SwitchAsk } from "../../parts/SwitchAsk";

/* The user as the person saw them, and how they now stand. */
export function useSeenUser(row: User) {
  const { m } = useI18n();
  const cache = useQueryClient();
  return useSeenThing(
    row,
    () => rereadUser(cache, row.id),
    (u) => m.users.now(u.name, u.roles.map((code) => m.users.role[code] ?? code).join(m.users.and), u.enabled),
  );
}

export function TurnUser({ row, onClose }: { row: User; onClose: () => void }) {
  const { m } = useI18n();
  const words = m.users;
  const enabling = !row.enabled;
  const seen = useSeenUser(row);
  const send = useChangeUser((u) => {
    toast({ tone: "good", text: u.enabled ? words.switchedOn(u.name) : words.switchedOff(u.name) });
    onClose();
  });
  return (
    <SwitchAsk row={row} words={words} seen={seen} send={send} onClose={onClose}>
      <p>{enabling ? words.onLead(seen.thing.name) : words.offLead(seen.thing.name)}</p>
    </SwitchAsk>
  );
}
