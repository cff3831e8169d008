import { lazy, Suspense, useEffect, useState } from "react";
import { useLocation, useSearch } from "wouter";
import { useMay, useMe } from "../../api/auth";
import { useStores, useTestStore } from "../../api/stores";
import type { Store } from "../../api/types";
import { Alert } from "../../components/Alert";
import { Button } from "../../components/Button";
import { NotRefreshed, Page } from "../../components/Page";
import { Empty, Failure, Waiting } from "../../components/States";
import { toast } from "../../components/toast";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";
import { useWay, type Way } from "../../lib/trail";
import type { StoreAction } from "./actions";
import { readConsent, readOpen, writeOpen } from "./address";
import { StoreCard } from "./StoreCard";
import styles from "./Stores.module.css";

const AddStoreDialog = lazy(() => import("./AddStoreDialog"));
const AuthorizeDialog = lazy(() => import("./AuthorizeDialog"));
const CarriersDialog = lazy(() => import("./CarriersDialog"));
const EditDialog = lazy(() => import("./EditDialog"));
const StoreDialog = lazy(() => import("./StoreDialog"));
const SwitchDialog = lazy(() => import("./SwitchDialog"));

type Asking = { action: "add" } | { action: "authorize" | "edit" | "carriers" | "switch"; store: Store };

export default function StoresPage() {
  const { m } = useI18n();
  const words = m.stores;
  const [path, navigate] = useLocation();
  const way = useWay();
  const search = useSearch();
  const open = readOpen(search);
  // Kept while the dialog is open: the address loses at once what the shop wrote into it.
  const [came, setCame] = useState(() => readConsent(search));
  useEffect(() => {
    if (open && readConsent(search)) navigate(path + writeOpen(open), { replace: true });
  }, [open, search, path, navigate]);
  const stores = useStores();
  const isOnline = useOnline();
  const { refused, notAdded } = useRefused();
  const [asking, setAsking] = useState<Asking | null>(null);
  const list = stores.data?.items;

  const show = (id: string) => {
    const state: Way = { trail: [], pushed: open ? way?.pushed : true };
    navigate(path + writeOpen(id), { state, replace: open !== null });
  };
  const hide = () => {
    setCame(null);
    if (way?.pushed) history.back();
    else navigate(path, { replace: true });
  };
  const test = useTestStore((store) => show(store.id));
  const act = (action: StoreAction, store: Store) => {
    if (action === "details") return show(store.id);
    if (action === "carriers") return setAsking({ action, store });
    if (refused) return toast({ tone: "info", text: refused });
    if (action !== "test") return setAsking({ action, store });
    test.mutate(
      { id: store.id },
      { onError: (e) => toast({ tone: "error", text: m.problem.title[e.problem.code], detail: e.problem.detail }) },
    );
  };
  const done = () => setAsking(null);

  return (
    <Page
      title={words.title}
      actions={
        <Button
          look="primary"
          icon="plus"
          isDisabled={notAdded !== undefined || !isOnline}
          onPress={() => setAsking({ action: "add" })}
        >
          {words.add}
        </Button>
      }
    >
      {notAdded && (
        <Alert tone="info" title={refused ? words.forbiddenTitle : words.staffTitle}>
          {notAdded}
        </Alert>
      )}
      {stores.error && list && <NotRefreshed since={stores.dataUpdatedAt} />}
      {!list ? (
        stores.error ? (
          <Failure refusal={stores.error} onRetry={() => stores.refetch()} isRetrying={stores.isFetching} />
        ) : (
          <Waiting lines={6} />
        )
      ) : list.length === 0 ? (
        <Empty icon="store" title={words.empty} lead={words.emptyLead}>
          <Button
            look="primary"
            icon="plus"
            isDisabled={notAdded !== undefined || !isOnline}
            onPress={() => setAsking({ action: "add" })}
          >
            {words.add}
          </Button>
        </Empty>
      ) : (
        <ul className={styles.cards} aria-label={words.list}>
          {list.map((store) => (
            <StoreCard key={store.id} store={store} refused={refused} onAction={act} />
          ))}
        </ul>
      )}
      <p className="sr-only" role="status">
        {list && words.total(list.length)}
      </p>

      <Suspense>
        {open && !asking && (
          <StoreDialog
            key={open}
            id={open}
            known={list?.find((s) => s.id === open)}
            refused={refused}
            came={came}
            onAction={act}
            onClose={hide}
          />
        )}
        {asking?.action === "add" && (
          <AddStoreDialog onAuthorize={(store) => setAsking({ action: "authorize", store })} onClose={done} />
        )}
        {asking?.action === "authorize" && (
          <AuthorizeDialog
            store={asking.store}
            onSaved={(store) => {
              done();
              show(store.id);
            }}
            onClose={done}
          />
        )}
        {asking?.action === "edit" && <EditDialog store={asking.store} onClose={done} />}
        {asking?.action === "carriers" && <CarriersDialog store={asking.store} refused={notAdded} onClose={done} />}
        {asking?.action === "switch" && <SwitchDialog store={asking.store} onClose={done} />}
      </Suspense>
    </Page>
  );
}

/* Why nothing may be changed here, or at least none be added, and who can help. */
function useRefused(): { refused: string | undefined; notAdded: string | undefined } {
  const { m } = useI18n();
  const may = useMay();
  const me = useMe();
  const refused = may("store_manage") ? undefined : m.common.forbidden(m.shell.permission.store_manage);
  const isStaff = me.data !== undefined && me.data.customer === null;
  return { refused, notAdded: refused ?? (isStaff ? m.stores.staff : undefined) };
}
