import { type FormEvent, useState } from "react";
import { type ShipToAddress, useSetShipTo } from "../../../api/acknowledgements";
import type { PlatformCode } from "../../../api/types";
import { Refused } from "../../../components/Alert";
import { Button } from "../../../components/Button";
import { ComboBox } from "../../../components/ComboBox";
import { Dialog } from "../../../components/Dialog";
import { Field } from "../../../components/Field";
import { toast } from "../../../components/toast";
import { useForm } from "../../../components/useForm";
import { useI18n } from "../../../i18n";
import { countries } from "../../../lib/countries";
import { useOnline } from "../../../lib/online";
import details from "../Details.module.css";
import styles from "./Acknowledge.module.css";

const blank = { name: "", company: "", phone: "", line1: "", line2: "", city: "", state: "", zip: "" };
type Part = keyof typeof blank;
const parts = Object.keys(blank) as Part[];
const needed: ReadonlySet<Part> = new Set<Part>(["name", "line1", "city"]);
const lengths: Record<Part, number> = {
  name: 255,
  company: 255,
  phone: 64,
  line1: 255,
  line2: 255,
  city: 128,
  state: 128,
  zip: 32,
};

interface Props {
  platform: PlatformCode;
  code: string;
  /* The one there is, to be changed. */
  given: ShipToAddress | null;
  onDone: () => void;
  onClose: () => void;
}

export default function ShipToDialog({ platform, code, given, onDone, onClose }: Props) {
  const { m, f } = useI18n();
  const words = m.acknowledge.place;
  const isOnline = useOnline();
  const [first] = useState(() => Object.fromEntries(parts.map((p) => [p, given?.[p] ?? ""])) as typeof blank);
  const firstCountry = given ? f.country(given.country) : "";
  const [to, setTo] = useState(first);
  const [countryText, setCountryText] = useState(firstCountry);
  const country = countries.find((c) => c === countryText.trim().toUpperCase() || f.country(c) === countryText.trim());
  const send = useSetShipTo((set) => {
    toast({ tone: "good", text: words.done(set.code), detail: words.freed(set.freed) });
    onDone();
  });
  const { form, isTried, onTry, errorOf } = useForm(send.error);

  function submit(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation(); // the dialog may stand over another form, which React would submit too
    onTry();
    const isComplete = country && parts.every((part) => !needed.has(part) || to[part].trim() !== "");
    if (!isComplete || !isOnline) return;
    const text = (part: Part) => to[part].trim() || null;
    send.mutate({
      platform,
      code,
      country,
      name: to.name.trim(),
      line1: to.line1.trim(),
      city: to.city.trim(),
      company: text("company"),
      phone: text("phone"),
      line2: text("line2"),
      state: text("state"),
      zip: text("zip"),
    });
  }

  return (
    <Dialog
      title={words.title(code)}
      sub={given ? words.changeLead(code) : words.lead(code)}
      onClose={onClose}
      isBusy={send.isPending}
      isDirty={(parts.some((part) => to[part] !== first[part]) || countryText !== firstCountry) && !send.isSuccess}
      footer={
        <>
          <Button onPress={onClose} isDisabled={send.isPending}>
            {m.common.cancel}
          </Button>
          <Button type="submit" form="ship-to" look="primary" isPending={send.isPending} isDisabled={!isOnline}>
            {words.save}
          </Button>
        </>
      }
    >
      <form ref={form} id="ship-to" className={details.form} onSubmit={submit} noValidate>
        {send.error && <Refused refusal={send.error} />}
        <div className={styles.place}>
          {parts.map((part, i) => (
            <Field
              key={part}
              name={part}
              label={words[part]}
              isRequired={needed.has(part)}
              hint={part === "zip" ? words.zipHint : undefined}
              autoFocus={i === 0}
              autoComplete="off"
              maxLength={lengths[part]}
              value={to[part]}
              onChange={(text) => setTo({ ...to, [part]: text })}
              error={needed.has(part) || to[part] !== "" ? errorOf(part, to[part]) : undefined}
            />
          ))}
          <ComboBox
            name="country"
            label={words.country}
            isRequired
            text={countryText}
            onText={setCountryText}
            options={countries.map((c) => ({ value: c, label: f.country(c), end: c }))}
            onChoose={(c) => setCountryText(f.country(c))}
            error={isTried && !country ? m.common.required : errorOf("country", countryText)}
          />
        </div>
      </form>
    </Dialog>
  );
}
