/* The log's columns. */
import { isUnderWay } from "../../api/sync-status";
import type { SyncRun } from "../../api/types";
import { Badge } from "../../components/Badge";
import cell from "../../components/Cell.module.css";
import type { Column } from "../../components/DataTable";
import { Ago, Time } from "../../components/Time";
import type { I18n } from "../../i18n";
import styles from "./Sync.module.css";
import { partsOf, runTone, windowWords } from "./status";

export interface RunCells extends I18n {
  open: (run: SyncRun) => void;
}

export function runColumns({ m }: I18n): Column<SyncRun, RunCells>[] {
  const words = m.sync.column;
  return [
    {
      id: "platform",
      label: words.platform,
      width: 120,
      cell: (r, c) => (
        <span className={cell.two}>
          <span>{c.m.common.platform[r.platform]}</span>
          <small>{c.m.common.kind[r.kind]}</small>
        </span>
      ),
    },
    { id: "store", label: words.store, width: 150, fixed: true, cell: (r, c) => <Store run={r} cells={c} /> },
    {
      id: "type",
      label: words.type,
      width: 120,
      cell: (r, c) => (
        <span className={cell.two}>
          <span>{c.m.sync.type[r.type]}</span>
          <small title={c.m.sync.column.requestedBy}>{r.requestedBy ?? c.m.sync.schedule}</small>
        </span>
      ),
    },
    { id: "status", label: words.status, width: 146, fixed: true, cell: (r, c) => <Status run={r} cells={c} /> },
    { id: "orderCount", label: words.orderCount, width: 150, cell: (r, c) => <Count run={r} cells={c} /> },
    {
      id: "time",
      label: words.time,
      width: 134,
      cell: (r) => (
        <span className={cell.two}>
          <Time at={r.startedAt ?? r.createdAt} />
          <small>
            <Ago at={r.startedAt ?? r.createdAt} />
          </small>
        </span>
      ),
    },
    {
      id: "duration",
      label: words.duration,
      width: 84,
      align: "end",
      cell: (r, c) =>
        r.durationMs === null ? (
          <span className="dim" title={r.startedAt ? c.m.sync.notFinished : c.m.sync.notStarted}>
            {c.m.common.none}
          </span>
        ) : (
          c.f.duration(r.durationMs)
        ),
    },
    {
      id: "window",
      label: words.window,
      width: 162,
      cell: (r, c) => {
        const text = windowWords(r, c);
        return (
          <span className={cell.two}>
            <span>{c.m.sync.mode[r.mode]}</span>
            <small title={text}>{text}</small>
          </span>
        );
      },
    },
    { id: "actions", label: words.actions, width: 80, fixed: true, cell: (r, c) => <Details run={r} cells={c} /> },
  ];
}

interface Cell {
  run: SyncRun;
  cells: RunCells;
}

const Store = ({ run, cells }: Cell) => (
  <button type="button" data-main className={cell.link} title={run.store.name} onClick={() => cells.open(run)}>
    {run.store.name}
  </button>
);

const Status = ({ run, cells: { m } }: Cell) => (
  <span className={styles.status}>
    <Badge tone={runTone[run.status]} busy={isUnderWay(run)}>
      {m.sync.status[run.status]}
    </Badge>
    {run.problem && <small title={run.problem.detail}>{m.problem.title[run.problem.code]}</small>}
    {run.status === "running" && <span className={styles.bar} aria-hidden="true" />}
  </span>
);

const Count = ({ run, cells: { m, f } }: Cell) => {
  const parts = m.sync.parts(partsOf(run));
  return (
    <span className={cell.two}>
      <b>{f.number(run.orderCount)}</b>
      <small title={parts}>{run.status === "running" ? m.sync.progress(run.orderCount, run.pages) : parts}</small>
    </span>
  );
};

const Details = ({ run, cells: { m, f, open } }: Cell) => (
  <button
    type="button"
    className={cell.button}
    aria-label={m.sync.detailsOf(run.store.name, f.dateTime(run.createdAt))}
    onClick={() => open(run)}
  >
    {m.sync.details}
  </button>
);
