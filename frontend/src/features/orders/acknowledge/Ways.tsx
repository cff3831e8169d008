import { useI18n } from "../../../i18n";
import styles from "./Acknowledge.module.css";
import { choose, isTouched, type Plan, type Sheet, shortLines, type Way } from "./plan";

interface Props {
  sheet: Sheet;
  plan: Plan;
  isPlaced: boolean;
  onPlan: (plan: Plan) => void;
}

const ways: readonly Way[] = ["all", "best", "none"];

/* Three buttons that fill every line. One that cannot be done stays, with the reason. */
export function Ways({ sheet, plan, isPlaced, onPlan }: Props) {
  const { m } = useI18n();
  const words = m.acknowledge;
  const short = shortLines(sheet);
  const refusalOf = (way: Way): string | undefined => {
    if (way === "none") return undefined;
    if (!isPlaced) return words.warehouseFirst;
    return way === "all" && short > 0 ? words.shortFor(short) : undefined;
  };
  const isPlain = Object.keys(plan.typed).length === 0;
  return (
    <fieldset className={styles.ways}>
      <legend className="sr-only">{words.ways}</legend>
      {ways.map((way) => {
        const no = refusalOf(way);
        const isChosen =
          isPlain && plan.way === way && no === undefined && (way !== "best" || isPlaced || isTouched(plan));
        return (
          <button
            key={way}
            type="button"
            className={styles.way}
            aria-pressed={isChosen}
            aria-disabled={no !== undefined}
            onClick={() => no === undefined && onPlan(choose(plan, way))}
          >
            <b>{words.way[way]}</b>
            <small>{no ?? words.wayLead[way]}</small>
          </button>
        );
      })}
    </fieldset>
  );
}
