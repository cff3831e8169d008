/* What carriers are called on a store's platform. The names hold for every store of the customer there. */
import { type FormEvent, useState } from "react";
import { carrierOn } from "../../api/carrier-name";
import {
  type CarrierMapping,
  useCarrierMappings,
  useCarriers,
  useDropCarrier,
  useSetCarrier,
} from "../../api/carriers";
import { usePlatforms } from "../../api/stores";
import type { Store } from "../../api/types";
import { Alert, Refused } from "../../components/Alert";
import { Button } from "../../components/Button";
import cell from "../../components/Cell.module.css";
import { ComboBox } from "../../components/ComboBox";
import { Dialog } from "../../components/Dialog";
import { Lines } from "../../components/Facts";
import { Field } from "../../components/Field";
import { Failure, Waiting } from "../../components/States";
import { toast } from "../../components/toast";
import { useForm } from "../../components/useForm";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";
import styles from "./Stores.module.css";

interface Props {
  store: Store;
  /* Why nothing may be changed here, when nothing may be. */
  refused: string | undefined;
  onClose: () => void;
}

export default function CarriersDialog({ store, refused, onClose }: Props) {
  const { m } = useI18n();
  const words = m.stores.carriers;
  const isOnline = useOnline();
  const mappings = useCarrierMappings();
  const names = useCarriers().data?.items.map((c) => c.name) ?? [];
  const platforms = usePlatforms().data?.items ?? [];
  const [carrier, setCarrier] = useState("");
  const [name, setName] = useState("");
  const platform = m.common.platform[store.platform];
  const only = platforms.find((p) => p.code === store.platform)?.carriers ?? null;
  const here = mappings.data?.items.filter((x) => x.platform === store.platform);

  const sayNamed = (now: CarrierMapping) =>
    toast({ tone: "good", text: words.done(now.carrier, now.platformCarrier, platform) });
  const set = useSetCarrier((now) => {
    sayNamed(now);
    setCarrier("");
    setName("");
    onFresh();
  });
  const { form, isTried, onTry, onFresh, errorOf } = useForm(set.error);
  const restore = useSetCarrier(sayNamed);
  const drop = useDropCarrier((gone) =>
    toast({
      tone: "good",
      text: words.dropped(gone.carrier),
      action: {
        label: m.common.undo,
        run: () =>
          restore.mutate({ platform: gone.platform, carrier: gone.carrier, platformCarrier: gone.platformCarrier }),
      },
    }),
  );
  const isWrong = name.trim() !== "" && !carrierOn(store.platform, name, [], platforms).isKnown;

  function submit(event: FormEvent) {
    event.preventDefault();
    onTry();
    if (!isOnline || !carrier.trim() || !name.trim() || isWrong) return;
    set.mutate({ platform: store.platform, carrier: carrier.trim(), platformCarrier: name.trim() });
  }

  return (
    <Dialog
      title={words.title(platform)}
      sub={store.name}
      onClose={onClose}
      isBusy={set.isPending}
      isDirty={carrier !== "" || name !== ""}
      footer={<Button onPress={onClose}>{m.common.close}</Button>}
    >
      <div className={cell.form}>
        <p>{words.lead(platform)}</p>
        {only === null && <p className="dim">{words.anyText(platform)}</p>}
        {refused && <Alert tone="info">{refused}</Alert>}
        {drop.error && <Refused refusal={drop.error} />}
        {!here ? (
          mappings.error ? (
            <Failure refusal={mappings.error} onRetry={() => mappings.refetch()} isRetrying={mappings.isFetching} />
          ) : (
            <Waiting lines={3} />
          )
        ) : here.length === 0 ? (
          <p className="dim">{words.none}</p>
        ) : (
          <Lines
            label={words.list}
            heads={[{ label: words.carrier }, { label: words.onPlatform(platform) }, { label: words.do, align: "end" }]}
          >
            {here.map((x) => (
              <Row
                key={x.id}
                mapping={x}
                isKnown={carrierOn(store.platform, x.carrier, here, platforms).isKnown}
                isOff={refused !== undefined || !isOnline || drop.isPending}
                onEdit={() => {
                  setCarrier(x.carrier);
                  setName(x.platformCarrier);
                  form.current?.querySelector<HTMLElement>("[name=platformCarrier]")?.focus();
                }}
                onDrop={() => drop.mutate(x)}
              />
            ))}
          </Lines>
        )}
        {here && !refused && (
          <form ref={form} className={styles.carrier} onSubmit={submit} noValidate aria-label={words.set}>
            {set.error && <Refused refusal={set.error} />}
            <ComboBox
              free
              name="carrier"
              label={words.carrier}
              isRequired
              text={carrier}
              onText={(text) => setCarrier(text.slice(0, 64))}
              onChoose={setCarrier}
              options={names.map((c) => ({ value: c, label: c }))}
              error={errorOf("carrier", carrier)}
            />
            {only ? (
              <ComboBox
                free
                name="platformCarrier"
                label={words.onPlatform(platform)}
                isRequired
                text={name}
                onText={(text) => setName(text.slice(0, 64))}
                onChoose={setName}
                options={only.map((c) => ({ value: c, label: c }))}
                error={isTried && isWrong ? words.notKnown(platform) : errorOf("platformCarrier", name)}
              />
            ) : (
              <Field
                name="platformCarrier"
                label={words.onPlatform(platform)}
                isRequired
                maxLength={64}
                value={name}
                onChange={setName}
                error={errorOf("platformCarrier", name)}
              />
            )}
            <Button type="submit" look="primary" isPending={set.isPending} isDisabled={!isOnline}>
              {words.set}
            </Button>
          </form>
        )}
      </div>
    </Dialog>
  );
}

interface RowProps {
  mapping: CarrierMapping;
  isKnown: boolean;
  isOff: boolean;
  onEdit: () => void;
  onDrop: () => void;
}

function Row({ mapping, isKnown, isOff, onEdit, onDrop }: RowProps) {
  const { m } = useI18n();
  const words = m.stores.carriers;
  return (
    <tr>
      <td>{mapping.carrier}</td>
      <td>
        {mapping.platformCarrier}
        {!isKnown && <small className={styles.soon}>{words.notKnown(m.common.platform[mapping.platform])}</small>}
      </td>
      <td data-end="end">
        <Button small look="quiet" isDisabled={isOff} onPress={onEdit} aria-label={words.editOf(mapping.carrier)}>
          {words.edit}
        </Button>
        <Button small look="quiet" isDisabled={isOff} onPress={onDrop} aria-label={words.dropOf(mapping.carrier)}>
          {words.drop}
        </Button>
      </td>
    </tr>
  );
}
