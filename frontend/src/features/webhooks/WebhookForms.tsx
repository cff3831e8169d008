import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Refusal } from "../../api/refusal";
import {
  type NewWebhook,
  rereadWebhook,
  useAddWebhook,
  useChangeWebhook,
  useDeleteWebhook,
  type Webhook,
  type WebhookEvent,
} from "../../api/webhooks";
import { AskDialog } from "../../components/AskDialog";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { Check, Field, FieldGroup } from "../../components/Field";
import { FormDialog } from "../../components/FormDialog";
import { Carried, ShownOnce } from "../../components/ShownOnce";
import { toast } from "../../components/toast";
import { useForm } from "../../components/useForm";
import { useSeenThing } from "../../components/useSeenThing";
import { useI18n } from "../../i18n";
import { SwitchAsk } from "../../parts/SwitchAsk";

export function useSeenWebhook(row: Webhook) {
  const { m } = useI18n();
  const cache = useQueryClient();
  return useSeenThing(
    row,
    () => rereadWebhook(cache, row.id),
    (w) => m.webhooks.now(w.name, w.url, m.webhooks.state[w.state]),
  );
}

interface FieldsProps {
  name: string;
  url: string;
  events: WebhookEvent[];
  onName: (name: string) => void;
  onUrl: (url: string) => void;
  onEvents: (events: WebhookEvent[]) => void;
  errorOf: (field: string, value: string) => string | undefined;
  refusal: Refusal | null;
}

function Fields({ name, url, events, onName, onUrl, onEvents, errorOf, refusal }: FieldsProps) {
  const { m } = useI18n();
  const words = m.webhooks;
  const wrongEvent = refusal?.problem.errors.find((e) => e.field.startsWith("events["))?.field;
  return (
    <>
      <Field
        name="name"
        label={words.name}
        isRequired
        autoFocus
        autoComplete="off"
        maxLength={100}
        value={name}
        onChange={onName}
        error={errorOf("name", name)}
      />
      <Field
        name="url"
        type="url"
        label={words.url}
        hint={words.urlHint}
        isRequired
        autoComplete="off"
        maxLength={500}
        placeholder="https://"
        value={url}
        onChange={onUrl}
        error={errorOf("url", url)}
      />
      <FieldGroup label={words.events} hint={words.eventsHint} error={errorOf(wrongEvent ?? "events", events.join())}>
        {(Object.keys(words.event) as WebhookEvent[]).map((event) => (
          <Check
            key={event}
            label={
              <>
                {words.event[event]} <small className="dim">{event}</small>
              </>
            }
            checked={events.includes(event)}
            onChange={(on) => onEvents(on ? [...events, event] : events.filter((e) => e !== event))}
          />
        ))}
      </FieldGroup>
    </>
  );
}

export function AddWebhook({ onMade, onClose }: { onMade: (made: NewWebhook) => void; onClose: () => void }) {
  const { m } = useI18n();
  const [name, setName] = useState("");
  const [url, setUrl] = useState("");
  const [events, setEvents] = useState<WebhookEvent[]>(["order.status_changed", "shipment.created"]);
  const send = useAddWebhook(onMade);
  const { form, onTry, errorOf } = useForm(send.error);
  return (
    <FormDialog
      title={m.webhooks.add}
      submit={m.webhooks.add}
      formRef={form}
      error={send.error}
      isBusy={send.isPending}
      isDirty={(name !== "" || url !== "") && !send.isSuccess}
      onClose={onClose}
      onSubmit={() => {
        onTry();
        if (name.trim() && url.trim() && events.length > 0) send.mutate({ name: name.trim(), url: url.trim(), events });
      }}
    >
      <Fields
        {...{ name, url, events, errorOf }}
        onName={setName}
        onUrl={setUrl}
        onEvents={setEvents}
        refusal={send.error}
      />
    </FormDialog>
  );
}

export function EditWebhook({ row, onClose }: { row: Webhook; onClose: () => void }) {
  const { m } = useI18n();
  const { thing, changed, onRefused } = useSeenWebhook(row);
  const [name, setName] = useState(row.name);
  const [url, setUrl] = useState(row.url);
  const [events, setEvents] = useState<WebhookEvent[]>(row.events);
  const send = useChangeWebhook((w) => {
    toast({ tone: "good", text: m.webhooks.saved(w.name) });
    onClose();
  });
  const { form, onTry, errorOf } = useForm(send.error);
  return (
    <FormDialog
      title={m.webhooks.editTitle}
      submit={m.common.save}
      formRef={form}
      changed={changed}
      error={send.error}
      isBusy={send.isPending}
      isDirty={(name !== row.name || url !== row.url || events.join() !== row.events.join()) && !send.isSuccess}
      onClose={onClose}
      onSubmit={() => {
        onTry();
        if (name.trim() && url.trim() && events.length > 0)
          send.mutate(
            { id: thing.id, version: thing.version, name: name.trim(), url: url.trim(), events },
            { onError: onRefused },
          );
      }}
    >
      <Fields
        {...{ name, url, events, errorOf }}
        onName={setName}
        onUrl={setUrl}
        onEvents={setEvents}
        refusal={send.error}
      />
    </FormDialog>
  );
}

export function SecretMade({ made, onClose }: { made: NewWebhook; onClose: () => void }) {
  const { m } = useI18n();
  const words = m.webhooks;
  return (
    <Dialog
      title={words.secretTitle}
      sub={made.webhook.name}
      footer={
        <Button look="primary" onPress={onClose}>
          {m.keys.kept}
        </Button>
      }
    >
      {made.secret ? (
        <ShownOnce title={words.once} lead={made.webhook.oldSecretUntil ? words.bothSign : words.verify}>
          <Carried label={words.secret} value={made.secret} isMain />
          <p>
            {m.keys.next} <a href="/docs/#webhooks">{m.keys.docs}</a>
          </p>
        </ShownOnce>
      ) : (
        <p>{words.gone}</p>
      )}
    </Dialog>
  );
}

export function TurnWebhook({ row, onClose }: { row: Webhook; onClose: () => void }) {
  const { m } = useI18n();
  const words = m.webhooks;
  const enabling = !row.enabled;
  const seen = useSeenWebhook(row);
  const send = useChangeWebhook((w) => {
    toast({ tone: "good", text: w.enabled ? words.switchedOn(w.name) : words.switchedOff(w.name) });
    onClose();
  });
  return (
    <SwitchAsk row={row} words={words} seen={seen} send={send} onClose={onClose}>
      <p>{enabling ? words.onLead(seen.thing.waiting) : words.offLead}</p>
    </SwitchAsk>
  );
}

/* `onDone` comes first: nothing of what is gone is to be asked for again. */
export function DeleteWebhook({ row, onDone, onClose }: { row: Webhook; onDone: () => void; onClose: () => void }) {
  const { m } = useI18n();
  const words = m.webhooks;
  const { thing, changed, onRefused } = useSeenWebhook(row);
  const send = useDeleteWebhook(() => {
    toast({ tone: "good", text: words.deleted(row.name) });
    onDone();
    onClose();
  });
  return (
    <AskDialog
      title={words.deleteTitle}
      sub={row.name}
      confirm={words.remove}
      isDanger
      changed={changed}
      error={send.error}
      isBusy={send.isPending}
      onConfirm={() => send.mutate({ id: thing.id, version: thing.version }, { onError: onRefused })}
      onClose={onClose}
    >
      <p>{words.deleteLead}</p>
    </AskDialog>
  );
}
