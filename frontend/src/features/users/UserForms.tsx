import { useState } from "react";
import { useCustomerChoices } from "../../api/customers";
import { type User, useAddUser, useChangeUser, useRoles } from "../../api/users";
import { Refused } from "../../components/Alert";
import { Field, Segmented } from "../../components/Field";
import { FormDialog } from "../../components/FormDialog";
import { Select } from "../../components/Select";
import { toast } from "../../components/toast";
import { useForm } from "../../components/useForm";
import { languageNames, languages, useI18n } from "../../i18n";
import type { Language } from "../../lib/prefs";
import { RolesField, WarehousesField } from "./RightsFields";
import { useSeenUser } from "./TurnUser";

const operator = "operator"; // the value that stands for the warehouse operator's own staff

interface AddProps {
  isStaff: boolean;
  onAdded: (user: User) => void;
  onClose: () => void;
}

export function AddUser({ isStaff, onAdded, onClose }: AddProps) {
  const { m, language: mine } = useI18n();
  const words = m.users;
  const { customers, failed } = useCustomerChoices();
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [language, setLanguage] = useState<Language>(mine);
  const [side, setSide] = useState<string | null>(null);
  const [roles, setRoles] = useState<string[]>([]);
  const [all, setAll] = useState(false);
  const [warehouseIds, setWarehouseIds] = useState<string[]>([]);
  const known = useRoles();
  const forStaff = side === operator;
  const send = useAddUser((user) => {
    toast({ tone: "good", text: words.added(user.name) });
    onAdded(user);
  });
  const { form, onTry, errorOf } = useForm(send.error);
  const isChosen = !isStaff || side !== null;
  return (
    <FormDialog
      title={words.add}
      submit={words.add}
      formRef={form}
      error={send.error}
      isBusy={send.isPending}
      isDirty={(email !== "" || name !== "" || roles.length > 0) && !send.isSuccess}
      onClose={onClose}
      onSubmit={() => {
        onTry();
        if (!email.trim() || !name.trim() || roles.length === 0 || !isChosen) return;
        send.mutate({
          email: email.trim(),
          name: name.trim(),
          language,
          roles,
          ...(isStaff && !forStaff ? { customerId: side } : {}),
          ...(forStaff ? { allWarehouses: all, warehouseIds: all ? [] : warehouseIds } : {}),
        });
      }}
    >
      {failed && <Refused {...failed} />}
      {isStaff && (
        <Select
          name="customerId"
          label={words.side}
          isRequired
          placeholder={words.chooseSide}
          options={[
            { value: operator, label: m.shell.staff },
            ...customers.map((c) => ({ value: c.id, label: c.name })),
          ]}
          value={side}
          onChange={(to) => {
            setSide(to);
            setRoles([]);
          }}
          error={errorOf("customerId", side ?? "")}
        />
      )}
      <Field
        name="email"
        type="email"
        label={words.email}
        isRequired
        autoFocus={!isStaff}
        autoComplete="off"
        maxLength={254}
        value={email}
        onChange={setEmail}
        error={errorOf("email", email)}
      />
      <Field
        name="name"
        label={words.name}
        isRequired
        autoComplete="off"
        maxLength={100}
        value={name}
        onChange={setName}
        error={errorOf("name", name)}
      />
      <LanguageField value={language} onChange={setLanguage} />
      {isChosen && (
        <RolesField
          isStaff={forStaff}
          query={known}
          had={[]}
          chosen={roles}
          onChange={setRoles}
          error={errorOf("roles", roles.join())}
        />
      )}
      {forStaff && (
        <WarehousesField
          all={all}
          ids={warehouseIds}
          onAll={setAll}
          onIds={setWarehouseIds}
          error={errorOf("warehouseIds", "-") ?? errorOf("allWarehouses", "-")}
        />
      )}
    </FormDialog>
  );
}

export function EditUser({ row, isSelf, onClose }: { row: User; isSelf: boolean; onClose: () => void }) {
  const { m } = useI18n();
  const words = m.users;
  const known = useRoles();
  const { thing, changed, onRefused } = useSeenUser(row);
  const [name, setName] = useState(row.name);
  const [language, setLanguage] = useState<Language>(row.language);
  const [roles, setRoles] = useState(row.roles);
  const [all, setAll] = useState(row.allWarehouses);
  const [warehouseIds, setWarehouseIds] = useState(row.warehouseIds);
  const forStaff = row.customer === null;
  const send = useChangeUser((user) => {
    toast({ tone: "good", text: words.saved(user.name) });
    onClose();
  });
  const { form, onTry, errorOf } = useForm(send.error);
  const isDirty =
    name !== row.name ||
    language !== row.language ||
    roles.join() !== row.roles.join() ||
    all !== row.allWarehouses ||
    warehouseIds.join() !== row.warehouseIds.join();
  return (
    <FormDialog
      title={words.editTitle}
      sub={row.email}
      submit={m.common.save}
      formRef={form}
      changed={changed}
      error={send.error}
      isBusy={send.isPending}
      isDirty={isDirty && !send.isSuccess}
      onClose={onClose}
      onSubmit={() => {
        onTry();
        if (!name.trim() || roles.length === 0) return;
        send.mutate(
          {
            id: thing.id,
            version: thing.version,
            name: name.trim(),
            language,
            ...(isSelf ? {} : { roles }),
            ...(forStaff ? { allWarehouses: all, warehouseIds: all ? [] : warehouseIds } : {}),
          },
          { onError: onRefused },
        );
      }}
    >
      <Field
        name="name"
        label={words.name}
        isRequired
        autoFocus
        autoComplete="off"
        maxLength={100}
        value={name}
        onChange={setName}
        error={errorOf("name", name)}
      />
      <LanguageField value={language} onChange={setLanguage} />
      <RolesField
        isStaff={forStaff}
        query={known}
        had={row.roles}
        chosen={roles}
        onChange={setRoles}
        fixed={isSelf ? words.ownRoles : undefined}
        error={errorOf("roles", roles.join())}
      />
      {forStaff && (
        <WarehousesField
          all={all}
          ids={warehouseIds}
          onAll={setAll}
          onIds={setWarehouseIds}
          error={errorOf("warehouseIds", "-") ?? errorOf("allWarehouses", "-")}
        />
      )}
    </FormDialog>
  );
}

function LanguageField({ value, onChange }: { value: Language; onChange: (language: Language) => void }) {
  const { m } = useI18n();
  return (
    <Segmented
      label={m.users.language}
      value={value}
      onChange={onChange}
      options={languages.map((l) => ({ value: l, label: languageNames[l], lang: l }))}
    />
  );
}
