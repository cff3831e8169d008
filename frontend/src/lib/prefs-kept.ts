/* The part of what a person likes that follows them to other browsers, as the server keeps it. */
import type { KeptPreferences } from "../api/own";
import type { Prefs } from "./prefs";

export const toKept = (p: Prefs): KeptPreferences => ({
  theme: p.theme,
  language: p.language ?? "browser",
  zone: p.zone,
  density: p.density,
  pageSize: p.pageSize,
  navNarrow: p.navNarrow,
  singleKeys: p.singleKeys,
  hidden: Object.entries(p.hidden)
    .filter(([, columns]) => columns.length > 0)
    .map(([table, columns]) => ({ table, columns }))
    .sort((a, b) => a.table.localeCompare(b.table)),
});

const sizes = [50, 100, 200] as const;

export const fromKept = (k: KeptPreferences): Partial<Prefs> => ({
  theme: k.theme,
  language: k.language === "browser" ? null : k.language,
  zone: k.zone,
  density: k.density,
  pageSize: sizes.find((n) => n === k.pageSize) ?? 50,
  navNarrow: k.navNarrow,
  singleKeys: k.singleKeys,
  hidden: Object.fromEntries(k.hidden.map(({ table, columns }) => [table, columns])),
});
