/* Back from the shop's consent screen: what came of it. */
import { useConsent } from "../../api/stores";
import type { Store } from "../../api/types";
import { Alert, Refused } from "../../components/Alert";
import { Button } from "../../components/Button";
import { useI18n } from "../../i18n";

interface Props {
  store: Store;
  came: "approved" | "denied";
  /* Missing for who may not. */
  onAgain: (() => void) | undefined;
}

export function ConsentNote({ store, came, onAgain }: Props) {
  const { m } = useI18n();
  const words = m.stores.consent;
  const query = useConsent(store.id);
  const again = onAgain && (
    <Button small onPress={onAgain}>
      {words.again}
    </Button>
  );
  if (came === "denied")
    return (
      <Alert tone="warning" title={words.denied}>
        <p>{words.deniedLead(store.name)}</p>
        {again}
      </Alert>
    );
  if (query.error && !query.data)
    return <Refused refusal={query.error} onRetry={() => query.refetch()} isRetrying={query.isFetching} />;
  const state = query.data?.state ?? "waiting";
  if (state === "granted") return <Alert tone="good">{words.granted(store.name)}</Alert>;
  if (state === "waiting") return <Alert tone="info">{words.waiting(store.name)}</Alert>;
  return (
    <Alert tone="warning" title={words.over}>
      <p>{words.overLead}</p>
      {again}
    </Alert>
  );
}
