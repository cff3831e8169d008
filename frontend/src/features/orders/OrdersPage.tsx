import { Page } from "../../components/Page";
import { useI18n } from "../../i18n";

export default function OrdersPage() {
  const { m } = useI18n();
  return <Page title={m.orders.title}>{null}</Page>;
}
