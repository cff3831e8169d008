import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import {
  type ApiKey,
  type NewApiKey,
  rereadApiKey,
  useAddApiKey,
  useChangeApiKey,
  useRevokeApiKey,
} from "../../api/api-keys";
import { useMe } from "../../api/auth";
import type { Refusal } from "../../api/refusal";
import type { Permission } from "../../api/types";
import { AskDialog } from "../../components/AskDialog";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { Check, Field, FieldGroup } from "../../components/Field";
import { FormDialog } from "../../components/FormDialog";
import { Select } from "../../components/Select";
import { Carried, ShownOnce } from "../../components/ShownOnce";
import { Time } from "../../components/Time";
import { toast } from "../../components/toast";
import { useForm } from "../../components/useForm";
import { useSeenThing } from "../../components/useSeenThing";
import { useI18n } from "../../i18n";
import { addressesOf, endOf, givable, lives } from "./scopes";

/* What the server said of one element of a list, such as addresses[2]. */
const listError = (refusal: Refusal | null, list: string, said: (field: string) => string | undefined) => {
  const field = refusal?.problem.errors.find((e) => e.field.startsWith(`${list}[`))?.field;
  return field ? said(field) : said(list);
};

interface FieldsProps {
  name: string;
  scopes: Permission[];
  addresses: string;
  /* What the key may do already; what its maker may not give stays. */
  had?: readonly Permission[];
  onName: (name: string) => void;
  onScopes: (scopes: Permission[]) => void;
  onAddresses: (addresses: string) => void;
  errorOf: (field: string, value: string) => string | undefined;
  refusal: Refusal | null;
  /* Between what it may do and where from. */
  children?: ReactNode;
}

function Fields(props: FieldsProps) {
  const { name, scopes, addresses, had = [], onName, onScopes, onAddresses, errorOf, refusal, children } = props;
  const words = useI18n().m.keys;
  return (
    <>
      <Field
        name="name"
        label={words.name}
        hint={words.nameHint}
        isRequired
        autoFocus
        autoComplete="off"
        maxLength={100}
        value={name}
        onChange={onName}
        error={errorOf("name", name)}
      />
      <ScopesField
        chosen={scopes}
        had={had}
        onChange={onScopes}
        error={listError(refusal, "scopes", (field) => errorOf(field, scopes.join()))}
      />
      {children}
      <Field
        name="addresses"
        label={words.addresses}
        hint={words.addressesHint}
        rows={3}
        autoComplete="off"
        maxLength={1000}
        value={addresses}
        onChange={onAddresses}
        error={listError(refusal, "addresses", (field) => errorOf(field, "-"))}
      />
    </>
  );
}

interface ScopesProps {
  chosen: Permission[];
  had: readonly Permission[];
  onChange: (scopes: Permission[]) => void;
  error: string | undefined;
}

function ScopesField({ chosen, had, onChange, error }: ScopesProps) {
  const { m } = useI18n();
  const mine = useMe().data?.permissions ?? [];
  const all = Object.keys(m.shell.permission) as Permission[];
  const offered = givable(mine, all);
  return (
    <FieldGroup label={m.keys.scopes} hint={m.keys.scopesHint} error={error}>
      {all
        .filter((p) => offered.includes(p) || had.includes(p))
        .map((p) => (
          <Check
            key={p}
            label={m.shell.permission[p]}
            checked={chosen.includes(p)}
            isDisabled={!offered.includes(p) && !chosen.includes(p)}
            onChange={(on) => onChange(on ? [...chosen, p] : chosen.filter((c) => c !== p))}
          />
        ))}
    </FieldGroup>
  );
}

export function AddKey({ onMade, onClose }: { onMade: (made: NewApiKey) => void; onClose: () => void }) {
  const { m } = useI18n();
  const words = m.keys;
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<Permission[]>([]);
  const [addresses, setAddresses] = useState("");
  const [days, setDays] = useState("90");
  const send = useAddApiKey(onMade);
  const { form, onTry, errorOf } = useForm(send.error);
  return (
    <FormDialog
      title={words.add}
      submit={words.make}
      formRef={form}
      error={send.error}
      isBusy={send.isPending}
      isDirty={(name !== "" || scopes.length > 0 || addresses !== "") && !send.isSuccess}
      onClose={onClose}
      onSubmit={() => {
        onTry();
        if (!name.trim() || scopes.length === 0) return;
        send.mutate({
          name: name.trim(),
          scopes,
          addresses: addressesOf(addresses),
          expiresAt: endOf(Number(days), Date.now()),
        });
      }}
    >
      <Fields
        {...{ name, scopes, addresses, errorOf }}
        onName={setName}
        onScopes={setScopes}
        onAddresses={setAddresses}
        refusal={send.error}
      >
        <Select
          name="expiresAt"
          label={words.life}
          isRequired
          options={lives.map((n) => ({ value: String(n), label: words.days(n) }))}
          value={days}
          onChange={setDays}
          error={errorOf("expiresAt", "-")}
        />
      </Fields>
    </FormDialog>
  );
}

export function KeyMade({ made, onClose }: { made: NewApiKey; onClose: () => void }) {
  const { m } = useI18n();
  const words = m.keys;
  return (
    <Dialog
      title={words.madeTitle}
      sub={made.apiKey.name}
      footer={
        <Button look="primary" onPress={onClose}>
          {words.kept}
        </Button>
      }
    >
      {made.key ? (
        <ShownOnce
          title={words.once}
          lead={
            <>
              {words.until} <Time at={made.apiKey.expiresAt} />
            </>
          }
        >
          <Carried label={words.key} value={made.key} isMain />
          <p>
            {words.next} <a href="/docs/">{words.docs}</a>
          </p>
        </ShownOnce>
      ) : (
        <p>{words.gone}</p>
      )}
    </Dialog>
  );
}

export function EditKey({ row, onClose }: { row: ApiKey; onClose: () => void }) {
  const { m } = useI18n();
  const words = m.keys;
  const cache = useQueryClient();
  const { thing, changed, onRefused } = useSeenThing(
    row,
    () => rereadApiKey(cache, row.id),
    (k) => words.now(k.name, words.state[k.state]),
  );
  const [name, setName] = useState(row.name);
  const [scopes, setScopes] = useState<Permission[]>(row.scopes);
  const [addresses, setAddresses] = useState(row.addresses.join("\n"));
  const send = useChangeApiKey((key) => {
    toast({ tone: "good", text: words.saved(key.name) });
    onClose();
  });
  const { form, onTry, errorOf } = useForm(send.error);
  const newAddresses = addressesOf(addresses);
  const otherScopes = [...scopes].sort().join() !== [...row.scopes].sort().join();
  const otherAddresses = newAddresses.join() !== row.addresses.join();
  return (
    <FormDialog
      title={words.editTitle}
      sub={`${row.prefix}…`}
      submit={m.common.save}
      formRef={form}
      changed={changed}
      error={send.error}
      isBusy={send.isPending}
      isDirty={(name !== row.name || otherScopes || otherAddresses) && !send.isSuccess}
      onClose={onClose}
      onSubmit={() => {
        onTry();
        if (!name.trim() || scopes.length === 0) return;
        send.mutate(
          {
            id: thing.id,
            version: thing.version,
            name: name.trim(),
            ...(otherScopes ? { scopes } : {}),
            ...(otherAddresses ? { addresses: newAddresses } : {}),
          },
          { onError: onRefused },
        );
      }}
    >
      <Fields
        {...{ name, scopes, addresses, errorOf }}
        had={row.scopes}
        onName={setName}
        onScopes={setScopes}
        onAddresses={setAddresses}
        refusal={send.error}
      />
      {(otherScopes || otherAddresses) && <p className="dim">{words.endsTokens}</p>}
    </FormDialog>
  );
}

export function RevokeKey({ row, onClose }: { row: ApiKey; onClose: () => void }) {
  const { m } = useI18n();
  const words = m.keys;
  const send = useRevokeApiKey((key) => {
    toast({ tone: "good", text: words.revoked(key.name) });
    onClose();
  });
  return (
    <AskDialog
      title={words.revokeTitle}
      sub={`${row.name} · ${row.prefix}…`}
      confirm={words.revoke}
      isDanger
      error={send.error}
      isBusy={send.isPending}
      onConfirm={() => send.mutate(row.id)}
      onClose={onClose}
    >
      <p>{words.revokeLead}</p>
    </AskDialog>
  );
}
