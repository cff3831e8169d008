/* Fields of forms. A field's name is the API's, so the server's field errors find it. */
import { type ReactNode, type Ref, useId } from "react";
import {
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  TextField,
  type TextFieldProps,
} from "react-aria-components/TextField";
import { useI18n } from "../i18n";
import { cx } from "./cx";
import styles from "./Field.module.css";

interface FieldProps extends Omit<TextFieldProps, "children" | "className" | "style"> {
  label: string;
  hint?: ReactNode;
  error?: string;
  rows?: number;
  placeholder?: string;
  inputRef?: Ref<HTMLInputElement>;
}

export function Field({ label, hint, error, rows, placeholder, inputRef, ...rest }: FieldProps) {
  const { m } = useI18n();
  return (
    <TextField
      {...rest}
      isInvalid={error !== undefined || rest.isInvalid}
      className={styles.field}
      maxLength={rest.maxLength}
    >
      <Label className={styles.label}>
        {label}
        {!rest.isRequired && !rest.isReadOnly && <span>{m.common.optional}</span>}
      </Label>
      {rows ? (
        <TextArea className={styles.input} rows={rows} placeholder={placeholder} />
      ) : (
        <Input ref={inputRef} className={styles.input} placeholder={placeholder} />
      )}
      {hint && (
        <Text slot="description" className={styles.hint}>
          {hint}
        </Text>
      )}
      <FieldError className={styles.error}>{error}</FieldError>
    </TextField>
  );
}

interface CheckProps {
  label: ReactNode;
  checked: boolean;
  onChange: (on: boolean) => void;
  isDisabled?: boolean;
  name?: string;
}

export const Check = ({ label, checked, onChange, isDisabled, name }: CheckProps) => (
  <label className={styles.choice}>
    <input
      type="checkbox"
      name={name}
      checked={checked}
      disabled={isDisabled}
      onChange={(e) => onChange(e.target.checked)}
    />
    <span>{label}</span>
  </label>
);

interface CardsProps<V extends string> {
  label: string;
  options: readonly { value: V; label: string; hint: string }[];
  value: V;
  onChange: (value: V) => void;
}

/* One of a few, each with a line on what it means. */
export function RadioCards<V extends string>({ label, options, value, onChange }: CardsProps<V>) {
  const name = useId();
  return (
    <fieldset className={styles.field}>
      <legend className={styles.label}>{label}</legend>
      <div className={styles.cards}>
        {options.map((o) => (
          <label key={o.value} className={styles.card}>
            <input
              type="radio"
              name={name}
              value={o.value}
              checked={o.value === value}
              aria-label={o.label}
              aria-describedby={`${name}${o.value}`}
              onChange={() => onChange(o.value)}
            />
            <span>
              <b>{o.label}</b>
              <small id={`${name}${o.value}`}>{o.hint}</small>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/* A group of fields under one heading, with its own error line. */
export function FieldGroup({
  label,
  hint,
  error,
  children,
}: {
  label: string;
  hint?: ReactNode;
  error?: string;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <fieldset className={styles.field} aria-describedby={error ? id : undefined}>
      <legend className={cx(styles.label, styles.legend)}>{label}</legend>
      {hint && <p className={styles.hint}>{hint}</p>}
      {children}
      {error && (
        <p id={id} className={styles.error}>
          {error}
        </p>
      )}
    </fieldset>
  );
}

interface SegmentedProps<V extends string> {
  label: string;
  options: readonly { value: V; label: string; lang?: string }[];
  value: V;
  onChange: (value: V) => void;
}

/* One of two or three short words. */
export function Segmented<V extends string>({ label, options, value, onChange }: SegmentedProps<V>) {
  const name = useId();
  return (
    <fieldset className={styles.field}>
      <legend className={styles.label}>{label}</legend>
      <div className={styles.segments}>
        {options.map((o) => (
          <label key={o.value} className={styles.segment} lang={o.lang}>
            <input type="radio" name={name} checked={o.value === value} onChange={() => onChange(o.value)} />
            {o.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
