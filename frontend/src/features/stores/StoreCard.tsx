import { isTesting } from "../../api/stores";
import type { Store } from "../../api/types";
import { Alert } from "../../components/Alert";
import { Badge } from "../../components/Badge";
import { Button } from "../../components/Button";
import { Copy } from "../../components/Copy";
import { MenuButton } from "../../components/Menu";
import { useI18n } from "../../i18n";
import { menuOf, type StoreAction } from "./actions";
import { Health, SyncFacts } from "./StoreFacts";
import styles from "./Stores.module.css";
import { statusTone } from "./tone";

interface Props {
  store: Store;
  refused: string | undefined;
  onAction: (action: StoreAction, store: Store) => void;
}

export function StoreCard({ store, refused, onAction }: Props) {
  const i18n = useI18n();
  const { m } = i18n;
  const words = m.stores;
  const testing = isTesting(store);
  const act = (action: StoreAction) => () => onAction(action, store);
  return (
    <li className={styles.card}>
      <header className={styles.head}>
        <div>
          <h2>
            <button type="button" className={styles.name} onClick={act("details")}>
              {store.name}
            </button>
          </h2>
          <p className="dim">
            {m.common.platform[store.platform]} · {m.common.kind[store.kind]}
          </p>
        </div>
        <Badge tone={statusTone[store.status]}>{words.status[store.status]}</Badge>
      </header>
      <p className={styles.url}>
        <span title={store.url}>{store.url}</span>
        <Copy text={store.url} what={words.copyUrl} />
      </p>
      <Health store={store} />
      {store.warning && (
        <Alert tone="warning" title={words.warning}>
          {words.warningLead}
        </Alert>
      )}
      <SyncFacts store={store} />
      <footer className={styles.foot}>
        <Button small onPress={act("details")} aria-label={words.nameOf(words.details, store.name)}>
          {words.details}
        </Button>
        <Button
          small
          icon="sync"
          isPending={testing}
          isDisabled={refused !== undefined}
          onPress={act("test")}
          aria-label={words.nameOf(words.test, store.name)}
        >
          {testing ? words.checkup.running : words.test}
        </Button>
        {store.status === "expired" || store.test.state === "failed" ? (
          <Button small look="primary" isDisabled={refused !== undefined} onPress={act("authorize")}>
            {words.authorize}
          </Button>
        ) : null}
        <span className={styles.fill} />
        <MenuButton
          label={words.menu(store.name)}
          groups={menuOf(store, refused, onAction, i18n)}
          trigger={<Button small look="quiet" icon="dots" label={words.menu(store.name)} />}
        />
      </footer>
    </li>
  );
}
