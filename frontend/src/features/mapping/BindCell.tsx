import { lazy, Suspense } from "react";
import type { PlatformSku } from "../../api/platform-skus";
import cell from "../../components/Cell.module.css";
import { cx } from "../../components/cx";
import { early } from "../../lib/early";
import type { MappingCells } from "./columns";
import { useIsEditing } from "./editing";
import styles from "./Mapping.module.css";

const load = () => import("../../parts/SkuPicker").then((m) => ({ default: m.SkuPicker }));
const SkuPicker = lazy(load);

/* A button until it is pressed; then a field in its place: Enter binds, Tab goes to the next unbound SKU, Esc leaves. */
export function BindCell({ row, cells }: { row: PlatformSku; cells: MappingCells }) {
  const { m, editing, mayBind } = cells;
  const isEditing = useIsEditing(editing, row.id);
  const name = row.platformSku ?? row.name;
  if (!mayBind) return <span className="dim">{m.mapping.state.unbound}</span>;
  if (!isEditing) {
    return (
      <button
        type="button"
        className={cx(cell.button, cell.main)}
        data-bind={row.id}
        aria-label={m.mapping.action.bindOf(name)}
        onPointerEnter={() => early(load)}
        onFocus={() => early(load)}
        onClick={() => editing.start(row.id)}
      >
        {m.mapping.action.bind}
      </button>
    );
  }
  return (
    <div
      className={styles.picker}
      onKeyDownCapture={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === "Tab" && !event.shiftKey) {
          event.preventDefault();
          event.stopPropagation();
          cells.onNext(row);
        }
        if (event.key === "Escape") {
          event.preventDefault();
          event.stopPropagation();
          cells.onStop(row);
        }
      }}
    >
      <Suspense fallback={<span className="dim">{m.common.loading}</span>}>
        <SkuPicker
          hideLabel
          autoFocus
          label={m.mapping.picker.label(name)}
          onPick={(sku) => cells.onPicked(row, sku)}
        />
      </Suspense>
    </div>
  );
}
