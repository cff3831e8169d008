/* An order's details: opens at once with what the row knows and fills in. */
import { useOrder } from "../../api/orders";
import type { OrderRow } from "../../api/types";
import { Refused } from "../../components/Alert";
import { Badge } from "../../components/Badge";
import { Button } from "../../components/Button";
import { Copy } from "../../components/Copy";
import { Dialog } from "../../components/Dialog";
import { MenuButton } from "../../components/Menu";
import { Failure, Waiting } from "../../components/States";
import { Tabs } from "../../components/Tabs";
import { useI18n } from "../../i18n";
import { useHotkeys } from "../../lib/hotkeys";
import { exceptionWords } from "../../parts/exceptionWords";
import { AcknowledgementsTab } from "./acknowledge/AcknowledgementsTab";
import { BuyerChange } from "./acknowledge/BuyerChange";
import { actionsOf, type OrderAction, opens } from "./actions";
import { Changes } from "./Changes";
import styles from "./Details.module.css";
import { type OrderTab, tabsOf } from "./filters";
import { ItemsTab } from "./ItemsTab";
import { BasicTab, PaymentTab, RecipientTab } from "./OrderTabs";
import { menuOf } from "./RowMenu";
import { statusTone } from "./status";
import { TimelineTab } from "./TimelineTab";

interface Props {
  id: string;
  row: OrderRow | undefined;
  tab: OrderTab;
  onTab: (tab: OrderTab) => void;
  onNext: (() => void) | undefined;
  onPrevious: (() => void) | undefined;
  onAction: (action: OrderAction, order: OrderRow) => void;
  onClose: () => void;
}

export default function OrderDialog({ id, row, tab: asked, onTab, onNext, onPrevious, onAction, onClose }: Props) {
  const i18n = useI18n();
  const { m } = i18n;
  const words = m.orders.details;
  const query = useOrder(id);
  const order = query.data;
  const shown = order ?? row;
  const main = shown && actionsOf(shown.kind).find((a) => !a.danger && opens(a, shown));
  const tabs = tabsOf(shown?.kind ?? "b2c");
  const tab = tabs.find((t) => t === asked) ?? "basic";

  useHotkeys({ ...(onNext ? { j: onNext } : {}), ...(onPrevious ? { k: onPrevious } : {}) }, { inDialog: true });

  return (
    <Dialog
      title={shown ? m.orders.order(shown.orderNo) : m.orders.action.details}
      titleEnd={shown && <Copy text={shown.orderNo} what={m.orders.column.orderNo} />}
      size="sheet"
      flush
      onClose={onClose}
      sub={
        shown && (
          <span className={styles.head}>
            <Badge tone={statusTone[shown.status]}>{m.orders.status[shown.status]}</Badge>
            <span>{shown.store.name}</span>
            {shown.exception && (
              <span className={styles.reason}>
                {m.problem.title[shown.exception.code]}
                {shown.exception.detail !== m.problem.title[shown.exception.code] &&
                  ` · ${exceptionWords(shown.exception.detail, m, i18n.language)}`}
              </span>
            )}
          </span>
        )
      }
      headExtra={
        <>
          <Button look="quiet" icon="up" label={words.previous} isDisabled={!onPrevious} onPress={onPrevious} />
          <Button look="quiet" icon="down" label={words.next} isDisabled={!onNext} onPress={onNext} />
        </>
      }
      footer={
        shown && (
          <>
            <MenuButton
              label={m.orders.action.menu(shown.orderNo)}
              groups={menuOf({ order: shown, onAction: (action) => onAction(action, shown) }, i18n)}
              trigger={<Button>{m.common.actions}</Button>}
            />
            {main && (
              <Button look="primary" icon={main.icon} onPress={() => onAction(main, shown)}>
                {m.orders.action[main.name]}
              </Button>
            )}
          </>
        )
      }
    >
      {query.error && !order ? (
        <Failure refusal={query.error} onRetry={() => query.refetch()} isRetrying={query.isFetching} />
      ) : (
        <Tabs
          label={m.orders.action.details}
          className={styles.tabs}
          panelClassName={styles.panel}
          isText
          tabs={tabs.map((t) => ({ id: t, label: words.tabs[t] }))}
          selected={tab}
          onSelect={onTab}
        >
          {query.error && <Refused refusal={query.error} />}
          {order && tab !== "timeline" && <BuyerChange order={order} onShow={() => onTab("timeline")} />}
          {tab === "timeline" ? (
            <>
              <Changes id={id} order={query.data} />
              <TimelineTab id={id} />
            </>
          ) : tab === "acknowledgements" ? (
            <AcknowledgementsTab id={id} />
          ) : !order ? (
            <Waiting />
          ) : tab === "basic" ? (
            <BasicTab order={order} />
          ) : tab === "payment" ? (
            <PaymentTab order={order} />
          ) : tab === "recipient" ? (
            <RecipientTab order={order} />
          ) : (
            <ItemsTab order={order} />
          )}
        </Tabs>
      )}
    </Dialog>
  );
}
