import type { Outbound } from "../../api/types";
import { Copy } from "../../components/Copy";
import { Fact, Facts, Section } from "../../components/Facts";
import { useI18n } from "../../i18n";
import { isHidden } from "../../parts/outboundStatus";
import styles from "./Outbound.module.css";

/* Who gets it, as it stands on a label. Warehouse staff see it while they work on it. */
export function Recipient({ outbound }: { outbound: Outbound }) {
  const { m, f } = useI18n();
  const words = m.outbound.recipient;
  const { recipient } = outbound;
  if (isHidden(outbound)) {
    return (
      <Section title={words.title}>
        <p className="dim">{words.hidden}</p>
      </Section>
    );
  }
  const lines = [
    recipient.line1,
    recipient.line2,
    [recipient.zip, recipient.city].filter(Boolean).join(" "),
    recipient.state,
    recipient.country && f.country(recipient.country),
  ].filter((line): line is string => Boolean(line));
  const label = [recipient.name, recipient.company, ...lines].filter(Boolean).join("\n");
  const text = (value: string | null) =>
    value ?? (
      <span className="dim" title={words.missing}>
        {m.common.none}
      </span>
    );
  return (
    <Section title={words.title} end={<Copy text={label} what={words.copy} />}>
      <Facts>
        <Fact label={words.name}>{text(recipient.name)}</Fact>
        {recipient.company && <Fact label={words.company}>{recipient.company}</Fact>}
        <Fact label={words.phone}>{text(recipient.phone)}</Fact>
        {recipient.email && <Fact label={words.email}>{recipient.email}</Fact>}
        <Fact label={words.address} wide>
          <address className={styles.address}>
            {lines.length > 0 ? lines.map((line) => <div key={line}>{line}</div>) : text(null)}
          </address>
        </Fact>
      </Facts>
    </Section>
  );
}
