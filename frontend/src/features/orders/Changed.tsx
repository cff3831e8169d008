import { Alert } from "../../components/Alert";
import { useI18n } from "../../i18n";
import { type Part, partWords } from "./useSeen";

/* Somebody or something else changed the order meanwhile. */
export function Changed({ parts }: { parts: readonly Part[] | null }) {
  const { m } = useI18n();
  if (!parts) return null;
  const words = m.orders.dispatch;
  return (
    <Alert tone="warning" title={words.changed}>
      {parts.length > 0 ? words.changes(partWords(parts, m)) : words.nothingChanged}
    </Alert>
  );
}
