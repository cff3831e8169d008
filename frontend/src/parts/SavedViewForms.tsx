/* The panels of the person's own views: keeping what is shown, and changing what was kept. They come when they are opened:
 * their fields are react-aria's. */
import { type FormEvent, useState } from "react";
import { type SavedView, useAddView, useChangeView, useDeleteView, type ViewPage } from "../api/own";
import { Refused } from "../components/Alert";
import { Button } from "../components/Button";
import { Field } from "../components/Field";
import { useForm } from "../components/useForm";
import styles from "../components/ViewBar.module.css";
import { useI18n } from "../i18n";
import { useOnline } from "../lib/online";
import { moved } from "./viewOrder";

export function SaveForm({ page, query, onDone }: { page: ViewPage; query: string; onDone: () => void }) {
  const { m } = useI18n();
  const [name, setName] = useState("");
  const send = useAddView(page, onDone);
  return (
    <NameForm
      name={name}
      onName={setName}
      submit={m.common.save}
      send={send}
      onSubmit={() => send.mutate({ name: name.trim(), query })}
    />
  );
}

interface ChangeProps {
  page: ViewPage;
  saved: SavedView;
  all: readonly SavedView[];
  before: SavedView | undefined;
  after: SavedView | undefined;
  onDone: () => void;
}

export function ChangeForm({ page, saved, all, before, after, onDone }: ChangeProps) {
  const { m } = useI18n();
  const words = m.shell.views;
  const [name, setName] = useState(saved.name);
  const send = useChangeView(page, onDone);
  const forget = useDeleteView(page, onDone);
  const isOnline = useOnline();
  const move = (beside: SavedView | undefined) =>
    beside &&
    send.mutate(
      moved(all, saved.id, beside.id).flatMap(({ id, position }) => {
        const of = all.find((v) => v.id === id);
        return of ? [{ saved: of, to: { position } }] : [];
      }),
    );
  return (
    <>
      {forget.error && <Refused refusal={forget.error} />}
      <NameForm
        name={name}
        onName={setName}
        submit={words.rename}
        send={send}
        onSubmit={() => send.mutate([{ saved, to: { name: name.trim() } }])}
      />
      <div className={styles.move}>
        <Button small icon="left" isDisabled={!before || send.isPending || !isOnline} onPress={() => move(before)}>
          {words.earlier}
        </Button>
        <Button small icon="right" isDisabled={!after || send.isPending || !isOnline} onPress={() => move(after)}>
          {words.later}
        </Button>
        <Button
          small
          look="danger"
          isPending={forget.isPending}
          isDisabled={!isOnline}
          onPress={() => forget.mutate(saved)}
        >
          {words.forget}
        </Button>
      </div>
    </>
  );
}

interface NameProps {
  name: string;
  onName: (name: string) => void;
  submit: string;
  send: Pick<ReturnType<typeof useAddView>, "error" | "isPending">;
  onSubmit: () => void;
}

function NameForm({ name, onName, submit, send, onSubmit }: NameProps) {
  const { m } = useI18n();
  const isOnline = useOnline();
  const { form, onTry, errorOf } = useForm(send.error);
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        onTry();
        if (name.trim() && isOnline) onSubmit();
      }}
    >
      {send.error && send.error.problem.errors.length === 0 && <Refused refusal={send.error} />}
      <Field
        name="name"
        label={m.shell.views.name}
        isRequired
        autoFocus
        autoComplete="off"
        maxLength={60}
        value={name}
        onChange={onName}
        error={errorOf("name", name)}
      />
      <Button type="submit" look="primary" isPending={send.isPending} isDisabled={!isOnline}>
        {submit}
      </Button>
    </form>
  );
}
