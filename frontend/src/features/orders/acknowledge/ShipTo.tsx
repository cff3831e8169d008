/* The address of a buyer's place that the platform names by a code alone. */
import { lazy, Suspense, useState } from "react";
import { useMay } from "../../../api/auth";
import type { Order } from "../../../api/types";
import { Alert } from "../../../components/Alert";
import { Button } from "../../../components/Button";
import { useI18n } from "../../../i18n";

const ShipToDialog = lazy(() => import("./ShipToDialog"));

export const hasNoPlace = ({ kind, recipient }: Order) =>
  kind === "b2b" && (recipient.line1 === null || recipient.country === null);

/* That it is missing, and the way to give it. `onGiven` reads the order again. */
export function ShipTo({ order, onGiven }: { order: Order; onGiven?: () => void }) {
  const { m } = useI18n();
  const words = m.acknowledge.place;
  const may = useMay();
  const [isOpen, setOpen] = useState(false);
  if (!hasNoPlace(order)) return null;
  const code = order.purchase?.shipToCode;
  if (!code) return <Alert tone="warning">{words.none}</Alert>;
  return (
    <>
      <Alert tone="warning" title={words.title(code)}>
        <p>{words.lead(code)}</p>
        {may("order_dispatch") ? (
          <Button small onPress={() => setOpen(true)}>
            {words.give}
          </Button>
        ) : (
          <p>{m.common.forbidden(m.shell.permission.order_dispatch)}</p>
        )}
      </Alert>
      <Suspense>
        {isOpen && (
          <ShipToDialog
            platform={order.platform}
            code={code}
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
