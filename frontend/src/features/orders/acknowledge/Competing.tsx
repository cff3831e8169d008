import { Link } from "wouter";
import { Alert } from "../../../components/Alert";
import { useI18n } from "../../../i18n";
import { noFilter, writeFilter } from "../filters";

/* Buyers' orders that wait for the same goods. */
export function Competing({ orders, isShown }: { orders: number; isShown: boolean }) {
  const { m } = useI18n();
  const words = m.acknowledge;
  if (orders === 0 || !isShown) return null;
  return (
    <Alert tone="info" title={words.competingTitle(orders)}>
      <p>{words.competingLead}</p>
      <p>
        <Link to={`/orders${writeFilter({ ...noFilter("b2c"), status: ["pending"] })}`} target="_blank">
          {words.competingShow}
        </Link>
      </p>
    </Alert>
  );
}
