import { useState } from "react";
import { useMe } from "../../api/auth";
import { useChangePassword } from "../../api/users";
import { Field } from "../../components/Field";
import { FormDialog } from "../../components/FormDialog";
import { toast } from "../../components/toast";
import { useForm } from "../../components/useForm";
import { useI18n } from "../../i18n";
import { passwordMax, passwordMin } from "../../parts/passwords";

/* One's own password. Everybody else who is signed in as this person is put out. */
export default function PasswordDialog({ onClose }: { onClose: () => void }) {
  const { m } = useI18n();
  const words = m.users.password;
  const me = useMe();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const send = useChangePassword(() => {
    toast({ tone: "good", text: words.changed });
    onClose();
  });
  const { form, isTried, onTry, errorOf } = useForm(send.error);
  const isShort = next.length < passwordMin;
  return (
    <FormDialog
      title={words.change}
      sub={words.changeLead}
      submit={words.change}
      formRef={form}
      error={send.error}
      isBusy={send.isPending}
      isDirty={(current !== "" || next !== "") && !send.isSuccess}
      onClose={onClose}
      onSubmit={() => {
        onTry();
        if (current && !isShort) send.mutate({ current, password: next });
      }}
    >
      {/* For password managers: whose password this is. */}
      <input type="text" autoComplete="username" value={me.data?.email ?? ""} readOnly hidden />
      <Field
        name="current"
        type="password"
        label={words.current}
        isRequired
        autoFocus
        autoComplete="current-password"
        maxLength={passwordMax}
        value={current}
        onChange={setCurrent}
        error={errorOf("current", current)}
      />
      <Field
        name="password"
        type="password"
        label={words.next}
        isRequired
        autoComplete="new-password"
        maxLength={passwordMax}
        value={next}
        onChange={setNext}
        hint={words.hint(passwordMin)}
        error={isTried && isShort ? words.short(passwordMin) : errorOf("password", next)}
      />
    </FormDialog>
  );
}
