import { useState } from "react";
import { exportOrders } from "../../api/orders";
import { asRefusal } from "../../api/refusal";
import { Button } from "../../components/Button";
import { toast } from "../../components/toast";
import { useI18n } from "../../i18n";
import { saveFile } from "../../lib/save";
import { toQuery } from "./filters";
import type { OrdersView } from "./useOrdersView";

/* Exactly what is filtered, all pages of it, as a file. */
export function ExportButton({ view }: { view: OrdersView }) {
  const { m } = useI18n();
  const [isBusy, setBusy] = useState(false);
  const words = m.orders.export;
  const save = async () => {
    setBusy(true);
    try {
      const { limit: _, cursor: __, ...query } = toQuery(view.filter, 1);
      saveFile("orders.csv", await exportOrders(query));
    } catch (error) {
      const { problem } = asRefusal(error);
      const isTooMany = problem.errors.some((e) => e.code === "too_many");
      toast({ tone: "error", text: isTooMany ? words.tooMany : words.failed(m.problem.title[problem.code]) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button small look="quiet" icon="download" label={words.button} isPending={isBusy} onPress={() => void save()} />
  );
}
