import type { ApiKey } from "../../api/api-keys";
import { Badge, type Tone } from "../../components/Badge";
import cell from "../../components/Cell.module.css";
import type { Column } from "../../components/DataTable";
import { Time } from "../../components/Time";
import type { I18n } from "../../i18n";
import { useNow } from "../../lib/clock";
import { Main } from "../../parts/cells";
import { daysLeft, idle } from "./scopes";

export interface Cells extends I18n {
  edit: (key: ApiKey) => void;
  revoke: (key: ApiKey) => void;
}

const tones: Record<ApiKey["state"], Tone> = {
  active: "green",
  expired: "neutral",
  revoked: "neutral",
  maker_off: "red",
};
const isLive = (key: ApiKey) => key.state === "active" || key.state === "maker_off";

export function columnsOf({ m }: I18n, isStaff: boolean): Column<ApiKey, Cells>[] {
  const words = m.keys.column;
  const customer: Column<ApiKey, Cells> = {
    id: "customer",
    label: words.customer,
    width: 160,
    cell: (k) => k.customer.name,
  };
  return [
    {
      id: "name",
      label: words.name,
      width: 220,
      fixed: true,
      cell: (k, { edit }) => (
        <span className={cell.two}>
          <Main text={k.name} onOpen={isLive(k) ? () => edit(k) : undefined} />
          <small title={m.keys.madeBy(k.createdBy)}>
            {k.prefix}… · {k.createdBy}
          </small>
        </span>
      ),
    },
    ...(isStaff ? [customer] : []),
    { id: "state", label: words.state, width: 130, fixed: true, cell: (k) => <State apiKey={k} m={m} /> },
    { id: "scopes", label: words.scopes, width: 230, cell: (k) => <Scopes apiKey={k} m={m} /> },
    {
      id: "addresses",
      label: words.addresses,
      width: 140,
      cell: (k) =>
        k.addresses.length > 0 ? (
          <span title={k.addresses.join("\n")}>{k.addresses.join(", ")}</span>
        ) : (
          <span className="dim">{m.keys.everywhere}</span>
        ),
    },
    {
      id: "lastUsed",
      label: words.lastUsed,
      width: 155,
      cell: (k) => (
        <span className={cell.two}>
          <Time at={k.lastUsedAt} none={m.keys.never} />
          {k.lastUsedFrom && <small>{m.keys.from(k.lastUsedFrom)}</small>}
        </span>
      ),
    },
    { id: "expires", label: words.expires, width: 150, cell: (k) => <Expiry apiKey={k} m={m} /> },
    {
      id: "actions",
      label: m.common.actions,
      width: 160,
      fixed: true,
      cell: (k, { edit, revoke }) =>
        isLive(k) && (
          <span className={cell.row}>
            <button type="button" className={cell.button} aria-label={m.keys.editOf(k.name)} onClick={() => edit(k)}>
              {m.keys.edit}
            </button>
            <button
              type="button"
              className={cell.button}
              aria-label={m.keys.revokeOf(k.name)}
              onClick={() => revoke(k)}
            >
              {m.keys.revoke}
            </button>
          </span>
        ),
    },
  ];
}

const State = ({ apiKey, m }: { apiKey: ApiKey; m: I18n["m"] }) => (
  <span title={apiKey.state === "maker_off" ? m.keys.makerOff(apiKey.createdBy) : undefined}>
    <Badge tone={tones[apiKey.state]}>{m.keys.state[apiKey.state]}</Badge>
  </span>
);

function Scopes({ apiKey, m }: { apiKey: ApiKey; m: I18n["m"] }) {
  const lost = idle(apiKey);
  const names = (list: ApiKey["scopes"]) => list.map((s) => m.shell.permission[s]).join(m.users.and);
  return (
    <span className={cell.two}>
      <span title={names(apiKey.works)}>{apiKey.works.length > 0 ? names(apiKey.works) : m.common.none}</span>
      {lost.length > 0 && <small title={names(lost)}>{m.keys.idle(lost.length, apiKey.createdBy)}</small>}
    </span>
  );
}

function Expiry({ apiKey, m }: { apiKey: ApiKey; m: I18n["m"] }) {
  const days = daysLeft(apiKey.expiresAt, useNow());
  return (
    <span className={cell.two}>
      <Time at={apiKey.expiresAt} />
      {apiKey.state === "active" && days < 14 && <small>{m.keys.soon(days)}</small>}
    </span>
  );
}
