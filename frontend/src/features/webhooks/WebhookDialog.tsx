/* A webhook's details: how it is doing, its secret, and its log. */
import { type NewWebhook, useRotateSecret, type Webhook } from "../../api/webhooks";
import { Alert, Refused } from "../../components/Alert";
import { Badge } from "../../components/Badge";
import { Button } from "../../components/Button";
import { Copy } from "../../components/Copy";
import { Dialog } from "../../components/Dialog";
import { Fact, Facts, Section } from "../../components/Facts";
import { Time } from "../../components/Time";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";
import { stateTones } from "./columns";
import { Deliveries } from "./Deliveries";

interface Props {
  webhook: Webhook;
  onEdit: () => void;
  onTurn: () => void;
  onDelete: () => void;
  onSecret: (made: NewWebhook) => void;
  onClose: () => void;
}

export function WebhookDialog({ webhook: w, onEdit, onTurn, onDelete, onSecret, onClose }: Props) {
  const { m } = useI18n();
  const words = m.webhooks;
  const isOnline = useOnline();
  const rotate = useRotateSecret(onSecret);
  return (
    <Dialog
      title={w.name}
      size="sheet"
      onClose={onClose}
      sub={<Badge tone={w.offReason ? "red" : stateTones[w.state]}>{words.state[w.state]}</Badge>}
      footer={
        <>
          <Button look="danger" onPress={onDelete}>
            {words.remove}
          </Button>
          <Button isPending={rotate.isPending} isDisabled={!isOnline} onPress={() => rotate.mutate(w.id)}>
            {words.rotate}
          </Button>
          <Button onPress={onTurn}>{w.enabled ? m.warehouses.switchOff : m.warehouses.switchOn}</Button>
          <Button look="primary" onPress={onEdit}>
            {words.edit}
          </Button>
        </>
      }
    >
      {rotate.error && <Refused refusal={rotate.error} />}
      {w.offReason && (
        <Alert title={words.offByItself}>
          <p>{w.offReason}</p>
          <p>{words.offByItselfLead(w.waiting)}</p>
        </Alert>
      )}
      {w.state === "failing" && (
        <Alert tone="warning" title={words.failing(w.failuresInARow)}>
          {w.lastProblem}
        </Alert>
      )}
      {w.warning && (
        <Alert tone="warning" title={words.practice}>
          {words.practiceLead}
        </Alert>
      )}
      <Facts dense>
        <Fact label={words.url} wide>
          {w.url}
          <Copy text={w.url} what={words.url} />
        </Fact>
        <Fact label={words.events} wide>
          {w.events.map((e) => words.event[e]).join(m.users.and)}
        </Fact>
        <Fact label={words.column.lastSuccess}>
          <Time at={w.lastSuccessAt} none={words.never} relative />
        </Fact>
        <Fact label={words.column.waiting}>{w.waiting}</Fact>
        <Fact label={words.createdBy}>{w.createdBy}</Fact>
        {w.oldSecretUntil && (
          <Fact label={words.oldSecret}>
            <Time at={w.oldSecretUntil} />
          </Fact>
        )}
      </Facts>
      <Section title={words.deliveries}>
        <Deliveries webhook={w} />
      </Section>
    </Dialog>
  );
}
