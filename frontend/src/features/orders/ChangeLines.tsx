/* One edit made on the platform, field by field under the page's own labels. */
import type { OrderRevision } from "../../api/types";
import { Badge } from "../../components/Badge";
import { Lines } from "../../components/Facts";
import { Time } from "../../components/Time";
import { useI18n } from "../../i18n";
import { changedField } from "../../parts/changeWords";
import styles from "./Details.module.css";

export function ChangeLines({ edit }: { edit: OrderRevision }) {
  const { m } = useI18n();
  const words = m.changes;
  return (
    <div className={styles.form}>
      <p>
        <Time at={edit.receivedAt} relative />{" "}
        <Badge tone={edit.applied ? "green" : "amber"}>{edit.applied ? words.applied : words.kept}</Badge>
      </p>
      <Lines label={words.title} heads={[{ label: words.field }, { label: words.before }, { label: words.after }]}>
        {edit.changes.map((change) => (
          <tr key={change.field}>
            <td>{changedField(change.field, m)}</td>
            <td className="dim">
              <Value field={change.field} value={change.before} />
            </td>
            <td>
              <b>
                <Value field={change.field} value={change.after} />
              </b>
            </td>
          </tr>
        ))}
      </Lines>
    </div>
  );
}

const times = /^(paidAt|acknowledgeBy|(ship|delivery)Window\.(from|to))$/;

function Value({ field, value }: { field: string; value: string | null }) {
  const { m, f } = useI18n();
  if (value === null || value === "") return m.common.none;
  if (times.test(field)) return <Time at={value} />;
  return field === "recipient.country" ? f.country(value) : value;
}
