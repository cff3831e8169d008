/* What a person likes, kept in this browser: language, theme, density, columns. Never anything secret. */
import { useSyncExternalStore } from "react";
import type { ColumnSetup } from "./columns";

export type Theme = "system" | "light" | "dark";
export type Language = "en" | "zh-CN";
export type Density = "compact" | "roomy";
export interface Prefs {
  theme: Theme;
  language: Language | null; // null: not chosen yet, the browser's
  zone: "mine" | "utc";
  density: Density;
  pageSize: 50 | 100 | 200;
  hidden: Record<string, string[]>; // table -> columns not shown
  columns: Record<string, ColumnSetup>; // table -> their order and widths; this browser's alone, as its window is
  navNarrow: boolean;
  singleKeys: boolean;
  lastChoice: Record<string, { warehouseId: string; channelId: string }>; // by store
}

const place = "gwms.prefs";
const initial: Prefs = {
  theme: "system",
  language: null,
  zone: "mine",
  density: "compact",
  pageSize: 50,
  hidden: {},
  columns: {},
  navNarrow: false,
  singleKeys: true,
  lastChoice: {},
};

function read(): Prefs {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? "{}");
    return { ...initial, ...(kept && typeof kept === "object" ? kept : {}) };
  } catch {
    return initial; // blocked storage or a broken text: start with ours
  }
}

let prefs = read();
const watchers = new Set<() => void>();

export const getPrefs = () => prefs;

export function setPrefs(change: Partial<Prefs>) {
  prefs = { ...prefs, ...change };
  try {
    localStorage.setItem(place, JSON.stringify(prefs));
  } catch {
    /* storage is blocked: the choice holds until the page is closed */
  }
  if (change.theme) showTheme();
  for (const seen of watchers) seen();
}

/* Another order or other widths of a table's columns. */
export const setColumns = (table: string, change: ColumnSetup) =>
  setPrefs({ columns: { ...prefs.columns, [table]: { ...prefs.columns[table], ...change } } });

export function watchPrefs(seen: () => void) {
  watchers.add(seen);
  return () => {
    watchers.delete(seen);
  };
}

export const usePref = <K extends keyof Prefs>(name: K): Prefs[K] =>
  useSyncExternalStore(watchPrefs, () => prefs[name]);

/* The theme is one attribute; light-dark() in the style sheet follows it. */
export function showTheme() {
  if (prefs.theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = prefs.theme;
}
