import { useCustomerChoices } from "../api/customers";
import { Refused } from "../components/Alert";
import { Select } from "../components/Select";

interface Props {
  name?: string;
  label: string;
  placeholder: string;
  value: string | null;
  onChange: (customerId: string) => void;
  error?: string;
  /* Those switched off too. */
  all?: boolean;
}

/* Which customer, in a form of the staff's. */
export function CustomerSelect({ all, ...select }: Props) {
  const { customers, failed } = useCustomerChoices();
  if (failed) return <Refused {...failed} />;
  return (
    <Select
      {...select}
      isRequired
      options={customers.filter((c) => all || c.enabled).map((c) => ({ value: c.id, label: c.name, end: c.code }))}
    />
  );
}
