/* A store's details: how it is doing, its test step by step, and what can be done with it. */
import { isTesting, useStore } from "../../api/stores";
import type { Store } from "../../api/types";
import { Alert, Refused } from "../../components/Alert";
import { Badge } from "../../components/Badge";
import { Button } from "../../components/Button";
import { Copy } from "../../components/Copy";
import { Dialog } from "../../components/Dialog";
import { Fact, Facts, Section } from "../../components/Facts";
import { MenuButton } from "../../components/Menu";
import { Failure, Waiting } from "../../components/States";
import { Time } from "../../components/Time";
import { useI18n } from "../../i18n";
import { menuOf, type StoreAction } from "./actions";
import { Checkup } from "./Checkup";
import { ConsentNote } from "./ConsentNote";
import { CoverageRibbon } from "./CoverageRibbon";
import { ShopWebhook } from "./ShopWebhook";
import { Health, SyncFacts } from "./StoreFacts";
import styles from "./Stores.module.css";
import { statusTone } from "./tone";

interface Props {
  id: string;
  known: Store | undefined;
  refused: string | undefined;
  onAction: (action: StoreAction, store: Store) => void;
  onClose: () => void;
  /* Whoever is back from the shop's consent screen. */
  came: "approved" | "denied" | null;
}

export default function StoreDialog({ id, known, refused, onAction, onClose, came }: Props) {
  const i18n = useI18n();
  const { m } = i18n;
  const words = m.stores;
  const query = useStore(id);
  const store = query.data ?? known;
  return (
    <Dialog
      title={store?.name ?? words.details}
      size="sheet"
      onClose={onClose}
      sub={
        store && (
          <span className={styles.sub}>
            <Badge tone={statusTone[store.status]}>{words.status[store.status]}</Badge>
            <span>
              {m.common.platform[store.platform]} · {m.common.kind[store.kind]}
            </span>
          </span>
        )
      }
      footer={
        store && (
          <>
            <MenuButton
              label={words.menu(store.name)}
              groups={menuOf(store, refused, onAction, i18n).slice(1)}
              trigger={<Button>{words.more}</Button>}
            />
            <Button isDisabled={refused !== undefined} onPress={() => onAction("authorize", store)}>
              {words.authorize}
            </Button>
            <Button
              look="primary"
              icon="sync"
              isPending={isTesting(store)}
              isDisabled={refused !== undefined}
              onPress={() => onAction("test", store)}
            >
              {store.test.state === "none" ? words.test : words.testAgain}
            </Button>
          </>
        )
      }
    >
      {!store ? (
        query.error ? (
          <Failure refusal={query.error} onRetry={() => query.refetch()} isRetrying={query.isFetching} />
        ) : (
          <Waiting lines={6} />
        )
      ) : (
        <>
          {query.error && <Refused refusal={query.error} />}
          {refused && <Alert tone="info">{refused}</Alert>}
          {came && (
            <ConsentNote store={store} came={came} onAgain={refused ? undefined : () => onAction("authorize", store)} />
          )}
          {store.warning && (
            <Alert tone="warning" title={words.warning}>
              {words.warningLead}
            </Alert>
          )}
          <Section title={words.facts.health}>
            <Health store={store} lead />
          </Section>
          <Section title={words.checkup.title}>
            <Checkup store={store} />
          </Section>
          <Section title={words.facts.schedule}>
            <SyncFacts store={store} />
          </Section>
          <Section title={words.coverage.title}>
            <CoverageRibbon store={store} />
          </Section>
          <ShopWebhook store={store} refused={refused} />
          <Facts dense>
            <Fact label={words.facts.url} wide>
              {store.url}
              <Copy text={store.url} what={words.copyUrl} />
            </Fact>
            <Fact label={words.facts.authorised}>
              <Time at={store.authorisedAt} none={words.never} relative />
            </Fact>
            {store.kind === "b2b" && (
              <Fact label={words.form.threshold} wide>
                {store.confirmThreshold > 0 ? words.facts.threshold(store.confirmThreshold) : words.facts.noThreshold}
              </Fact>
            )}
            {store.writebackStrategy && (
              <Fact label={words.facts.writeback} wide>
                {words.strategyLead[store.writebackStrategy]}
              </Fact>
            )}
          </Facts>
        </>
      )}
    </Dialog>
  );
}
