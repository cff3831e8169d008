import type { OrderLine } from "../../../api/types";
import { useI18n } from "../../../i18n";

/* "5 cases", and under it how many pieces that is. */
export function Units({ line, n }: { line: Pick<OrderLine, "unit" | "unitSize">; n: number }) {
  const { m } = useI18n();
  const words = m.acknowledge;
  return (
    <>
      {words.unit[line.unit](n)}
      {line.unitSize > 1 && n > 0 && <small>{words.caseOf(line.unitSize, n * line.unitSize)}</small>}
    </>
  );
}
