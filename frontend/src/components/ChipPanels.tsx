import { useI18n } from "../i18n";
import { Button } from "./Button";
import type { ChoicesProps, TextProps } from "./Chips";
import styles from "./Chips.module.css";
import { Check, Field } from "./Field";

interface Closing {
  onClose: () => void;
}

export function ChoicesPanel({ choices, chosen, onChange, onClose }: Omit<ChoicesProps, "label"> & Closing) {
  const { m } = useI18n();
  return (
    <>
      <div className={styles.choices}>
        {choices.length === 0 && <p className="dim">{m.common.noMatch}</p>}
        {choices.map((c) => (
          <Check
            key={c.value}
            checked={chosen.includes(c.value)}
            onChange={(on) => onChange(on ? [...chosen, c.value] : chosen.filter((v) => v !== c.value))}
            label={
              <>
                {c.label}
                {c.count !== undefined && <span className={styles.count}>{c.count}</span>}
              </>
            }
          />
        ))}
      </div>
      <div className={styles.foot}>
        <Button small look="quiet" isDisabled={chosen.length === 0} onPress={() => onChange([])}>
          {m.common.clear}
        </Button>
        <Button small onPress={onClose}>
          {m.common.close}
        </Button>
      </div>
    </>
  );
}

export function TextPanel({ label, hint, value, maxLength, onChange, onClose }: TextProps & Closing) {
  const { m } = useI18n();
  return (
    <form
      className={styles.fields}
      onSubmit={(event) => {
        event.preventDefault();
        onChange(String(new FormData(event.currentTarget).get("value") ?? "").trim());
        onClose();
      }}
    >
      <Field
        name="value"
        label={label}
        isRequired={false}
        hint={hint}
        defaultValue={value}
        maxLength={maxLength}
        autoFocus
      />
      <div className={styles.foot}>
        <Button small look="primary" type="submit">
          {m.common.apply}
        </Button>
      </div>
    </form>
  );
}
