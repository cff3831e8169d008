import { Alert, Refused } from "../../../components/Alert";
import { Select } from "../../../components/Select";
import { useI18n } from "../../../i18n";
import type { AckPlaceChoice } from "./useAckPlace";

interface Props {
  place: AckPlaceChoice;
  /* What the server said of it. */
  error: string | undefined;
  /* Something was tried that wants one. */
  isAsked: boolean;
}

export function AckPlace({ place, error, isAsked }: Props) {
  const { m } = useI18n();
  const words = m.acknowledge;
  const { warehouses, all, warehouse } = place;
  return (
    <>
      {warehouses.error ? (
        <Refused refusal={warehouses.error} />
      ) : (
        warehouses.data &&
        !all.some((w) => w.b2b) && (
          <Alert tone="warning">{all.length === 0 ? m.orders.dispatch.noWarehouses : words.noBusiness}</Alert>
        )
      )}
      <Select
        name="warehouseId"
        label={words.warehouse}
        placeholder={words.chooseWarehouse}
        hint={words.warehouseHint}
        isRequired
        isDisabled={all.length === 0}
        value={warehouse?.id ?? null}
        error={isAsked && !warehouse ? words.warehouseFirst : error}
        onChange={place.choose}
        options={all.map((w) => ({
          value: w.id,
          label: w.name,
          second: w.b2b ? undefined : m.orders.dispatch.noBusiness.b2b,
          end: w.code,
          isDisabled: !w.b2b,
        }))}
      />
    </>
  );
}
