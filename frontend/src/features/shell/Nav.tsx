import { Link, useLocation } from "wouter";
import type { Me } from "../../api/types";
import { cx } from "../../components/cx";
import { Icon } from "../../components/Icon";
import { useI18n } from "../../i18n";
import { early } from "../../lib/early";
import { setPrefs, usePref } from "../../lib/prefs";
import { routes } from "../../routes";
import { AccountMenu } from "./AccountMenu";
import styles from "./Shell.module.css";

const groups = ["platform", "warehouse", "settings"] as const;

/* The pages this person may open, the account, and the fold. */
export function Nav({
  me,
  isOpen,
  onSearch,
  onHelp,
  onPassword,
}: {
  me: Me;
  isOpen: boolean;
  onSearch: () => void;
  onHelp: () => void;
  onPassword: () => void;
}) {
  const { m } = useI18n();
  const [location] = useLocation();
  const isNarrow = usePref("navNarrow");
  return (
    <nav className={cx(styles.nav, isOpen && styles.open)} aria-label={m.shell.navigation}>
      <div className={styles.brand}>
        <img src="/icon.svg" alt="" width={28} height={28} />
        <span className={styles.word}>{m.common.product}</span>
      </div>
      <button type="button" className={styles.search} onClick={onSearch} aria-keyshortcuts="Control+K Meta+K">
        <Icon name="search" size={18} />
        <span className={styles.word}>{m.shell.palette.button}</span>
        <kbd className={styles.word} aria-hidden="true">
          {m.shell.palette.key}
        </kbd>
      </button>
      {groups.map((group) => {
        const pages = routes.filter((r) => r.group === group && me.permissions.includes(r.permission));
        return (
          pages.length > 0 && (
            <div key={group}>
              <p className={styles.group}>
                <span className={styles.word}>{m.shell.groups[group]}</span>
              </p>
              {pages.map((route) => (
                <Link
                  key={route.path}
                  to={route.path}
                  className={styles.link}
                  title={isNarrow ? route.name(m) : undefined}
                  aria-current={location === route.path ? "page" : undefined}
                  onPointerEnter={() => early(route.load)}
                >
                  <Icon name={route.icon} size={18} />
                  <span className={styles.word}>{route.name(m)}</span>
                </Link>
              ))}
            </div>
          )
        );
      })}
      <span className={styles.fill} />
      <button
        type="button"
        className={styles.fold}
        aria-expanded={!isNarrow}
        onClick={() => setPrefs({ navNarrow: !isNarrow })}
      >
        <Icon name={isNarrow ? "right" : "left"} />
        <span className={styles.word}>{isNarrow ? m.shell.wide : m.shell.narrow}</span>
      </button>
      <AccountMenu me={me} onHelp={onHelp} onPassword={onPassword} />
    </nav>
  );
}
