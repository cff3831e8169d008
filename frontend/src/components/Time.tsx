import { useI18n } from "../i18n";
import { useNow } from "../lib/clock";

interface Props {
  at: string | null;
  /* How long ago, after it and dim. */
  relative?: boolean;
  none?: string;
}

/* A moment in the chosen zone; its title names weekday, zone and offset. */
export function Time({ at, relative, none }: Props) {
  const { m, f } = useI18n();
  if (at === null) {
    return (
      <span className="dim" title={none ?? m.common.notSent}>
        {m.common.none}
      </span>
    );
  }
  return (
    <time dateTime={at} title={f.full(at)}>
      {f.dateTime(at)}
      {relative && " "}
      {relative && <Ago at={at} />}
    </time>
  );
}

export function Ago({ at }: { at: string }) {
  const { f } = useI18n();
  return <span className="dim">{f.relative(at, useNow())}</span>;
}
