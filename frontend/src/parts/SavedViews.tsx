/* The person's own views of a page: named addresses, each to be renamed, moved and forgotten, and keeping the one that is
 * shown. The page says what a view's query means to it. */
import { lazy, type ReactNode } from "react";
import { Link } from "wouter";
import { useSavedViews, type ViewPage } from "../api/own";
import { Icon } from "../components/Icon";
import { Opens } from "../components/Opens";
import styles from "../components/ViewBar.module.css";
import { useI18n } from "../i18n";

const SaveForm = lazy(() => import("./SavedViewForms").then((m) => ({ default: m.SaveForm })));
const ChangeForm = lazy(() => import("./SavedViewForms").then((m) => ({ default: m.ChangeForm })));

export interface Meaning {
  /* The view as its address is written today. */
  query: string;
  href: string;
  count?: ReactNode;
}

interface Props {
  page: ViewPage;
  /* What is shown, as an address; empty when it is nothing of its own. */
  here: string;
  /* The views that come with the product need no keeping. */
  given: readonly string[];
  /* null: a view of another tab. */
  read: (query: string) => Meaning | null;
}

export function SavedViews({ page, here, given, read }: Props) {
  const { m } = useI18n();
  const words = m.shell.views;
  const all = useSavedViews(page).data?.items ?? [];
  const own = all.flatMap((saved) => {
    const meaning = read(saved.query);
    return meaning ? [{ saved, meaning }] : [];
  });
  const isKnown = here === "" || given.includes(here) || own.some((v) => v.meaning.query === here);
  return (
    <>
      {own.map(({ saved, meaning }, i) => (
        <span key={saved.id} className={styles.own}>
          <Link to={meaning.href} aria-current={meaning.query === here ? "true" : undefined} title={saved.name}>
            <span>{saved.name}</span> <small>{meaning.count}</small>
          </Link>
          {meaning.query === here && (
            <Opens
              label={words.change(saved.name)}
              isIcon
              panelClassName={styles.panel}
              placement="bottom end"
              shows={<Icon name="dots" size={14} />}
            >
              {(close) => (
                <ChangeForm
                  page={page}
                  saved={saved}
                  all={all}
                  before={own[i - 1]?.saved}
                  after={own[i + 1]?.saved}
                  onDone={close}
                />
              )}
            </Opens>
          )}
        </span>
      ))}
      {!isKnown && (
        <Opens
          label={words.save}
          className={styles.keep}
          panelClassName={styles.panel}
          placement="bottom end"
          shows={
            <>
              <Icon name="plus" size={14} />
              {words.save}
            </>
          }
        >
          {(close) => <SaveForm page={page} query={here} onDone={close} />}
        </Opens>
      )}
    </>
  );
}
