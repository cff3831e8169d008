import { barsOf } from "./code128";
import styles from "./PickList.module.css";

const quiet = 10; // modules of nothing on each side, without which no scanner finds the bars
const height = 40;

/* The bars of a text with the text under them; the text alone when no bars can say it. */
export function Barcode({ text }: { text: string }) {
  const code = barsOf(text);
  if (!code) return <span>{text}</span>;
  const width = code.width + 2 * quiet;
  return (
    <span className={styles.barcode}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        width={width * 1.25}
        height={34}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <rect width={width} height={height} fill="#fff" />
        <path
          d={code.bars.map((bar) => `M${quiet + bar.x} 0h${bar.width}v${height}h-${bar.width}z`).join("")}
          fill="#000"
          shapeRendering="crispEdges"
        />
      </svg>
      <span>{text}</span>
    </span>
  );
}
