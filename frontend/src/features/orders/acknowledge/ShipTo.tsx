/* The address of a buyer's place that the platform names by a code alone. */
import { lazy, Suspense, useState } from "react";
import { useShipTo } from "../../../api/acknowledgements";
import { useMay } from "../../../api/auth";
import type { Order } from "../../../api/types";
import { Alert } from "../../../components/Alert";
import { Button } from "../../../components/Button";
import { useI18n } from "../../../i18n";

const ShipToDialog = lazy(() => import("./ShipToDialog"));

/* That it is missing, and the way to give it; of one that was given, the way to change it while the order waits.
 * `onGiven` reads the order again. */
export function ShipTo({ order, onGiven }: { order: Order; onGiven?: () => void }) {
  const { m } = useI18n();
  const words = m.acknowledge.place;
  const may = useMay();
  const [isOpen, setOpen] = useState(false);
  const code = order.purchase?.shipToCode ?? null;
  const isMissing = order.recipient.line1 === null || order.recipient.country === null;
  const isWaiting = order.status === "pending" || order.status === "acknowledged";
  const given = useShipTo(order.platform, isMissing || isWaiting ? code : null).data ?? null;
  if (order.kind !== "b2b" || !isWaiting || (!isMissing && !given)) return null;
  if (!code) return <Alert tone="warning">{words.none}</Alert>;
  const button = may("order_dispatch") ? (
    <Button small onPress={() => setOpen(true)}>
      {isMissing ? words.give : words.change}
    </Button>
  ) : (
    isMissing && <p>{m.common.forbidden(m.shell.permission.order_dispatch)}</p>
  );
  return (
    <>
      {isMissing ? (
        <Alert tone="warning" title={words.title(code)}>
          <p>{words.lead(code)}</p>
          {button}
        </Alert>
      ) : (
        <p>{button}</p>
      )}
      <Suspense>
        {isOpen && (
          <ShipToDialog
            platform={order.platform}
            code={code}
            given={given}
            onDone={() => {
              setOpen(false);
              onGiven?.();
            }}
            onClose={() => setOpen(false)}
          />
        )}
      </Suspense>
    </>
  );
}
