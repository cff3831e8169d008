import type { OrderRow } from "../../api/types";
import { type Item, MenuAt } from "../../components/Menu";
import { toast } from "../../components/toast";
import { type I18n, useI18n } from "../../i18n";
import { actionsOf, type OrderAction, reasonOf, refusal } from "./actions";

interface Choices {
  order: OrderRow;
  onDetails?: () => void;
  onAction: (action: OrderAction) => void;
}

/* Details and what is allowed; then what is not, each with its reason; danger last. */
export function menuOf({ order, onDetails, onAction }: Choices, i18n: I18n): Item[][] {
  const { m } = i18n;
  const item = (action: OrderAction): Item => {
    const no = refusal(action, [order]);
    const label = m.orders.action[action.name];
    const base = { id: action.name, label, icon: action.icon, danger: action.danger, key: action.key };
    if (!no) return { ...base, onAction: () => onAction(action) };
    const reason = reasonOf(no, order, i18n);
    return {
      ...base,
      key: undefined,
      refused: reason,
      onAction: () => toast({ tone: "info", text: m.orders.action.notHere(label, reason) }),
    };
  };
  const items = actionsOf(order.kind).map((a) => item(a));
  const details: Item[] = onDetails
    ? [{ id: "details", label: m.orders.action.details, icon: "orders", key: "↵", onAction: onDetails }]
    : [];
  return [
    [...details, ...items.filter((i) => !i.danger && i.refused === undefined)],
    items.filter((i) => !i.danger && i.refused !== undefined),
    items.filter((i) => i.danger),
  ];
}

interface Props extends Choices {
  at: HTMLElement;
  onClose: () => void;
}

export default function RowMenu({ at, onClose, ...choices }: Props) {
  const i18n = useI18n();
  return (
    <MenuAt
      at={at}
      label={i18n.m.orders.action.menu(choices.order.orderNo)}
      groups={menuOf(choices, i18n)}
      onClose={onClose}
    />
  );
}
