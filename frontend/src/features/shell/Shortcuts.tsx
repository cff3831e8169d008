import { Dialog } from "../../components/Dialog";
import { useI18n } from "../../i18n";
import { routes } from "../../routes";
import styles from "./Shell.module.css";

/* What the keys do, in words. */
export default function Shortcuts({ onClose }: { onClose: () => void }) {
  const { m } = useI18n();
  const k = m.shell.keys;
  const inList: [string, string][] = [
    ["j", k.nextRow],
    ["k", k.previousRow],
    ["Enter", k.details],
    ["m", k.menu],
    ["x", k.tick],
    ["Shift x", k.tickRange],
    ["d", k.dispatch],
    ["a", k.acknowledge],
    ["b", k.batch],
    ["c", k.copy],
    ["/", k.search],
    ["r", k.refresh],
    ["[", k.previousPage],
    ["]", k.nextPage],
  ];
  const go: [string, string][] = [
    ...routes.filter((r) => r.key).map((r): [string, string] => [`g ${k.next} ${r.key}`, r.name(m)]),
    ["Ctrl/⌘ k", k.palette],
    ["?", k.help],
    ["Esc", k.back],
  ];
  return (
    <Dialog title={k.title} sub={k.off} onClose={onClose}>
      <div className={styles.keys}>
        {[
          { title: k.list, rows: inList },
          { title: k.go, rows: go },
        ].map(({ title, rows }) => (
          <section key={title}>
            <h3>{title}</h3>
            <ul>
              {rows.map(([key, what]) => (
                <li key={key}>
                  {what} <kbd>{key}</kbd>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
