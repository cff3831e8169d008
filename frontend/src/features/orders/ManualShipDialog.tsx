import { type FormEvent, useState } from "react";
import { carrierOn } from "../../api/carrier-name";
import { useCarrierMappings, useCarriers } from "../../api/carriers";
import { useManualShip } from "../../api/orders";
import { usePlatforms } from "../../api/stores";
import type { PlatformCode } from "../../api/types";
import { Alert, Refused } from "../../components/Alert";
import { Button, ButtonLink } from "../../components/Button";
import { ComboBox } from "../../components/ComboBox";
import { Dialog } from "../../components/Dialog";
import { Field } from "../../components/Field";
import { Failure, Waiting } from "../../components/States";
import { toast } from "../../components/toast";
import { useForm } from "../../components/useForm";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";
import type { ActionDialogProps } from "./actions";
import { Changed } from "./Changed";
import styles from "./Details.module.css";
import { useSeen } from "./useSeen";

/* Tracking for an order that left outside the warehouse flow. */
export default function ManualShipDialog({ orders, onClose }: ActionDialogProps) {
  const { m } = useI18n();
  const words = m.orders.manualShip;
  const [row] = orders;
  const isOnline = useOnline();
  const { order, changed, ...seen } = useSeen(row?.id ?? "");
  const [trackingNo, setTrackingNo] = useState("");
  const [channel, setChannel] = useState("");
  const [service, setService] = useState("");
  const carriers = useCarriers().data?.items.map((c) => c.name) ?? [];
  const send = useManualShip((now) => {
    toast({ tone: "good", text: words.done(now.orderNo) });
    onClose();
  });
  const { form, onTry, errorOf } = useForm(send.error);
  function submit(event: FormEvent) {
    event.preventDefault();
    onTry();
    if (!order || !isOnline || !trackingNo.trim() || !channel.trim()) return;
    send.mutate(
      {
        id: order.id,
        version: order.version,
        trackingNo: trackingNo.trim(),
        channel: channel.trim(),
        serviceType: service.trim() || null,
      },
      { onError: (refusal) => void seen.onRefused(refusal) },
    );
  }
  const isUnknown =
    channel.trim() !== "" &&
    carriers.length > 0 &&
    !carriers.some((c) => c.toLowerCase() === channel.trim().toLowerCase());

  return (
    <Dialog
      title={words.title}
      sub={row && m.orders.order(row.orderNo)}
      onClose={onClose}
      isBusy={send.isPending}
      isDirty={(trackingNo !== "" || channel !== "" || service !== "") && !send.isSuccess}
      footer={
        <>
          <Button onPress={onClose} isDisabled={send.isPending}>
            {m.common.cancel}
          </Button>
          <Button
            type="submit"
            form="manual-ship"
            look="primary"
            isPending={send.isPending}
            isDisabled={!order || !isOnline}
          >
            {words.confirm}
          </Button>
        </>
      }
    >
      {!order ? (
        seen.error ? (
          <Failure refusal={seen.error} onRetry={seen.retry} isRetrying={seen.isRetrying} />
        ) : (
          <Waiting />
        )
      ) : (
        <form id="manual-ship" ref={form} className={styles.form} onSubmit={submit} noValidate>
          <Changed parts={changed} />
          {send.error && send.error.problem.code !== "stale" && <Refused refusal={send.error} />}
          <p>{words.lead(order.orderNo, order.store.name)}</p>
          {order.outbound && order.outbound.status !== "intercepted" && (
            <Alert tone="warning">{words.stops(order.outbound.outboundNo)}</Alert>
          )}
          <Field
            name="trackingNo"
            label={words.trackingNo}
            isRequired
            autoFocus
            value={trackingNo}
            onChange={setTrackingNo}
            maxLength={64}
            error={errorOf("trackingNo", trackingNo)}
          />
          <div className={styles.split}>
            <ComboBox
              free
              name="channel"
              label={words.channel}
              hint={words.channelHint}
              isRequired
              text={channel}
              onText={(text) => setChannel(text.slice(0, 64))}
              onChoose={setChannel}
              options={carriers.map((c) => ({ value: c, label: c }))}
              error={errorOf("channel", channel)}
            />
            <Field name="serviceType" label={words.service} value={service} onChange={setService} maxLength={64} />
          </div>
          {channel.trim() !== "" && <OnPlatform platform={order.platform} carrier={channel} isUnheard={isUnknown} />}
        </form>
      )}
    </Dialog>
  );
}

interface OnPlatformProps {
  platform: PlatformCode;
  carrier: string;
  /* None of those that can be chosen. */
  isUnheard: boolean;
}

/* What the platform will make of the carrier, before it is told. */
function OnPlatform({ platform, carrier, isUnheard }: OnPlatformProps) {
  const { m } = useI18n();
  const words = m.orders.manualShip;
  const mappings = useCarrierMappings().data?.items ?? [];
  const platforms = usePlatforms().data?.items ?? [];
  const there = carrierOn(platform, carrier, mappings, platforms);
  const platformName = m.common.platform[platform];
  if (!there.isKnown) {
    return (
      <Alert tone="warning">
        <p>{words.notOnPlatform(platformName, there.name)}</p>
        <ButtonLink small to="/stores">
          {words.nameCarrier}
        </ButtonLink>
      </Alert>
    );
  }
  if (there.isMapped) return <Alert tone="info">{words.toldAs(platformName, there.name)}</Alert>;
  return isUnheard ? <Alert tone="info">{words.unknownCarrier}</Alert> : null;
}
