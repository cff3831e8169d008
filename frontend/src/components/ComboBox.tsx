/* A field to search in. With `onSearch` the caller finds the options (the server, say); without it the
 * given ones are filtered here. `free` takes what was typed as it is. */
import type { ReactNode } from "react";
import {
  ComboBox as AriaComboBox,
  Button,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Text,
} from "react-aria-components/ComboBox";
import { useI18n } from "../i18n";
import { cx } from "./cx";
import field from "./Field.module.css";
import { Icon } from "./Icon";
import list from "./Popover.module.css";
import { type Option, Row } from "./Select";
import styles from "./Select.module.css";

interface Props {
  label: string;
  hideLabel?: boolean;
  options: readonly Option[];
  onChoose: (value: string) => void;
  text: string;
  onText: (text: string) => void;
  /* The options were found by the server for `text`. */
  isSearch?: boolean;
  isLoading?: boolean;
  free?: boolean;
  placeholder?: string;
  hint?: ReactNode;
  error?: string;
  empty?: string;
  name?: string;
  isRequired?: boolean;
  isDisabled?: boolean;
  autoFocus?: boolean;
}

export function ComboBox(props: Props) {
  const { m } = useI18n();
  const { options, onChoose, text, onText, isSearch, isLoading, free } = props;
  return (
    <AriaComboBox
      className={field.field}
      name={props.name}
      formValue="text"
      items={options.map((o) => ({ id: o.value, ...o }))}
      inputValue={text}
      onInputChange={onText}
      onChange={(key) => key !== null && onChoose(String(key))}
      defaultFilter={isSearch ? () => true : undefined}
      allowsEmptyCollection={isSearch}
      allowsCustomValue={free}
      menuTrigger={isSearch ? "input" : "focus"}
      isRequired={props.isRequired}
      isDisabled={props.isDisabled}
      isInvalid={props.error !== undefined}
      autoFocus={props.autoFocus}
      aria-label={props.hideLabel ? props.label : undefined}
    >
      {!props.hideLabel && (
        <Label className={field.label}>
          {props.label}
          {!props.isRequired && <span>{m.common.optional}</span>}
        </Label>
      )}
      <div className={styles.box}>
        {isSearch && <Icon name="search" size={14} />}
        <Input placeholder={props.placeholder} />
        {!isSearch && (
          <Button className={styles.open}>
            <Icon name="down" size={14} />
          </Button>
        )}
      </div>
      {props.hint && (
        <Text slot="description" className={field.hint}>
          {props.hint}
        </Text>
      )}
      <FieldError className={field.error}>{props.error}</FieldError>
      <Popover className={list.popover}>
        <ListBox
          className={cx(list.list)}
          renderEmptyState={() => (
            <div className={list.empty}>{isLoading ? m.common.loading : (props.empty ?? m.common.noMatch)}</div>
          )}
        >
          {(o: Option & { id: string }) => (
            <ListBoxItem className={list.item} textValue={o.label} isDisabled={o.isDisabled}>
              <Row option={o} />
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaComboBox>
  );
}
