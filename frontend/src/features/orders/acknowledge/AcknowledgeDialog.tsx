/* Answering a purchase order: from which warehouse, then how much of each line. Never optimistic: the row shows what
 * the server made of it. */
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { refreshSheet, useAcknowledge } from "../../../api/acknowledgements";
import { refreshOrders } from "../../../api/orders";
import type { Order, SkuMapping } from "../../../api/types";
import { Alert, Refused } from "../../../components/Alert";
import { Button } from "../../../components/Button";
import { Dialog } from "../../../components/Dialog";
import { fieldSaid } from "../../../components/fieldSaid";
import { Failure, Waiting } from "../../../components/States";
import { toast } from "../../../components/toast";
import { useI18n } from "../../../i18n";
import { useOnline } from "../../../lib/online";
import type { ActionDialogProps } from "../actions";
import { Changed } from "../Changed";
import details from "../Details.module.css";
import { useSeen } from "../useSeen";
import { AckLines } from "./AckLines";
import { AckPlace } from "./AckPlace";
import { AckSum } from "./AckSum";
import { Competing } from "./Competing";
import { Deadline } from "./Deadline";
import { Expected, isToCome } from "./Expected";
import { firstPlan, isRejection, isRight, isTouched, readPlan, toBody } from "./plan";
import { useAckPlace } from "./useAckPlace";
import { Ways } from "./Ways";

export default function AcknowledgeDialog({ orders, onClose }: ActionDialogProps) {
  const { m } = useI18n();
  const words = m.acknowledge;
  const cache = useQueryClient();
  const isOnline = useOnline();
  const [row] = orders;
  const { order, changed, ...seen } = useSeen(row?.id ?? "");
  const place = useAckPlace(row?.id ?? "", row?.store.id ?? "");
  const { sheet } = place;
  const [plan, setPlan] = useState(firstPlan);
  const [expected, setExpected] = useState<string | null>(null);
  const [tries, setTries] = useState(0);
  const [bound, setBound] = useState<SkuMapping | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const send = useAcknowledge((now) => {
    const said = now.status === "cancelled" ? words.doneRejected : words.done;
    toast({ tone: "good", text: said(now.orderNo) });
    onClose();
  });

  const lines = sheet ? readPlan(sheet, plan) : [];
  const isAllRejected = isRejection(lines);
  const isPlaced = place.warehouse !== undefined;
  const isAnswerable = isPlaced || plan.way === "none";
  const isBackordered = lines.some((l) => l.backordered > 0);

  // After each try the first wrong field has the focus.
  useEffect(() => {
    if (tries > 0 || send.error)
      form.current?.querySelector<HTMLElement>("[aria-invalid=true], [data-invalid] button:not(:disabled)")?.focus();
  }, [tries, send.error]);

  const saidOf = (field: string) => {
    const said = send.error?.problem.errors.find((e) => e.field === field);
    return said && fieldSaid(said, m);
  };

  function submit(event: FormEvent) {
    event.preventDefault();
    setTries(tries + 1);
    if (!order || !isOnline || lines.length === 0 || !isAnswerable || place.isOld) return;
    if (!isRight(lines) || (isBackordered && !isToCome(expected))) return;
    const { id, version } = order;
    place.remember();
    send.mutate(
      { id, version, ...toBody(lines, place.warehouse?.id ?? null, expected) },
      {
        onError: (refusal) => {
          form.current?.scrollIntoView({ block: "start" });
          void seen.onRefused(refusal);
          void refreshSheet(cache);
        },
      },
    );
  }

  async function onBound(mapping: SkuMapping) {
    setBound(mapping);
    await seen.adopt();
    void refreshSheet(cache);
    void refreshOrders(cache);
  }

  const error = seen.error ?? place.error;
  return (
    <Dialog
      title={words.title}
      sub={row && <Head row={order ?? row} acknowledgeBy={sheet?.acknowledgeBy ?? row.acknowledgeBy} />}
      size="xl"
      onClose={onClose}
      isBusy={send.isPending}
      isDirty={(isTouched(plan) || expected !== null) && !send.isSuccess}
      footer={
        <>
          <Button onPress={onClose} isDisabled={send.isPending}>
            {m.common.cancel}
          </Button>
          <Button
            type="submit"
            form="acknowledge"
            look={isAllRejected && isAnswerable ? "danger" : "primary"}
            icon={isAllRejected && isAnswerable ? "cross" : "check"}
            isPending={send.isPending}
            isDisabled={!order || !sheet || lines.length === 0 || !isOnline}
          >
            {isAllRejected && isAnswerable ? words.confirmReject : words.confirm}
          </Button>
        </>
      }
    >
      {!order || (!sheet && !place.error) ? (
        error && !order ? (
          <Failure refusal={error} onRetry={seen.retry} isRetrying={seen.isRetrying} />
        ) : (
          <Waiting lines={6} />
        )
      ) : (
        <form id="acknowledge" ref={form} className={details.form} onSubmit={submit} noValidate>
          <Changed parts={changed} />
          {send.error && send.error.problem.code !== "stale" && <Refused refusal={send.error} />}
          <LastRefusal order={order} />
          <AckPlace place={place} error={saidOf("warehouseId")} isAsked={tries > 0 && !isAnswerable} />
          {place.error && !sheet ? (
            <Failure refusal={place.error} onRetry={place.retry} isRetrying={place.isRetrying} />
          ) : (
            sheet && (
              <>
                {place.error && <Refused refusal={place.error} />}
                {lines.length === 0 ? (
                  <Alert tone="info">{words.gone}</Alert>
                ) : (
                  <>
                    <Ways sheet={sheet} plan={plan} isPlaced={isPlaced} onPlan={setPlan} />
                    <AckLines
                      order={order}
                      sheet={sheet}
                      lines={lines}
                      plan={plan}
                      isTried={tries > 0}
                      isOld={place.isOld}
                      isAnswerable={isAnswerable}
                      canAccept={isPlaced}
                      warehouseId={place.warehouse?.id ?? null}
                      saidOf={saidOf}
                      onPlan={(next) => {
                        setPlan(next);
                        if (send.error) send.reset();
                      }}
                      onBound={(mapping) => void onBound(mapping)}
                    />
                    {bound && (
                      <Alert tone="good" title={m.orders.dispatch.bound(bound.items.map((i) => i.code).join(", "))}>
                        {m.orders.dispatch.freed(bound.freedOrders)}
                      </Alert>
                    )}
                    {isBackordered && (
                      <Expected
                        at={expected}
                        onChange={setExpected}
                        isTried={tries > 0}
                        error={saidOf("backorderAt")}
                      />
                    )}
                    {isAnswerable && <AckSum lines={lines} threshold={sheet.confirmThreshold} />}
                    <Competing orders={sheet.competingOrders} isShown={isPlaced && !isAllRejected} />
                    <p className="dim">{isAllRejected && isAnswerable ? words.rejectLead : words.once}</p>
                  </>
                )}
              </>
            )
          )}
        </form>
      )}
    </Dialog>
  );
}

function Head({
  row,
  acknowledgeBy,
}: {
  row: { orderNo: string; store: { name: string }; status: string };
  acknowledgeBy: string | null;
}) {
  const { m } = useI18n();
  return (
    <span className={details.head}>
      <span>
        {m.orders.order(row.orderNo)} · {row.store.name}
      </span>
      {acknowledgeBy && (
        <span>
          {m.acknowledge.deadline}: <Deadline at={acknowledgeBy} isOpen={row.status === "pending"} />
        </span>
      )}
    </span>
  );
}

/* The answer before this one did not go through: in the platform's own words. */
function LastRefusal({ order }: { order: Order }) {
  const { m } = useI18n();
  const last = order.acknowledgement;
  if (!last || (last.state !== "refused" && last.state !== "gave_up")) return null;
  return (
    <Alert tone="warning" title={`${m.acknowledge.history.number(last.revision)}: ${m.acknowledge.state[last.state]}`}>
      {last.detail && (
        <p>
          {m.acknowledge.history.platform}: {last.detail}
        </p>
      )}
    </Alert>
  );
}
