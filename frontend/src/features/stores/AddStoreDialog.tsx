import { type FormEvent, useState } from "react";
import { useAddStore, useOpenConsent, usePlatforms, useStore } from "../../api/stores";
import type { Platform, Store } from "../../api/types";
import { Alert, Refused } from "../../components/Alert";
import { Button, ButtonLink } from "../../components/Button";
import cell from "../../components/Cell.module.css";
import { Dialog } from "../../components/Dialog";
import { Field } from "../../components/Field";
import { Select } from "../../components/Select";
import { Failure, Waiting } from "../../components/States";
import { useForm } from "../../components/useForm";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";
import { AddressField, addressOf, nowhere } from "./AddressField";
import { Checkup } from "./Checkup";
import { CredentialFields, isComplete, toCredentials } from "./CredentialFields";

interface Props {
  onAuthorize: (store: Store) => void;
  onClose: () => void;
}

/* Asks for what the platform needs, then shows the test of the new store step by step. */
export default function AddStoreDialog(props: Props) {
  const [added, setAdded] = useState<Store | null>(null);
  const platforms = usePlatforms();
  const { m } = useI18n();
  if (added) return <Added first={added} {...props} />;
  const [platform] = platforms.data?.items ?? [];
  if (platforms.data && platform)
    return <Ask platforms={platforms.data.items} first={platform} onAdded={setAdded} onClose={props.onClose} />;
  return (
    <Dialog title={m.stores.addDialog.title} onClose={props.onClose}>
      {platforms.error ? (
        <Failure refusal={platforms.error} onRetry={() => platforms.refetch()} isRetrying={platforms.isFetching} />
      ) : platforms.data ? (
        <Alert tone="info">{m.stores.addDialog.noPlatforms}</Alert>
      ) : (
        <Waiting />
      )}
    </Dialog>
  );
}

interface AskProps {
  platforms: readonly Platform[];
  first: Platform;
  onAdded: (store: Store) => void;
  onClose: () => void;
}

function Ask({ platforms, first, onAdded, onClose }: AskProps) {
  const { m } = useI18n();
  const words = m.stores.form;
  const isOnline = useOnline();
  const [platform, setPlatform] = useState(first);
  const [name, setName] = useState("");
  const [where, setWhere] = useState(nowhere);
  const [keys, setKeys] = useState<Record<string, string>>({});
  const [way, setWay] = useState<"consent" | "keys">("keys");
  const byConsent = way === "consent" && platform.code === "woocommerce";
  const open = useOpenConsent((to) => location.assign(to));
  const send = useAddStore((store) => {
    if (!byConsent) return onAdded(store);
    // Whatever is in the way of the shop's screen, the store is there: its own dialog goes on.
    open.mutate({ id: store.id }, { onError: () => onAdded(store) });
  });
  const { form, isTried, onTry, errorOf } = useForm(send.error);
  const address = addressOf(platform, where);

  function submit(event: FormEvent) {
    event.preventDefault();
    onTry();
    if (!isOnline || name.trim() === "" || !address) return;
    if (!byConsent && !isComplete(platform, keys)) return;
    send.mutate({
      name: name.trim(),
      platform: platform.code,
      url: address,
      ...(byConsent ? { consent: true } : { credentials: toCredentials(platform, keys) }),
    });
  }

  return (
    <Dialog
      title={m.stores.addDialog.title}
      sub={m.stores.addDialog.lead}
      onClose={onClose}
      isBusy={send.isPending || open.isPending}
      isDirty={
        !send.isSuccess && [name, where.typed, where.region ?? "", ...Object.values(keys)].some((text) => text !== "")
      }
      footer={
        <>
          <Button onPress={onClose} isDisabled={send.isPending}>
            {m.common.cancel}
          </Button>
          <Button
            type="submit"
            form="add-store"
            look="primary"
            isPending={send.isPending || open.isPending || open.isSuccess}
            isDisabled={!isOnline}
          >
            {byConsent ? m.stores.consent.addAndOpen : m.stores.addDialog.submit}
          </Button>
        </>
      }
    >
      <form ref={form} id="add-store" className={cell.form} onSubmit={submit} noValidate>
        {send.error && <Refused refusal={send.error} />}
        <Select
          label={words.platform}
          isRequired
          value={platform.code}
          onChange={(code) => {
            setPlatform(platforms.find((p) => p.code === code) ?? first);
            setKeys({});
            setWhere(nowhere);
          }}
          options={platforms.map((p) => ({ value: p.code, label: p.name, end: m.common.kind[p.kind] }))}
          error={errorOf("platform", platform.code)}
        />
        <Field
          name="name"
          label={words.name}
          isRequired
          autoFocus
          maxLength={100}
          value={name}
          onChange={setName}
          hint={words.nameHint}
          error={errorOf("name", name)}
        />
        <AddressField platform={platform} where={where} onChange={setWhere} isTried={isTried} errorOf={errorOf} />
        {platform.code === "woocommerce" && (
          <Select
            label={m.stores.consent.way}
            isRequired
            value={way}
            onChange={(value) => setWay(value === "keys" ? "keys" : "consent")}
            options={[
              { value: "consent", label: m.stores.consent.byConsent },
              { value: "keys", label: m.stores.consent.byKeys },
            ]}
            hint={byConsent ? m.stores.consent.lead : undefined}
          />
        )}
        {!byConsent && <CredentialFields platform={platform} values={keys} onChange={setKeys} errorOf={errorOf} />}
      </form>
    </Dialog>
  );
}

function Added({ first, onAuthorize, onClose }: Props & { first: Store }) {
  const { m } = useI18n();
  const words = m.stores.addDialog;
  const store = useStore(first.id).data ?? first;
  const { state } = store.test;
  return (
    <Dialog
      title={store.name}
      onClose={onClose}
      footer={
        <>
          {state === "failed" && <Button onPress={() => onAuthorize(store)}>{words.again}</Button>}
          {state === "none" && <Button onPress={() => onAuthorize(store)}>{m.stores.authorize}</Button>}
          {state === "passed" && (
            <ButtonLink to="/orders" icon="orders">
              {words.orders}
            </ButtonLink>
          )}
          <Button look="primary" onPress={onClose}>
            {m.common.close}
          </Button>
        </>
      }
    >
      <Alert tone={state === "passed" ? "good" : state === "failed" || state === "none" ? "warning" : "info"}>
        {state === "passed"
          ? words.passed(store.name)
          : state === "failed"
            ? words.failed
            : state === "none"
              ? m.stores.consent.noKeys(store.name)
              : words.added(store.name)}
      </Alert>
      {store.warning && <Alert tone="warning">{store.warning}</Alert>}
      <Checkup store={store} />
    </Dialog>
  );
}
