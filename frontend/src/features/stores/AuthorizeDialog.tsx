import { type FormEvent, useState } from "react";
import { useAuthorizeStore, usePlatforms } from "../../api/stores";
import type { Store } from "../../api/types";
import { Refused } from "../../components/Alert";
import { Button } from "../../components/Button";
import cell from "../../components/Cell.module.css";
import { Dialog } from "../../components/Dialog";
import { Failure, Waiting } from "../../components/States";
import { useForm } from "../../components/useForm";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";
import { CredentialFields, isComplete, toCredentials } from "./CredentialFields";
import { ShopConsent } from "./ShopConsent";
import { useSeenStore } from "./useSeenStore";

interface Props {
  store: Store;
  /* The new keys are saved and being tested. */
  onSaved: (store: Store) => void;
  onClose: () => void;
}

/* Replaces the credentials of a store. */
export default function AuthorizeDialog({ store: first, onSaved, onClose }: Props) {
  const { m } = useI18n();
  const words = m.stores.authorizeDialog;
  const isOnline = useOnline();
  const platforms = usePlatforms();
  const { store, changed, onRefused } = useSeenStore(first);
  const platform = platforms.data?.items.find((p) => p.code === store.platform);
  const [keys, setKeys] = useState<Record<string, string>>({});
  const send = useAuthorizeStore(onSaved);
  const { form, onTry, errorOf } = useForm(send.error);

  function submit(event: FormEvent) {
    event.preventDefault();
    onTry();
    if (!platform || !isOnline || !isComplete(platform, keys)) return;
    const { id, version } = store;
    send.mutate({ id, version, credentials: toCredentials(platform, keys) }, { onError: onRefused });
  }

  return (
    <Dialog
      title={words.title}
      sub={words.lead(store.name)}
      onClose={onClose}
      isBusy={send.isPending}
      isDirty={Object.values(keys).some((text) => text !== "") && !send.isSuccess}
      footer={
        <>
          <Button onPress={onClose} isDisabled={send.isPending}>
            {m.common.cancel}
          </Button>
          <Button
            type="submit"
            form="authorize-store"
            look="primary"
            isPending={send.isPending}
            isDisabled={!platform || !isOnline}
          >
            {words.submit}
          </Button>
        </>
      }
    >
      {platform ? (
        <form ref={form} id="authorize-store" className={cell.form} onSubmit={submit} noValidate>
          {changed}
          {platform.code === "woocommerce" && store.status !== "disabled" && <ShopConsent store={store} />}
          {send.error && send.error.problem.code !== "stale" && <Refused refusal={send.error} />}
          <CredentialFields platform={platform} values={keys} onChange={setKeys} errorOf={errorOf} />
        </form>
      ) : platforms.error ? (
        <Failure refusal={platforms.error} onRetry={() => platforms.refetch()} isRetrying={platforms.isFetching} />
      ) : (
        <Waiting />
      )}
    </Dialog>
  );
}
