import type { Role, User } from "../../api/users";
import { Badge, type Tone } from "../../components/Badge";
import cell from "../../components/Cell.module.css";
import { cx } from "../../components/cx";
import type { Column } from "../../components/DataTable";
import { Time } from "../../components/Time";
import type { I18n } from "../../i18n";
import { useNow } from "../../lib/clock";
import { Main } from "../../parts/cells";
import { stateOf, type UserState } from "./rights";

export interface Cells extends I18n {
  roles: readonly Role[];
  myId: string | undefined;
  edit: (user: User) => void;
  turn: (user: User) => void;
  invite: (user: User) => void;
}

const tones: Record<UserState, Tone> = { off: "neutral", active: "green", invited: "blue", waiting: "amber" };

export const roleName = (code: string, roles: readonly Role[], m: I18n["m"]) =>
  m.users.role[code] ?? roles.find((r) => r.code === code)?.name ?? code;

export function columnsOf({ m }: I18n, isStaff: boolean): Column<User, Cells>[] {
  const words = m.users.column;
  const customer: Column<User, Cells> = {
    id: "customer",
    label: words.customer,
    width: 170,
    cell: (u) => u.customer?.name ?? <span className="dim">{m.shell.staff}</span>,
  };
  return [
    {
      id: "name",
      label: words.name,
      width: 220,
      fixed: true,
      cell: (u, { edit, myId }) => (
        <span className={cell.two}>
          <Main text={u.id === myId ? m.users.you(u.name) : u.name} onOpen={u.editable ? () => edit(u) : undefined} />
          <small title={u.email}>{u.email}</small>
        </span>
      ),
    },
    ...(isStaff ? [customer] : []),
    {
      id: "roles",
      label: words.roles,
      width: 190,
      cell: (u, { roles }) => u.roles.map((code) => roleName(code, roles, m)).join(m.users.and),
    },
    { id: "state", label: words.state, width: 140, fixed: true, cell: (u) => <State user={u} m={m} /> },
    {
      id: "lastSignIn",
      label: words.lastSignIn,
      width: 160,
      cell: (u) => <Time at={u.lastSignIn} none={m.users.never} />,
    },
    {
      id: "actions",
      label: m.common.actions,
      width: 310,
      fixed: true,
      cell: (u, cells) => <Actions user={u} cells={cells} />,
    },
  ];
}

function State({ user, m }: { user: User; m: I18n["m"] }) {
  const state = stateOf(user, useNow());
  return <Badge tone={tones[state]}>{m.users.state[state]}</Badge>;
}

function Actions({ user, cells: { m, myId, edit, turn, invite } }: { user: User; cells: Cells }) {
  const words = m.users;
  if (!user.editable) return <span className="dim">{words.above}</span>;
  return (
    <span className={cell.row}>
      <button type="button" className={cell.button} aria-label={words.editOf(user.name)} onClick={() => edit(user)}>
        {words.edit}
      </button>
      {user.enabled && (
        <button
          type="button"
          className={cx(cell.button, !user.hasPassword && cell.main)}
          aria-label={words.inviteOf(user.name, user.hasPassword)}
          onClick={() => invite(user)}
        >
          {user.hasPassword ? words.reset : words.invite}
        </button>
      )}
      {user.id !== myId && (
        <button
          type="button"
          className={cx(cell.button, !user.enabled && cell.main)}
          aria-label={words.switchOf(user.name, !user.enabled)}
          onClick={() => turn(user)}
        >
          {user.enabled ? words.switchOff : words.switchOn}
        </button>
      )}
    </span>
  );
}
