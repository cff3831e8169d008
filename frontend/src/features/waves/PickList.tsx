/* One walk through the warehouse: what to take, by SKU, and which outbound order gets how many. Made to be printed;
 * what only a screen needs is left out on paper. */
import { Link } from "wouter";
import type { Wave } from "../../api/types";
import { usePickWave, useWave } from "../../api/waves";
import { Refused } from "../../components/Alert";
import { Badge } from "../../components/Badge";
import { Button } from "../../components/Button";
import { NotRefreshed, Page } from "../../components/Page";
import { Failure, Waiting } from "../../components/States";
import { Time } from "../../components/Time";
import { toast } from "../../components/toast";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";
import { statusTone } from "../../parts/outboundStatus";
import { Barcode } from "./Barcode";
import styles from "./PickList.module.css";

export function PickList({ id, onClose }: { id: string; onClose: () => void }) {
  const { m } = useI18n();
  const words = m.waves;
  const isOnline = useOnline();
  const query = useWave(id);
  const wave = query.data;
  const pick = usePickWave((now) => toast({ tone: "good", text: words.pickedDone(now.waveNo) }));
  return (
    <Page
      title={wave ? words.list(wave.waveNo) : words.title}
      actions={
        <span className={styles.screen}>
          <Button icon="left" onPress={onClose}>
            {words.back}
          </Button>
          {wave && (
            <Button onPress={() => window.print()} icon="log">
              {words.print}
            </Button>
          )}
          {wave && wave.waitingCount > 0 && (
            <Button
              look="primary"
              isPending={pick.isPending}
              isDisabled={!isOnline}
              onPress={() => pick.mutate({ id })}
            >
              {words.start(wave.waitingCount)}
            </Button>
          )}
        </span>
      }
    >
      {pick.error && <Refused refusal={pick.error} />}
      {!wave ? (
        query.error ? (
          <Failure refusal={query.error} onRetry={() => query.refetch()} isRetrying={query.isFetching} />
        ) : (
          <Waiting lines={8} />
        )
      ) : (
        <>
          {query.error && <NotRefreshed since={query.dataUpdatedAt} />}
          <Sheet wave={wave} />
        </>
      )}
    </Page>
  );
}

function Sheet({ wave }: { wave: Wave }) {
  const { m, f } = useI18n();
  const words = m.waves;
  const several = new Set(wave.lines.map((line) => line.customer.id)).size > 1;
  return (
    <article className={styles.sheet} aria-label={words.list(wave.waveNo)}>
      <header>
        <dl>
          <div>
            <dt>{words.column.warehouse}</dt>
            <dd>{wave.warehouse.name}</dd>
          </div>
          <div>
            <dt>{words.column.orders}</dt>
            <dd>{f.number(wave.orderCount)}</dd>
          </div>
          <div>
            <dt>{words.column.units}</dt>
            <dd>{f.number(wave.unitCount)}</dd>
          </div>
          <div>
            <dt>{words.column.created}</dt>
            <dd>
              <Time at={wave.createdAt} />, {wave.createdBy}
            </dd>
          </div>
        </dl>
        <Barcode text={wave.waveNo} />
      </header>
      <table className={styles.lines}>
        <caption>{words.take}</caption>
        <thead>
          <tr>
            <th scope="col">{words.sku}</th>
            <th scope="col">{words.barcode}</th>
            <th scope="col" data-end>
              {words.total}
            </th>
            <th scope="col">{words.split}</th>
            <th scope="col" className={styles.paper}>
              {words.done}
            </th>
          </tr>
        </thead>
        <tbody>
          {wave.lines.map((line) => (
            <tr key={line.skuId}>
              <td>
                <b>{line.skuCode}</b>
                <small>{line.skuName}</small>
                {several && <small>{line.customer.name}</small>}
              </td>
              <td>{line.barcode ? <Barcode text={line.barcode} /> : <span className="dim">{m.common.none}</span>}</td>
              <td data-end className={styles.total}>
                {f.number(line.quantity)}
              </td>
              <td>
                <ul>
                  {line.orders.map((share) => (
                    <li key={share.outboundId}>
                      <b>{f.number(share.quantity)} ×</b> {share.outboundNo}
                    </li>
                  ))}
                </ul>
              </td>
              <td className={styles.paper}>
                <span className={styles.box} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <table className={styles.orders}>
        <caption>{words.orders}</caption>
        <thead>
          <tr>
            <th scope="col">{m.outbound.column.outboundNo}</th>
            <th scope="col">{m.outbound.column.customer}</th>
            <th scope="col">{m.outbound.column.channel}</th>
            <th scope="col" data-end>
              {words.column.units}
            </th>
            <th scope="col" className={styles.screen}>
              {m.outbound.column.status}
            </th>
          </tr>
        </thead>
        <tbody>
          {wave.orders.map((order) => (
            <tr key={order.id}>
              <td>
                <Barcode text={order.outboundNo} />
                <Link to={`/outbound?open=${order.id}`} className={styles.screen}>
                  {words.open(order.outboundNo)}
                </Link>
              </td>
              <td>{order.customer.name}</td>
              <td>
                {order.channel.name}
                {order.channel.selfPickup && <small>{words.ownLabel}</small>}
              </td>
              <td data-end>{f.number(order.unitCount)}</td>
              <td className={styles.screen}>
                <Badge tone={statusTone[order.status]}>{m.outbound.status[order.status]}</Badge>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {wave.orders.length === 0 && <p className="dim">{words.empty}</p>}
    </article>
  );
}
