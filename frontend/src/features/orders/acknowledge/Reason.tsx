import { type Option, Select } from "../../../components/Select";
import { type Messages, useI18n } from "../../../i18n";

/* The platform's reasons in our words; its own word beside them. */
export const reasonWord = (reason: string, m: Messages) => m.acknowledge.reason[reason] ?? reason;
export const reasonOptions = (reasons: readonly string[], m: Messages): Option[] =>
  reasons.map((reason) => ({ value: reason, label: reasonWord(reason, m), second: reason }));

interface Props {
  product: string;
  reasons: readonly string[];
  value: string | null;
  error: string | undefined;
  onChange: (reason: string) => void;
}

export function Reason({ product, reasons, value, error, onChange }: Props) {
  const { m } = useI18n();
  return (
    <Select
      hideLabel
      label={m.acknowledge.reasonOf(product)}
      placeholder={m.acknowledge.chooseReason}
      isRequired
      value={value}
      error={error}
      onChange={onChange}
      options={reasonOptions(reasons, m)}
    />
  );
}
