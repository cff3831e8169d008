import { type FormEvent, useEffect, useEffectEvent, useRef, useState } from "react";
import { useShip } from "../../api/outbound";
import type { Outbound } from "../../api/types";
import { Alert, Refused } from "../../components/Alert";
import { Button } from "../../components/Button";
import cell from "../../components/Cell.module.css";
import { Dialog } from "../../components/Dialog";
import { Field, RadioCards } from "../../components/Field";
import { toast } from "../../components/toast";
import { useForm } from "../../components/useForm";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";
import { sound } from "../../lib/sound";
import { isTrackingNo } from "../../parts/trackingNo";
import { Contents } from "./Contents";
import { PartLines } from "./PartLines";
import { grams, shipLines, unitsLeft } from "./parcel";
import type { StepDialogProps } from "./StepDialog";
import { useSeen } from "./useSeen";

/* One parcel leaves. A scanner types the number of the label and Enter, which ships it. */
export default function ShipDialog({ row, onClose }: StepDialogProps) {
  const { m, f } = useI18n();
  const words = m.outbound.ship;
  const isOnline = useOnline();
  const { outbound, isAllowed, note, waiting, onRefused, adopt } = useSeen(row.id, "ship");
  const [typedNo, setTrackingNo] = useState<string | null>(null);
  // A label that the customer brought has its number already; it is for the first parcel.
  const labelled = outbound && outbound.parcels.length === 0 ? (outbound.labelTrackingNo ?? "") : "";
  const trackingNo = typedNo ?? labelled;
  const [weight, setWeight] = useState("");
  const [what, setWhat] = useState<"all" | "part">("all");
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [gone, setGone] = useState<string | null>(null); // the number of the parcel before, while the next is made
  const tracking = useRef<HTMLInputElement>(null);
  useScanner(tracking);

  const left = outbound ? unitsLeft(outbound) : 0;
  const weightGrams = grams(weight);
  const parts = outbound && what === "part" ? shipLines(outbound.lines, typed) : null;
  const units = parts?.reduce((n, line) => n + line.quantity, 0) ?? 0;
  const send = useShip((now, body) => {
    sound(true);
    const rest = now.unitCount - now.shippedCount;
    toast({
      tone: "good",
      text:
        rest > 0
          ? m.outbound.done.shipPart(now.outboundNo, body.trackingNo, rest)
          : m.outbound.done.ship(now.outboundNo, body.trackingNo),
    });
    if (rest === 0) return onClose();
    // The next parcel of the same order, at once.
    adopt(now);
    setGone(body.trackingNo);
    setTrackingNo("");
    setWeight("");
    setTyped({});
    send.reset();
    tracking.current?.focus();
  });
  const { form, isTried, onTry, errorOf } = useForm(send.error);
  const isWrong =
    !isTrackingNo(trackingNo) || weightGrams === undefined || (what === "part" && (parts === undefined || units === 0));

  function submit(event: FormEvent) {
    event.preventDefault();
    if (send.isPending) return; // a scanner that reads twice
    onTry();
    if (isWrong) sound(false);
    if (!outbound || !isAllowed || !isOnline || isWrong) return;
    send.mutate(
      { id: outbound.id, version: outbound.version, trackingNo: trackingNo.trim(), weightGrams, lines: parts },
      {
        onError: (refusal) => {
          sound(false);
          void onRefused(refusal);
        },
      },
    );
  }

  return (
    <Dialog
      title={words.title}
      sub={
        <>
          {m.outbound.outbound(row.outboundNo)} ·{" "}
          {words.lead(row.channel.name, row.channel.carrier, row.channel.serviceType)}
        </>
      }
      onClose={onClose}
      isBusy={send.isPending}
      isDirty={((typedNo ?? "") !== "" || weight !== "" || Object.keys(typed).length > 0) && !send.isSuccess}
      footer={
        <>
          <Button onPress={onClose} isDisabled={send.isPending}>
            {gone ? m.common.close : m.common.cancel}
          </Button>
          <Button
            type="submit"
            form="ship"
            look="primary"
            icon="outbound"
            isPending={send.isPending}
            isDisabled={!isAllowed || !isOnline}
          >
            {what === "part" && units > 0 ? words.submitPart(units) : words.submit}
          </Button>
        </>
      }
    >
      {waiting ?? (
        <form ref={form} id="ship" className={cell.form} onSubmit={submit} noValidate>
          {note}
          {gone && (
            <Alert tone="good" title={words.next(gone)}>
              {words.nextLead(left)}
            </Alert>
          )}
          {send.error && send.error.problem.code !== "stale" && <Refused refusal={send.error} />}
          <Field
            name="trackingNo"
            label={words.trackingNo}
            isRequired
            autoFocus
            autoComplete="off"
            spellCheck="false"
            inputRef={tracking}
            maxLength={64}
            value={trackingNo}
            onChange={setTrackingNo}
            hint={words.trackingHint}
            error={
              errorOf("trackingNo", trackingNo) ??
              (send.error?.problem.code === "tracking_taken" && send.variables?.trackingNo === trackingNo.trim()
                ? m.problem.title.tracking_taken
                : isTried && !isTrackingNo(trackingNo)
                  ? words.trackingWrong
                  : undefined)
            }
          />
          <Field
            name="weightGrams"
            label={words.weight}
            inputMode="numeric"
            autoComplete="off"
            maxLength={9}
            value={weight}
            onChange={setWeight}
            hint={weightHint(outbound)}
            error={weightError()}
          />
          {left > 1 ? (
            <RadioCards
              label={words.what}
              value={what}
              onChange={setWhat}
              options={[
                { value: "all", label: words.all, hint: words.allLead(left) },
                { value: "part", label: words.part, hint: words.partLead },
              ]}
            />
          ) : (
            left === 0 && <Alert tone="info">{words.nothingLeft}</Alert>
          )}
          {outbound &&
            (what === "part" ? (
              <PartLines
                lines={outbound.lines}
                typed={typed}
                onType={setTyped}
                error={isTried && parts !== undefined && units === 0 ? words.nothing : undefined}
              />
            ) : (
              left > 0 && <Contents outbound={outbound} label={m.outbound.pack.contents} />
            ))}
        </form>
      )}
    </Dialog>
  );

  function weightError() {
    const said = weight === "" ? undefined : errorOf("weightGrams", weight);
    return said ?? (isTried && weightGrams === undefined ? m.outbound.pack.weightWrong : undefined);
  }

  /* The first parcel without a weight of its own is taken to hold all that was weighed. */
  function weightHint(o: Outbound | undefined) {
    if (weightGrams && weightGrams >= 1000) return m.outbound.pack.weighs(f.weight(weightGrams));
    return o?.weightGrams && o.parcels.length === 0 ? words.weightPacked(f.weight(o.weightGrams)) : words.weightHint;
  }
}

/* What is scanned while no field has the focus still lands in the field of the number. */
function useScanner(field: { current: HTMLInputElement | null }) {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target instanceof Element && event.target.closest("input, textarea, button, a, [role=radio]")) return;
    field.current?.focus();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    document.addEventListener("keydown", listen, true);
    return () => document.removeEventListener("keydown", listen, true);
  }, []);
}
