import type { OrderRow } from "../../api/types";
import { Alert } from "../../components/Alert";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { useI18n } from "../../i18n";
import { dispatch, reasonOf } from "./actions";
import styles from "./Details.module.css";

interface Props {
  orders: readonly OrderRow[];
  onLeft: (orders: readonly OrderRow[]) => void;
  onClose: () => void;
}

/* Several orders: their numbers as tags, what the server says about each, and the way to a single one. */
export function BatchView({ orders, onLeft, onClose }: Props) {
  const i18n = useI18n();
  const { m } = i18n;
  const words = m.orders.batch;
  return (
    <Dialog title={words.title} onClose={onClose} footer={<Button onPress={onClose}>{m.common.close}</Button>}>
      {orders.length === 0 ? (
        <Alert tone="info">{words.none}</Alert>
      ) : (
        <>
          <Alert tone="info">{words.oneByOne}</Alert>
          <p>{words.lead(orders.length)}</p>
          <ul className={styles.tags}>
            {orders.map((order) => {
              const state = order.actions[dispatch.inBatch ?? dispatch.name];
              return (
                <li key={order.id}>
                  <b>{order.orderNo}</b>
                  <span className={state.allowed ? undefined : "dim"}>
                    {state.allowed ? words.goes : reasonOf(state, order, i18n)}
                  </span>
                  <Button small onPress={() => onLeft([order])}>
                    {words.keep}
                  </Button>
                  <Button
                    small
                    look="quiet"
                    icon="cross"
                    label={words.remove(order.orderNo)}
                    onPress={() => onLeft(orders.filter((o) => o !== order))}
                  />
                </li>
              );
            })}
          </ul>
        </>
      )}
    </Dialog>
  );
}
