/* The way without copying keys: the browser goes to the shop, and comes back approved or not. */
import { useOpenConsent } from "../../api/stores";
import type { Store } from "../../api/types";
import { Refused } from "../../components/Alert";
import { Button } from "../../components/Button";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";
import styles from "./Stores.module.css";

export function ShopConsent({ store }: { store: Store }) {
  const { m } = useI18n();
  const words = m.stores.consent;
  const isOnline = useOnline();
  const open = useOpenConsent((url) => location.assign(url));
  return (
    <div className={styles.consent}>
      {open.error && <Refused refusal={open.error} />}
      <p>{words.lead}</p>
      <Button
        look="primary"
        icon="store"
        isPending={open.isPending || open.isSuccess}
        isDisabled={!isOnline}
        onPress={() => open.mutate({ id: store.id })}
      >
        {words.open}
      </Button>
      <p className="dim">{words.orKeys}</p>
    </div>
  );
}
