import { Alert } from "../../components/Alert";
import { Badge } from "../../components/Badge";
import { Select } from "../../components/Select";
import { Failure } from "../../components/States";
import { useI18n } from "../../i18n";
import styles from "./Details.module.css";
import { isUsable, type Place } from "./usePlace";

interface Props {
  place: Place;
  /* What the server said of a field. */
  fieldError: (field: string) => string | undefined;
  onChange: () => void;
}

/* Warehouse and shipping channel, with the carrier and service type of the one that is chosen. */
export function PlaceFields({ place, fieldError, onChange }: Props) {
  const { m } = useI18n();
  const words = m.orders.dispatch;
  const { warehouses, warehouse, channels, offered, channel, missing } = place;
  return (
    <>
      {warehouses.error ? (
        <Failure refusal={warehouses.error} onRetry={() => warehouses.refetch()} isRetrying={warehouses.isFetching} />
      ) : (
        warehouses.data?.items.length === 0 && <Alert tone="warning">{words.noWarehouses}</Alert>
      )}
      <div className={styles.split}>
        <Select
          name="warehouseId"
          label={words.warehouse}
          placeholder={words.chooseWarehouse}
          isRequired
          value={warehouse?.id ?? null}
          error={missing.warehouse ?? fieldError("warehouseId")}
          onChange={(id) => {
            place.chooseWarehouse(id);
            onChange();
          }}
          options={(warehouses.data?.items ?? []).map((w) => ({
            value: w.id,
            label: w.name,
            end: w.code,
            isDisabled: !isUsable(w, place.kind),
            second: isUsable(w, place.kind) ? undefined : words.noBusiness[place.kind],
          }))}
        />
        <Select
          name="channelId"
          label={words.channel}
          placeholder={warehouse ? words.chooseChannel : words.warehouseFirst}
          isRequired
          isDisabled={!warehouse || offered.length === 0}
          value={channel?.id ?? null}
          error={missing.channel ?? fieldError("channelId")}
          onChange={(id) => {
            place.chooseChannel(id);
            onChange();
          }}
          options={offered.map((c) => ({
            value: c.id,
            label: c.name,
            second: `${c.carrier} · ${c.serviceType}`,
            end: c.selfPickup ? words.selfPickup : undefined,
          }))}
        />
      </div>
      {channels.error && (
        <Failure refusal={channels.error} onRetry={() => channels.refetch()} isRetrying={channels.isFetching} />
      )}
      {warehouse && channels.data && offered.length === 0 && (
        <Alert tone="warning">{words.noChannels[place.kind]}</Alert>
      )}
      {channel && (
        <dl className={styles.facts}>
          <div>
            <dt>{words.carrier}</dt>
            <dd>{channel.carrier}</dd>
          </div>
          <div>
            <dt>{words.service}</dt>
            <dd>
              {channel.serviceType} {channel.selfPickup && <Badge tone="amber">{words.selfPickup}</Badge>}
            </dd>
          </div>
        </dl>
      )}
    </>
  );
}
