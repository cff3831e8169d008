/* A SKU: what it is, where it lies, and what is bound to it. */
import { Link } from "wouter";
import type { WarehouseSku, WarehouseSkuRow } from "../../api/types";
import { useWarehouseSku } from "../../api/warehouse-skus";
import { Alert, Refused } from "../../components/Alert";
import { Badge } from "../../components/Badge";
import { Button } from "../../components/Button";
import { Copy } from "../../components/Copy";
import { Dialog } from "../../components/Dialog";
import { Fact, Facts, Lines, Section } from "../../components/Facts";
import { MenuButton } from "../../components/Menu";
import { Failure, Waiting } from "../../components/States";
import { Time } from "../../components/Time";
import { useI18n } from "../../i18n";
import styles from "./Inventory.module.css";
import { menuOf, type SkuAsk } from "./skuActions";
import { statusTone } from "./status";

interface Props {
  id: string;
  row: WarehouseSkuRow | undefined;
  isStaff: boolean;
  mayAdjust: boolean;
  onAsk: (ask: SkuAsk) => void;
  onAdjust: (sku: WarehouseSkuRow) => void;
  onClose: () => void;
}

export default function SkuDialog({ id, row, isStaff, mayAdjust, onAsk, onAdjust, onClose }: Props) {
  const i18n = useI18n();
  const { m } = i18n;
  const words = m.inventory;
  const query = useWarehouseSku(id);
  const sku = query.data;
  const shown = sku ?? row;
  const groups =
    shown &&
    menuOf({ sku: shown, isStaff, mayAdjust, onAsk, onAdjust: () => onAdjust(shown), onStock: () => {} }, i18n).map(
      (group) => group.filter((item) => item.id !== "stock" && item.id !== "edit"),
    );
  const isWaiting = shown?.status === "pending_review";

  return (
    <Dialog
      title={shown ? words.sku.title(shown.code) : words.skus}
      titleEnd={shown && <Copy text={shown.code} what={words.column.code} />}
      size="sheet"
      onClose={onClose}
      sub={
        shown && (
          <span className={styles.head}>
            <Badge tone={statusTone[shown.status]}>{words.status[shown.status]}</Badge>
            <span>{shown.name}</span>
          </span>
        )
      }
      footer={
        shown?.editable && (
          <>
            {groups?.some((group) => group.length > 0) && (
              <MenuButton
                label={words.menu(shown.code)}
                groups={groups}
                trigger={<Button>{m.common.actions}</Button>}
              />
            )}
            <Button
              look={isStaff && isWaiting ? "secondary" : "primary"}
              onPress={() => onAsk({ what: "edit", sku: shown })}
            >
              {words.edit}
            </Button>
            {isStaff && isWaiting && (
              <Button look="primary" onPress={() => onAsk({ what: "turn", sku: shown, to: "enabled" })}>
                {words.approve}
              </Button>
            )}
          </>
        )
      }
    >
      {query.error && !sku ? (
        <Failure refusal={query.error} onRetry={() => query.refetch()} isRetrying={query.isFetching} />
      ) : (
        <>
          {query.error && <Refused refusal={query.error} />}
          {isWaiting && <Alert tone="info">{isStaff ? words.sku.pendingStaff : words.sku.pendingCustomer}</Alert>}
          {shown?.status === "disabled" && <Alert tone="warning">{words.sku.disabledNote}</Alert>}
          {shown && <About sku={shown} isStaff={isStaff} />}
          {sku ? (
            <>
              <Places sku={sku} onAdjust={mayAdjust ? () => onAdjust(sku) : undefined} />
              <Bindings sku={sku} />
            </>
          ) : (
            <Waiting lines={6} />
          )}
        </>
      )}
    </Dialog>
  );
}

function About({ sku, isStaff }: { sku: WarehouseSkuRow; isStaff: boolean }) {
  const { m, f } = useI18n();
  const words = m.inventory;
  const none = (title: string) => (
    <span className="dim" title={title}>
      {m.common.none}
    </span>
  );
  return (
    <Facts>
      {isStaff && <Fact label={words.column.customer}>{sku.customer.name}</Fact>}
      <Fact label={words.column.barcode}>
        {sku.barcode === null ? (
          none(words.noBarcode)
        ) : (
          <>
            <span className="mono">{sku.barcode}</span> <Copy text={sku.barcode} what={words.column.barcode} />
          </>
        )}
      </Fact>
      <Fact label={words.column.weight}>
        {sku.weightGrams === null ? none(words.noWeight) : f.weight(sku.weightGrams)}
      </Fact>
      <Fact label={words.sku.total}>{f.number(sku.available)}</Fact>
      <Fact label={words.sku.created}>
        <Time at={sku.createdAt} />
      </Fact>
    </Facts>
  );
}

function Places({ sku, onAdjust }: { sku: WarehouseSku; onAdjust: (() => void) | undefined }) {
  const { m, f } = useI18n();
  const words = m.inventory;
  return (
    <Section
      title={words.sku.places}
      end={
        onAdjust && (
          <Button small icon="plus" onPress={onAdjust}>
            {words.adjustment.title}
          </Button>
        )
      }
    >
      {sku.stock.length === 0 ? (
        <p className="dim">{words.sku.noPlaces}</p>
      ) : (
        <Lines
          label={words.sku.places}
          heads={[
            { label: words.column.warehouse },
            { label: words.column.onHand, align: "end", width: 90 },
            { label: words.column.reserved, align: "end", width: 90 },
            { label: words.column.available, align: "end", width: 90 },
          ]}
        >
          {sku.stock.map((place) => (
            <tr key={place.warehouse.id}>
              <td>
                <Link
                  to={`/stock?skuId=${sku.id}&open=${place.warehouse.id}-${sku.id}`}
                  aria-label={words.ledgerOf(sku.code, place.warehouse.name)}
                >
                  {place.warehouse.name}
                </Link>
              </td>
              <td data-end>{f.number(place.onHand)}</td>
              <td data-end>{f.number(place.reserved)}</td>
              <td data-end>{f.number(place.available)}</td>
            </tr>
          ))}
        </Lines>
      )}
    </Section>
  );
}

function Bindings({ sku }: { sku: WarehouseSku }) {
  const { m, f } = useI18n();
  const words = m.inventory.sku;
  return (
    <Section title={words.bindings}>
      {sku.bindings.length === 0 ? (
        <p className="dim">{words.noBindings}</p>
      ) : (
        <Lines
          label={words.bindings}
          heads={[
            { label: words.platformSku },
            { label: words.store },
            { label: words.quantity, align: "end", width: 90 },
          ]}
        >
          {sku.bindings.map((b) => (
            <tr key={b.mappingId}>
              <td>
                {b.platformSku ?? (
                  <span className="dim" title={words.notSent}>
                    {b.skuKey}
                  </span>
                )}
              </td>
              <td>
                {b.store.name}
                <small>{m.common.platform[b.platform]}</small>
              </td>
              <td data-end>{f.number(b.quantity)}</td>
            </tr>
          ))}
        </Lines>
      )}
      {sku.bindings.length < sku.bindingCount && (
        <p className="dim">{words.someBindings(sku.bindings.length, sku.bindingCount)}</p>
      )}
    </Section>
  );
}
