import type { ReactNode } from "react";
import {
  Select as AriaSelect,
  Button,
  FieldError,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
  Text,
} from "react-aria-components/Select";
import { useI18n } from "../i18n";
import field from "./Field.module.css";
import { Icon } from "./Icon";
import list from "./Popover.module.css";
import styles from "./Select.module.css";

export interface Option {
  value: string;
  label: string;
  second?: ReactNode;
  end?: ReactNode;
  /* Cannot be chosen; `second` says why. */
  isDisabled?: boolean;
}

interface Props {
  label: string;
  hideLabel?: boolean;
  options: readonly Option[];
  value: string | null;
  onChange: (value: string) => void;
  placeholder?: string;
  hint?: ReactNode;
  error?: string;
  name?: string;
  isRequired?: boolean;
  isDisabled?: boolean;
}

export function Select({
  label,
  hideLabel,
  options,
  value,
  onChange,
  placeholder,
  hint,
  error,
  name,
  isRequired,
  isDisabled,
}: Props) {
  const { m } = useI18n();
  return (
    <AriaSelect
      className={field.field}
      name={name}
      placeholder={placeholder}
      value={value}
      onChange={(key) => key !== null && onChange(String(key))}
      isRequired={isRequired}
      isDisabled={isDisabled}
      isInvalid={error !== undefined}
      aria-label={hideLabel ? label : undefined}
    >
      {!hideLabel && (
        <Label className={field.label}>
          {label}
          {!isRequired && <span>{m.common.optional}</span>}
        </Label>
      )}
      <Button className={styles.button}>
        <SelectValue className={styles.value} />
        <Icon name="down" size={14} />
      </Button>
      {hint && (
        <Text slot="description" className={field.hint}>
          {hint}
        </Text>
      )}
      <FieldError className={field.error}>{error}</FieldError>
      <Popover className={list.popover}>
        <ListBox className={list.list} items={options.map((o) => ({ id: o.value, ...o }))}>
          {(o) => (
            <ListBoxItem className={list.item} textValue={o.label} isDisabled={o.isDisabled}>
              <Row option={o} />
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

/* How an option looks in any list: name, a second line, something at the end. */
export const Row = ({ option }: { option: Option }) => (
  <>
    <span className={list.text}>
      <span>{option.label}</span>
      {option.second && (
        <span className={list.second} data-second>
          {option.second}
        </span>
      )}
    </span>
    {option.end && (
      <span className={list.end} data-end>
        {option.end}
      </span>
    )}
  </>
);
