import { useCustomerChoices } from "../api/customers";
import { Button } from "../components/Button";
import { ChoicesChip } from "../components/Chips";
import { useI18n } from "../i18n";

interface Props {
  chosen: string | null;
  onChange: (customerId: string | null) => void;
}

/* One customer of those there are; nothing for a customer's own users. Another tick takes the place of the first. */
export function CustomerChip({ chosen, onChange }: Props) {
  const { m } = useI18n();
  const { customers, failed } = useCustomerChoices();
  if (failed) {
    return (
      <Button small icon="warning" isPending={failed.isRetrying} onPress={failed.onRetry}>
        {`${m.inventory.filter.customer}: ${m.common.tryAgain}`}
      </Button>
    );
  }
  if (customers.length === 0) return null;
  return (
    <ChoicesChip
      label={m.inventory.filter.customer}
      choices={customers.map((c) => ({ value: c.id, label: c.name }))}
      chosen={chosen ? [chosen] : []}
      onChange={(ids) => onChange(ids.at(-1) ?? null)}
    />
  );
}
