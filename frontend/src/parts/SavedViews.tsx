/* The person's own views of a page: named addresses, each to be renamed, moved and forgotten, and keeping the one that is
 * shown. The page says what a view's query means to it. */
import { type FormEvent, type ReactNode, useState } from "react";
import { Link } from "wouter";
import { type SavedView, useAddView, useChangeView, useDeleteView, useSavedViews, type ViewPage } from "../api/own";
import { Refused } from "../components/Alert";
import { Button } from "../components/Button";
import { Field } from "../components/Field";
import { Icon } from "../components/Icon";
import { Opens } from "../components/Opens";
import { useForm } from "../components/useForm";
import styles from "../components/ViewBar.module.css";
import { useI18n } from "../i18n";
import { moved } from "./viewOrder";

export interface Meaning {
  /* The view as its address is written today. */
  query: string;
  href: string;
  count?: ReactNode;
}

interface Props {
  page: ViewPage;
  /* What is shown, as an address; empty when it is nothing of its own. */
  here: string;
  /* The views that come with the product need no keeping. */
  given: readonly string[];
  /* null: a view of another tab. */
  read: (query: string) => Meaning | null;
}

export function SavedViews({ page, here, given, read }: Props) {
  const { m } = useI18n();
  const words = m.shell.views;
  const all = useSavedViews(page).data?.items ?? [];
  const own = all.flatMap((saved) => {
    const meaning = read(saved.query);
    return meaning ? [{ saved, meaning }] : [];
  });
  const isKnown = here === "" || given.includes(here) || own.some((v) => v.meaning.query === here);
  return (
    <>
      {own.map(({ saved, meaning }, i) => (
        <span key={saved.id} className={styles.own}>
          <Link to={meaning.href} aria-current={meaning.query === here ? "true" : undefined} title={saved.name}>
            <span>{saved.name}</span> <small>{meaning.count}</small>
          </Link>
          {meaning.query === here && (
            <Opens
              label={words.change(saved.name)}
              isIcon
              panelClassName={styles.panel}
              placement="bottom end"
              shows={<Icon name="dots" size={14} />}
            >
              {(close) => (
                <ChangeForm
                  page={page}
                  saved={saved}
                  all={all}
                  before={own[i - 1]?.saved}
                  after={own[i + 1]?.saved}
                  onDone={close}
                />
              )}
            </Opens>
          )}
        </span>
      ))}
      {!isKnown && (
        <Opens
          label={words.save}
          className={styles.keep}
          panelClassName={styles.panel}
          placement="bottom end"
          shows={
            <>
              <Icon name="plus" size={14} />
              {words.save}
            </>
          }
        >
          {(close) => <SaveForm page={page} query={here} onDone={close} />}
        </Opens>
      )}
    </>
  );
}

function SaveForm({ page, query, onDone }: { page: ViewPage; query: string; onDone: () => void }) {
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

function ChangeForm({ page, saved, all, before, after, onDone }: ChangeProps) {
  const { m } = useI18n();
  const words = m.shell.views;
  const [name, setName] = useState(saved.name);
  const send = useChangeView(page, onDone);
  const forget = useDeleteView(page);
  const move = (beside: SavedView | undefined) => beside && send.mutate(moved(all, saved.id, beside.id));
  return (
    <>
      <NameForm
        name={name}
        onName={setName}
        submit={words.rename}
        send={send}
        onSubmit={() => send.mutate([{ id: saved.id, name: name.trim() }])}
      />
      <div className={styles.move}>
        <Button small icon="left" isDisabled={!before || send.isPending} onPress={() => move(before)}>
          {words.earlier}
        </Button>
        <Button small icon="right" isDisabled={!after || send.isPending} onPress={() => move(after)}>
          {words.later}
        </Button>
        <Button
          small
          look="danger"
          onPress={() => {
            forget.mutate(saved.id);
            onDone();
          }}
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
  const { form, onTry, errorOf } = useForm(send.error);
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        onTry();
        if (name.trim()) onSubmit();
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
      <Button type="submit" look="primary" isPending={send.isPending}>
        {submit}
      </Button>
    </form>
  );
}
