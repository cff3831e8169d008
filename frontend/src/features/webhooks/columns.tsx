import type { Webhook } from "../../api/webhooks";
import { Badge, type Tone } from "../../components/Badge";
import cell from "../../components/Cell.module.css";
import type { Column } from "../../components/DataTable";
import { Time } from "../../components/Time";
import type { I18n } from "../../i18n";
import { Main } from "../../parts/cells";

export interface Cells extends I18n {
  open: (webhook: Webhook) => void;
  edit: (webhook: Webhook) => void;
  turn: (webhook: Webhook) => void;
}

export const stateTones: Record<Webhook["state"], Tone> = { on: "green", failing: "amber", off: "neutral" };

export function columnsOf({ m }: I18n, isStaff: boolean): Column<Webhook, Cells>[] {
  const words = m.webhooks.column;
  const customer: Column<Webhook, Cells> = {
    id: "customer",
    label: words.customer,
    width: 160,
    cell: (w) => w.customer.name,
  };
  return [
    {
      id: "name",
      label: words.name,
      width: 280,
      fixed: true,
      cell: (w, { open }) => (
        <span className={cell.two}>
          <Main text={w.name} onOpen={() => open(w)} />
          <small title={w.url}>{w.url}</small>
        </span>
      ),
    },
    ...(isStaff ? [customer] : []),
    {
      id: "state",
      label: words.state,
      width: 190,
      fixed: true,
      cell: (w) => (
        <span className={cell.two}>
          <span>
            <Badge tone={w.offReason ? "red" : stateTones[w.state]}>{m.webhooks.state[w.state]}</Badge>
          </span>
          {(w.offReason ?? (w.state === "failing" && w.lastProblem)) && (
            <small title={w.offReason ?? w.lastProblem ?? ""}>{w.offReason ?? w.lastProblem}</small>
          )}
        </span>
      ),
    },
    {
      id: "events",
      label: words.events,
      width: 240,
      cell: (w) => {
        const names = w.events.map((e) => m.webhooks.event[e]).join(m.users.and);
        return <span title={names}>{names}</span>;
      },
    },
    { id: "waiting", label: words.waiting, width: 100, align: "end", cell: (w) => w.waiting },
    {
      id: "lastSuccess",
      label: words.lastSuccess,
      width: 170,
      cell: (w) => <Time at={w.lastSuccessAt} none={m.webhooks.never} />,
    },
    {
      id: "actions",
      label: m.common.actions,
      width: 190,
      fixed: true,
      cell: (w, { edit, turn }) => (
        <span className={cell.row}>
          <button type="button" className={cell.button} aria-label={m.webhooks.editOf(w.name)} onClick={() => edit(w)}>
            {m.webhooks.edit}
          </button>
          <button
            type="button"
            className={cell.button}
            aria-label={m.webhooks.switchOf(w.name, !w.enabled)}
            onClick={() => turn(w)}
          >
            {w.enabled ? m.warehouses.switchOff : m.warehouses.switchOn}
          </button>
        </span>
      ),
    },
  ];
}
