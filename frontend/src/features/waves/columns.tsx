import type { WaveRow } from "../../api/types";
import { Badge } from "../../components/Badge";
import cell from "../../components/Cell.module.css";
import type { Column } from "../../components/DataTable";
import { Ago, Time } from "../../components/Time";
import type { I18n } from "../../i18n";

export interface WaveCells extends I18n {
  open: (wave: WaveRow) => void;
}

export function waveColumns({ m }: I18n): Column<WaveRow, WaveCells>[] {
  const words = m.waves.column;
  return [
    {
      id: "waveNo",
      label: words.waveNo,
      width: 120,
      fixed: true,
      cell: (w, c) => (
        <button type="button" data-main className={cell.link} onClick={() => c.open(w)}>
          {w.waveNo}
        </button>
      ),
    },
    { id: "warehouse", label: words.warehouse, width: 150, cell: (w) => w.warehouse.name },
    { id: "orders", label: words.orders, width: 90, align: "end", cell: (w, c) => c.f.number(w.orderCount) },
    { id: "units", label: words.units, width: 90, align: "end", cell: (w, c) => c.f.number(w.unitCount) },
    {
      id: "state",
      label: words.state,
      width: 150,
      fixed: true,
      cell: (w, c) =>
        w.waitingCount > 0 ? (
          <Badge tone="amber">{c.m.waves.waiting(w.waitingCount)}</Badge>
        ) : (
          <Badge tone="green">{c.m.waves.picked}</Badge>
        ),
    },
    {
      id: "created",
      label: words.created,
      width: 150,
      cell: (w) => (
        <span className={cell.two}>
          <Time at={w.createdAt} />
          <small>
            <Ago at={w.createdAt} />
          </small>
        </span>
      ),
    },
    { id: "createdBy", label: words.createdBy, width: 150, cell: (w) => w.createdBy },
  ];
}
