import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { useLocation } from "wouter";
import { useSearch } from "../../api/own";
import type { Me } from "../../api/types";
import { Alert, Refused } from "../../components/Alert";
import { Dialog } from "../../components/Dialog";
import { Icon } from "../../components/Icon";
import { chooseLanguage, languageNames, languages, useI18n } from "../../i18n";
import { setPrefs } from "../../lib/prefs";
import { useAfterPause } from "../../lib/useAfterPause";
import { routes } from "../../routes";
import styles from "./Palette.module.css";
import { asked, grouped, type Hit, hitsOf, matches } from "./palette";

const themes = ["system", "light", "dark"] as const;

/* One box for everything: pages, how the page looks, and any number that somebody typed or pasted. */
export default function PaletteDialog({ me, onClose }: { me: Me; onClose: () => void }) {
  const { m } = useI18n();
  const words = m.shell.palette;
  const [, go] = useLocation();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const q = useAfterPause(asked(text), 200);
  const search = useSearch(q);
  const here = useMemo<Hit[]>(
    () => [
      ...routes
        .filter((r) => me.permissions.includes(r.permission))
        .map((r): Hit => ({ id: `page-${r.path}`, group: "pages", text: r.name(m), to: r.path })),
      ...themes.map(
        (theme): Hit => ({
          id: `theme-${theme}`,
          group: "view",
          text: `${m.shell.theme}: ${m.shell.themes[theme]}`,
          run: () => setPrefs({ theme }),
        }),
      ),
      ...languages.map(
        (language): Hit => ({
          id: `language-${language}`,
          group: "view",
          text: `${m.shell.language}: ${languageNames[language]}`,
          run: () => chooseLanguage(language),
        }),
      ),
    ],
    [m, me.permissions],
  );
  const isSettled = q === asked(text);
  const found = q !== "" && isSettled ? search.data : undefined;
  const groups = grouped([...here.filter((h) => matches(h, text)), ...(found ? hitsOf(found, m) : [])]);
  const hits = groups.flatMap((g) => g.hits);
  const chosen = hits[Math.min(at, hits.length - 1)];
  useEffect(() => {
    if (chosen) list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [chosen]);

  const choose = (hit: Hit) => {
    onClose();
    if (hit.to) go(hit.to);
    hit.run?.();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && hits.length > 0) {
      event.preventDefault();
      setAt((Math.min(at, hits.length - 1) + step + hits.length) % hits.length);
    } else if (event.key === "Enter" && chosen) {
      event.preventDefault();
      choose(chosen);
    }
  };
  return (
    <Dialog title={words.title} onClose={onClose}>
      <div className={styles.box}>
        <Icon name="search" />
        <textarea
          autoFocus
          rows={1}
          role="combobox"
          aria-label={words.field}
          aria-expanded={hits.length > 0}
          aria-controls={`${id}list`}
          aria-activedescendant={chosen && `${id}${chosen.id}`}
          aria-autocomplete="list"
          spellCheck={false}
          maxLength={4096}
          placeholder={words.field}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKey}
        />
      </div>
      {search.error && <Refused refusal={search.error} />}
      {found && found.notFound.length > 0 && (
        <Alert tone="warning" title={words.notFound(found.notFound.length)}>
          {found.notFound.join(", ")}
        </Alert>
      )}
      <div ref={list} id={`${id}list`} role="listbox" aria-label={words.title} className={styles.list}>
        {groups.map(({ group, hits: some }) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options is no fieldset
          <div key={group} role="group" aria-labelledby={`${id}${group}`}>
            <p id={`${id}${group}`} className={styles.group}>
              {words.groups[group]}
            </p>
            {some.map((hit) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: keys belong to the field, which keeps the focus
              <div
                key={hit.id}
                id={`${id}${hit.id}`}
                role="option"
                tabIndex={-1}
                aria-selected={hit === chosen}
                className={styles.hit}
                onPointerMove={() => hit !== chosen && setAt(hits.indexOf(hit))}
                onClick={() => choose(hit)}
              >
                <span>{hit.text}</span>
                {hit.second && <small>{hit.second}</small>}
              </div>
            ))}
          </div>
        ))}
      </div>
      <p className={styles.foot} role="status">
        {q !== "" && (search.isFetching || !isSettled)
          ? m.common.loading
          : hits.length === 0
            ? m.common.noMatch
            : words.hint}
      </p>
    </Dialog>
  );
}
