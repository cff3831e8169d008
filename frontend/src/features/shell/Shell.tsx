import { lazy, Suspense, useEffect, useState } from "react";
import { Redirect, Route, Switch, useLocation } from "wouter";
import { useMay, useMe } from "../../api/auth";
import { Button } from "../../components/Button";
import { cx } from "../../components/cx";
import { Icon } from "../../components/Icon";
import { Page } from "../../components/Page";
import { Empty, Failure, Waiting } from "../../components/States";
import { useHasToasts } from "../../components/toast";
import { useI18n } from "../../i18n";
import { useHotkeys } from "../../lib/hotkeys";
import { useOnline } from "../../lib/online";
import { getPrefs, setPrefs, usePref } from "../../lib/prefs";
import { type PageRoute, routes } from "../../routes";
import { Boundary } from "./Boundary";
import { Connecting } from "./Connecting";
import { Nav } from "./Nav";
import styles from "./Shell.module.css";
import { useKeptPreferences } from "./useKeptPreferences";
import { usePaletteKey } from "./usePaletteKey";

const Toasts = lazy(() => import("../../components/Toasts"));
const Palette = lazy(() => import("./Palette"));
const PasswordDialog = lazy(() => import("../users/PasswordDialog"));
const Shortcuts = lazy(() => import("./Shortcuts"));

/* The frame: navigation, the page, toasts, and what holds everywhere (offline, shortcuts). */
export function Shell() {
  const { m } = useI18n();
  const me = useMe();
  const isNarrow = usePref("navNarrow");
  const isOnline = useOnline();
  const hasToasts = useHasToasts();
  const [location, go] = useLocation();
  const [navOpen, setNavOpen] = useState(false);
  const [helpOpen, setHelpOpen] = useState(false);
  const [paletteOpen, setPaletteOpen] = useState(false);
  const [passwordOpen, setPasswordOpen] = useState(false);

  useHotkeys({
    ...Object.fromEntries(routes.filter((r) => r.key).map((r) => [`g ${r.key}`, () => go(r.path)])),
    "?": () => setHelpOpen(true),
  });
  useKeptPreferences(me.data?.id);
  usePaletteKey(() => setPaletteOpen(true));
  useEffect(() => {
    if (location) setNavOpen(false);
  }, [location]);
  // The person's own language holds until they choose another one here.
  useEffect(() => {
    if (me.data && getPrefs().language === null) setPrefs({ language: me.data.language });
  }, [me.data]);

  if (!me.data)
    return me.error ? (
      <Failure refusal={me.error} onRetry={() => me.refetch()} isRetrying={me.isFetching} />
    ) : (
      <Connecting />
    );
  return (
    <div className={cx(styles.shell, isNarrow && styles.narrow)}>
      <a className={styles.skip} href="#main">
        {m.shell.skip}
      </a>
      <div className={styles.top}>
        <Button look="quiet" icon="menu" label={m.shell.openNav} onPress={() => setNavOpen(true)} />
        {m.common.product}
      </div>
      {navOpen && (
        <button type="button" className={styles.veil} aria-label={m.shell.closeNav} onClick={() => setNavOpen(false)} />
      )}
      <Nav
        me={me.data}
        isOpen={navOpen}
        onSearch={() => setPaletteOpen(true)}
        onHelp={() => setHelpOpen(true)}
        onPassword={() => setPasswordOpen(true)}
      />
      <main id="main" className={styles.main} tabIndex={-1}>
        {!isOnline && (
          <div className={styles.offline} role="status">
            <Icon name="offline" />
            {m.common.offline}
          </div>
        )}
        <Boundary key={location}>
          <Suspense fallback={<Waiting />}>
            <Switch>
              {routes.map((route) => (
                <Route key={route.path} path={route.path}>
                  <Allowed route={route} />
                </Route>
              ))}
              <Route path="/">
                <Redirect
                  to={routes.find((r) => me.data.permissions.includes(r.permission))?.path ?? "/orders"}
                  replace
                />
              </Route>
              <Route>
                <Page title={m.common.notFoundTitle}>
                  <Empty icon="search" title={m.common.notFoundTitle} lead={m.common.notFound} />
                </Page>
              </Route>
            </Switch>
          </Suspense>
        </Boundary>
      </main>
      <Suspense>
        {hasToasts && <Toasts />}
        {helpOpen && <Shortcuts onClose={() => setHelpOpen(false)} />}
        {paletteOpen && <Palette me={me.data} onClose={() => setPaletteOpen(false)} />}
        {passwordOpen && <PasswordDialog onClose={() => setPasswordOpen(false)} />}
      </Suspense>
    </div>
  );
}

function Allowed({ route }: { route: PageRoute }) {
  const { m } = useI18n();
  const may = useMay();
  if (may(route.permission)) return <route.Page />;
  return (
    <Page title={route.name(m)}>
      <Empty
        icon="error"
        title={m.common.forbiddenTitle}
        lead={m.common.forbidden(m.shell.permission[route.permission])}
      />
    </Page>
  );
}
