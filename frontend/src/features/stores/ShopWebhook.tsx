/* Where the shop may call: the address, its secret when it is made, and what to do with both. */
import { useState } from "react";
import type { Store } from "../../api/types";
import { type NewStoreWebhook, useDropStoreWebhook, useMakeStoreWebhook, useStoreWebhook } from "../../api/webhooks";
import { Refused } from "../../components/Alert";
import { Button } from "../../components/Button";
import { Fact, Facts, Section } from "../../components/Facts";
import { Carried, ShownOnce } from "../../components/ShownOnce";
import { Failure, Waiting } from "../../components/States";
import { Time } from "../../components/Time";
import { toast } from "../../components/toast";
import { useI18n } from "../../i18n";
import styles from "./Stores.module.css";

export function ShopWebhook({ store, refused }: { store: Store; refused: string | undefined }) {
  const { m } = useI18n();
  const words = m.webhooks.store;
  const query = useStoreWebhook(store.id);
  const [made, setMade] = useState<NewStoreWebhook | null>(null);
  const make = useMakeStoreWebhook(store.id, setMade);
  const drop = useDropStoreWebhook(store.id, () => {
    setMade(null);
    toast({ tone: "good", text: words.removed });
  });
  const hook = query.data;
  if (hook && !hook.supported) return null;
  return (
    <Section title={words.title}>
      {!hook ? (
        query.error ? (
          <Failure refusal={query.error} onRetry={() => query.refetch()} isRetrying={query.isFetching} />
        ) : (
          <Waiting lines={2} />
        )
      ) : (
        <div className={styles.hook}>
          <p className="dim">{words.lead}</p>
          {make.error && <Refused refusal={make.error} />}
          {drop.error && <Refused refusal={drop.error} />}
          {made?.secret && hook.address && (
            <ShownOnce title={words.once} lead={made.webhook.oldSecretUntil ? m.webhooks.bothSign : undefined}>
              <Carried label={words.address} value={hook.address} />
              <Carried label={words.secret} value={made.secret} isMain />
            </ShownOnce>
          )}
          {hook.address ? (
            <>
              <Facts dense>
                {!made && (
                  <Fact label={words.address} wide>
                    <Carried label={words.address} value={hook.address} />
                  </Fact>
                )}
                <Fact label={words.received}>{words.count(hook.received)}</Fact>
                <Fact label={words.last}>
                  <Time at={hook.lastReceivedAt} none={words.nothing} relative />
                  {hook.lastTopic && <small className="dim"> {words.topic[hook.lastTopic] ?? hook.lastTopic}</small>}
                </Fact>
                {hook.oldSecretUntil && (
                  <Fact label={words.oldSecret}>
                    <Time at={hook.oldSecretUntil} />
                  </Fact>
                )}
                {hook.lastRepeatAt && (
                  <Fact label={words.repeated}>
                    <Time at={hook.lastRepeatAt} relative />
                  </Fact>
                )}
              </Facts>
              <p>{words.how}</p>
              <p>{hook.topics.map((t) => words.topic[t] ?? t).join(m.users.and)}</p>
            </>
          ) : (
            <p>{words.none}</p>
          )}
          <div className={styles.hookActions}>
            {hook.address && (
              <Button
                small
                isDisabled={refused !== undefined}
                isPending={drop.isPending}
                onPress={() => drop.mutate({ id: store.id, version: hook.version ?? 0 })}
              >
                {words.remove}
              </Button>
            )}
            <Button
              small
              isDisabled={refused !== undefined}
              isPending={make.isPending}
              onPress={() => make.mutate(store.id)}
            >
              {hook.address ? words.again : words.make}
            </Button>
          </div>
        </div>
      )}
    </Section>
  );
}
